import { createHash } from "node:crypto";
import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { type AllowListEntry, compileSuricataRules } from "./suricata-rules";

/** Props of {@link FirewallPolicy}. */
export interface FirewallPolicyProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Domains and ports that Studio may reach. */
  readonly allowList: readonly AllowListEntry[];
  /** CIDR blocks of the Suricata variable HOME_NET. */
  readonly homeCidrBlocks: readonly string[];
  /**
   * ARN of the KMS key that encrypts policy and rules at rest.
   * @default - an AWS owned key
   */
  readonly keyArn?: string;
}

/** Every packet goes to the stateful engine. */
const STATELESS_DEFAULT_ACTIONS = ["aws:forward_to_sfe"];

/**
 * Drops client packets that no rule passed, once the application protocol is known, so that a TLS client hello in several
 * packets is complete. The alert action logs the drops.
 */
const STATEFUL_DEFAULT_ACTIONS = [
  "aws:drop_established_app_layer_to_server",
  "aws:alert_established_app_layer_to_server",
];

/** The fixed idle timeout of a NAT gateway. */
const TCP_IDLE_TIMEOUT_SECONDS = 350;

/** Rule order of policy and rule group. AWS supports no change of it on an existing policy or rule group. */
const RULE_ORDER = "STRICT_ORDER";

/**
 * A firewall policy with strict rule order and one rule group that is compiled from the allow-list.
 *
 * Capacity, type and rule order are immutable. Both names contain a hash of these values and both resources have
 * `create_before_destroy`: a rule group cannot be deleted while a policy uses it (hashicorp/terraform-provider-aws#19616).
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html
 */
export class FirewallPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FirewallPolicyProps) {
    super(scope, id);
    const { name } = props.context;
    const ruleGroup = this.allowListGroup(props);
    const policy = new NetworkfirewallFirewallPolicy(this, "strict", {
      name: nameWithContentHash(`${name}-egress`, { ruleOrder: RULE_ORDER }),
      description: "Passes TLS to the domains of the allow-list; drops and logs all other traffic.",
      firewallPolicy: {
        statelessDefaultActions: STATELESS_DEFAULT_ACTIONS,
        statelessFragmentDefaultActions: STATELESS_DEFAULT_ACTIONS,
        statefulDefaultActions: STATEFUL_DEFAULT_ACTIONS,
        statefulEngineOptions: {
          ruleOrder: RULE_ORDER,
          streamExceptionPolicy: "REJECT",
          flowTimeouts: { tcpIdleTimeoutSeconds: TCP_IDLE_TIMEOUT_SECONDS },
        },
        policyVariables: {
          ruleVariables: [{ key: "HOME_NET", ipSet: { definition: [...props.homeCidrBlocks] } }],
        },
        statefulRuleGroupReference: [{ priority: 1, resourceArn: ruleGroup.arn }],
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${name}-egress` },
    });
    this.arn = policy.arn;
  }

  private allowListGroup(props: FirewallPolicyProps): NetworkfirewallRuleGroup {
    const { rules, capacity } = compileSuricataRules(props.allowList);
    const { name } = props.context;
    const type = "STATEFUL";
    return new NetworkfirewallRuleGroup(this, "allow_list", {
      name: nameWithContentHash(`${name}-allow-list`, { type, capacity, ruleOrder: RULE_ORDER }),
      description: "Compiled from the allow-list of the environment.",
      type,
      capacity,
      ruleGroup: {
        rulesSource: { rulesString: rules },
        statefulRuleOptions: { ruleOrder: RULE_ORDER },
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${name}-allow-list` },
    });
  }
}

/** A name with a hash of the immutable values, so that old and new resource can exist at the same time. */
function nameWithContentHash(prefix: string, parts: Readonly<Record<string, string | number>>): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8)}`;
}

/** The argument `encryption_configuration` of firewall, policy and rule group. */
export function customerKeyEncryption(keyArn: string | undefined): {
  encryptionConfiguration?: { type: string; keyId: string };
} {
  return keyArn === undefined ? {} : { encryptionConfiguration: { type: "CUSTOMER_KMS", keyId: keyArn } };
}
