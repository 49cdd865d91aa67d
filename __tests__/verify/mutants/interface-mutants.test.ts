import { describeMutants } from "../fixtures/mutant-suites";
import { interfaceMutants } from "./fixtures/interface-mutants";

describeMutants("interface", interfaceMutants, ["network", "names", "firewall", "operations"]);
