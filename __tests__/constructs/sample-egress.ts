import { EgressFirewall, type EgressFirewallProps } from "../../constructs/egress-firewall";
import { synthesizeIn, type TerraformJson } from "./bare-stack";
import { addNetwork, plan } from "./sample-network";

/** An egress firewall as the stack names it, over a network with all tiers in `zoneCount` zones. */
export function synthesizeEgress(changes: Partial<EgressFirewallProps> = {}, zoneCount = 2): TerraformJson {
  return synthesizeIn((stack) => {
    new EgressFirewall(stack, "egress_firewall", {
      name: "studio-perimeter-test",
      network: addNetwork(stack, { subnets: plan(zoneCount) }),
      allowList: [{ name: "github.com", match: "exact" }],
      protections: false,
      logsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/logs",
      logRetentionDays: 90,
      ...changes,
    });
  });
}
