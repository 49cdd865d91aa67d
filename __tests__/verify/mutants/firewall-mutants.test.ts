import { describeMutants } from "./fixtures/describe-mutants";
import { firewallMutants } from "./fixtures/firewall-mutants";

describeMutants("firewall", firewallMutants);
