import { describeMutants } from "../fixtures/mutant-suites";
import { transitMutants } from "./fixtures/transit-mutants";

describeMutants("transit gateways", transitMutants, ["network", "names", "firewall", "operations"]);
