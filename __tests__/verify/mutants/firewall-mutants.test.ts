import { describeMutants } from "../fixtures/mutant-suites";
import { firewallMutants } from "./fixtures/firewall-mutants";

describeMutants("firewall", firewallMutants, ["network", "names", "firewall", "operations"]);
