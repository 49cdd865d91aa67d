import { createHash } from "node:crypto";
import { NetworkfirewallFirewallPolicy } from "@cdktf/provider-aws/lib/networkfirewall-firewall-policy";
import { NetworkfirewallRuleGroup } from "@cdktf/provider-aws/lib/networkfirewall-rule-group";
import { Construct } from "constructs";
import type { ManagedRuleGroupName } from "../../aws/managed-rule-groups";
import type { PerimeterContext } from "../context/perimeter-context";
import { compileOwnRules, type OwnFirewallRule, statelessCapacity, statelessDropRules } from "./own-rules";
import { type AllowListEntry, allowListPorts, compileSuricataRules } from "./suricata-rules";
import { createTlsInspection, type TlsInspectionSettings } from "./tls-inspection";

/** Props of {@link FirewallPolicy}. */
export interface FirewallPolicyProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** Domains and ports that Studio may reach. */
  readonly allowList: readonly AllowListEntry[];
  /** CIDR blocks of the Suricata variable HOME_NET. */
  readonly homeCidrBlocks: readonly string[];
  /**
   * ARN of the KMS key that encrypts policy and rules at rest.
   * @default - an AWS owned key
   */
  readonly keyArn?: string;
  /**
   * Rule groups that AWS manages, evaluated before the allow-list.
   * @default - none
   */
  readonly managedRuleGroups?: readonly ManagedRuleGroupChoice[];
  /**
   * Rules that drop, reject or alert, evaluated before the managed groups and the allow-list.
   * @default - none
   */
  readonly rules?: readonly OwnFirewallRule[];
  /**
   * How the firewall decrypts TLS from HOME_NET to the ports of the allow-list.
   * @default - TLS is not decrypted
   */
  readonly tlsInspection?: TlsInspectionSettings;
}

/** A rule group that AWS manages; `alert` turns its drops into alerts. */
export interface ManagedRuleGroupChoice {
  readonly name: ManagedRuleGroupName;
  readonly action: "drop" | "alert";
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

/** Immutable capacities of the groups of own rules, with room for changes. */
const OWN_RULES_CAPACITY = 100;
const STATELESS_CAPACITY_STEP = 500;

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
    const statelessGroup = this.statelessGroup(props);
    const groups = [...this.ownRuleGroups(props), ...managedGroups(props), { arn: this.allowListGroup(props).arn }];
    const inspection = this.tlsInspection(props);
    const policy = new NetworkfirewallFirewallPolicy(this, "strict", {
      // AWS adds TLS inspection to a new policy only.
      name: nameWithContentHash(`${name}-egress`, {
        ruleOrder: RULE_ORDER,
        ...(inspection === undefined ? {} : { tlsInspection: "on" }),
      }),
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
        // Strict order: a flow that the allow-list passes is not evaluated any further, so it is the last group.
        statefulRuleGroupReference: groups.map(({ arn, override }, index) => ({
          priority: index + 1,
          resourceArn: arn,
          ...(override === undefined ? {} : { override }),
        })),
        ...(statelessGroup === undefined
          ? {}
          : { statelessRuleGroupReference: [{ priority: 1, resourceArn: statelessGroup.arn }] }),
        ...(inspection === undefined ? {} : { tlsInspectionConfigurationArn: inspection.arn }),
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${name}-egress` },
    });
    this.arn = policy.arn;
  }

  private tlsInspection({ context, tlsInspection, allowList, homeCidrBlocks, keyArn }: FirewallPolicyProps) {
    return tlsInspection === undefined
      ? undefined
      : createTlsInspection(this, {
          ...tlsInspection,
          context,
          ports: allowListPorts(allowList),
          sources: homeCidrBlocks,
          keyArn,
        });
  }

  private ownRuleGroups(props: FirewallPolicyProps): readonly RuleGroupReference[] {
    const rules = (props.rules ?? []).filter((rule) => rule.kind === "stateful");
    if (rules.length === 0) {
      return [];
    }
    const { name } = props.context;
    const type = "STATEFUL";
    const capacity = OWN_RULES_CAPACITY;
    const group = new NetworkfirewallRuleGroup(this, "own_rules", {
      name: nameWithContentHash(`${name}-own-rules`, { type, capacity, ruleOrder: RULE_ORDER }),
      description: "Rules of the environment that drop, reject or alert.",
      type,
      capacity,
      ruleGroup: {
        rulesSource: { rulesString: compileOwnRules(rules) },
        statefulRuleOptions: { ruleOrder: RULE_ORDER },
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${name}-own-rules` },
    });
    return [{ arn: group.arn }];
  }

  private statelessGroup(props: FirewallPolicyProps): NetworkfirewallRuleGroup | undefined {
    const rules = (props.rules ?? []).filter((rule) => rule.kind === "stateless");
    if (rules.length === 0) {
      return undefined;
    }
    const { name } = props.context;
    const type = "STATELESS";
    const capacity = Math.ceil(statelessCapacity(rules) / STATELESS_CAPACITY_STEP) * STATELESS_CAPACITY_STEP;
    return new NetworkfirewallRuleGroup(this, "stateless_rules", {
      name: nameWithContentHash(`${name}-stateless`, { type, capacity }),
      description: "Rules of the environment that drop packets.",
      type,
      capacity,
      ruleGroup: {
        rulesSource: { statelessRulesAndCustomActions: { statelessRule: statelessDropRules(rules) } },
      },
      ...customerKeyEncryption(props.keyArn),
      lifecycle: { createBeforeDestroy: true },
      tags: { Name: `${name}-stateless` },
    });
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

/** A stateful rule group of a policy. */
interface RuleGroupReference {
  readonly arn: string;
  readonly override?: { readonly action: "DROP_TO_ALERT" };
}

/** @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html */
function managedGroups({ context, managedRuleGroups = [] }: FirewallPolicyProps): readonly RuleGroupReference[] {
  const { partition, region } = context.account;
  return managedRuleGroups.map(({ name, action }) => ({
    arn: `arn:${partition}:network-firewall:${region}:aws-managed:stateful-rulegroup/${name}StrictOrder`,
    ...(action === "alert" ? { override: { action: "DROP_TO_ALERT" } as const } : {}),
  }));
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
