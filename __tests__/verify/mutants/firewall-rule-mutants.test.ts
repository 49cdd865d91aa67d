import { describeMutants } from "../fixtures/mutant-suites";
import { firewallRuleMutants } from "./fixtures/firewall-rule-mutants";

describeMutants("firewall rule", firewallRuleMutants, ["firewall"]);
