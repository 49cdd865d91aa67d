import { describeMutants } from "../fixtures/mutant-suites";
import { networkMutants } from "./fixtures/network-mutants";

describeMutants("network", networkMutants, ["network", "names", "firewall", "operations"]);
