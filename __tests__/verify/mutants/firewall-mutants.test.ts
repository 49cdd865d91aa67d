import { describeMutants } from "./describe-mutants";
import { firewallMutants } from "./firewall-mutants";

describeMutants("firewall", firewallMutants);
