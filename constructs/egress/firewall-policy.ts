import { createHash } from "node:crypto";
import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { Construct } from "constructs";
import { type AllowListEntry, compileSuricataRules } from "./suricata-rules";

export interface FirewallPolicyProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  /** What may be reached. */
  readonly allowList: readonly AllowListEntry[];
  /** CIDR blocks of the addresses that the firewall sees as its own side. */
  readonly homeCidrBlocks: readonly string[];
  /**
   * ARN of the key that encrypts policy and rules at rest.
   * @default - a key that AWS owns
   */
  readonly keyArn?: string;
}

/** What Network Firewall does to the first packets of a flow before any rule could know its name. */
const STATELESS_DEFAULT_ACTIONS = ["aws:forward_to_sfe"];

/**
 * Drops what no rule passed, from the client's side, once the application layer is known: a hello that spans several
 * packets is waited for. The alert twin logs what the drop drops; without it the drop is silent.
 */
const STATEFUL_DEFAULT_ACTIONS = [
  "aws:drop_established_app_layer_to_server",
  "aws:alert_established_app_layer_to_server",
];

/** A NAT gateway forgets an idle connection after 350 seconds and no setting changes that. */
const TCP_IDLE_TIMEOUT_SECONDS = 350;

/** Can never be changed on a policy or rule group, and must be the same on both. */
const RULE_ORDER = "STRICT_ORDER";

/**
 * A firewall policy with strict order whose one rule group is compiled from the allow-list.
 *
 * Capacity, type and rule order can never be changed in place. Both names carry a hash of what is immutable and both
 * resources are replaced by creating first: a rule group cannot be deleted while a policy refers to it
 * (hashicorp/terraform-provider-aws#19616).
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-policy-settings.html
 */
export class FirewallPolicy extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FirewallPolicyProps) {
    super(scope, id);
    const ruleGroup = this.allowListGroup(props);
    const policy = new NetworkfirewallFirewallPolicy(this, "strict", {
      name: nameWithContentHash(`${props.name}-egress`, { ruleOrder: RULE_ORDER }),
      description: "Passes what the allow-list names, drops and logs everything else.",
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
      tags: { Name: `${props.name}-egress` },
    });
    this.arn = policy.arn;
  }

  private allowListGroup(props: FirewallPolicyProps): NetworkfirewallRuleGroup {
    const { rules, capacity } = compileSuricataRules(props.allowList);
    const type = "STATEFUL";
    return new NetworkfirewallRuleGroup(this, "allow_list", {
      name: nameWithContentHash(`${props.name}-allow-list`, { type, capacity, ruleOrder: RULE_ORDER }),
      description: "Compiled from the allow-list of the environment.",
      type,
      capacity,
      ruleGroup: {
        rulesSource: { rulesString: rules },
        statefulRuleOptions: { ruleOrder: RULE_ORDER },
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${props.name}-allow-list` },
    });
  }
}

/** A name that changes with what cannot change under it, so that old and new can exist side by side. */
function nameWithContentHash(prefix: string, parts: Readonly<Record<string, string | number>>): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8)}`;
}

/** The `encryption_configuration` argument of firewall, policy and rule group. */
export function customerKeyEncryption(keyArn: string | undefined): {
  encryptionConfiguration?: { type: string; keyId: string };
} {
  return keyArn === undefined ? {} : { encryptionConfiguration: { type: "CUSTOMER_KMS", keyId: keyArn } };
}
