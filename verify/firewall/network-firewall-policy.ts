import { emptySet } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import {
  blocksOf,
  type Json,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import {
  type ApplicableRules,
  evaluateStatefulRules,
  type FlowDisposition,
  inEvaluationOrder,
  rulesMatchingAnswers,
  rulesMatchingHeader,
  type StatefulPolicy,
} from "./evaluate-stateful-rules";
import { readRuleGroupReferences } from "./rule-group-references";
import { type RuleOrder, readRuleOrder, readStatefulRuleGroup, type StatefulRuleGroup } from "./stateful-rule-group";
import {
  matchStatelessRule,
  readStatelessAction,
  readStatelessRules,
  type StatelessAction,
  type StatelessRule,
} from "./stateless-rules";
import type { AddressedFlow } from "./suricata/flow";
import { unitedFlowBits, withoutDeadFlowBits } from "./suricata/flow-bits";
import { reversedHeader } from "./suricata/match-rule";
import { readPolicyVariables } from "./suricata/read-rule-variables";
import { dispositionOfDecrypted } from "./tls/decrypted-requests";
import { mayBeDecrypted, readTlsInspectionReference, type TlsInspection } from "./tls/tls-inspection";

/** An `aws_networkfirewall_firewall_policy` with its rule groups and variables, ready for evaluation. */
export interface NetworkFirewallPolicy {
  readonly address: string;
  readonly ruleGroupAddresses: readonly string[];
  readonly statelessRules: readonly StatelessRule[];
  readonly statelessDefault: StatelessAction;
  readonly statelessFragmentDefault: StatelessAction;
  readonly stateful: StatefulPolicy;
  readonly streamExceptionPolicy: string;
  /** `HOME_NET`: the addresses that the policy treats as internal. */
  readonly homeNet: AddressSet;
  /** The TLS inspection configuration of the policy; a policy has at most one. */
  readonly tlsInspections: readonly TlsInspection[];
  /** Parts that could not be resolved. They keep a claim about this policy from being proved. */
  readonly doubts: readonly Evidence[];
}

/** Reads the policy of a firewall in a VPC with these addresses. */
export function readNetworkFirewallPolicy(
  configuration: TerraformConfiguration,
  resource: Resource,
  vpcAddresses: AddressSet | undefined,
): NetworkFirewallPolicy {
  const [block] = blocksOf(resource.values.firewall_policy);
  const [options] = blocksOf(block?.stateful_engine_options);
  const order = readRuleOrder(options?.rule_order);
  const variables = readPolicyVariables(configuration, block, vpcAddresses);
  const stateless = readRuleGroupReferences(configuration, block?.stateless_rule_group_reference, "by priority");
  const stateful = readRuleGroupReferences(
    configuration,
    block?.stateful_rule_group_reference,
    order === "STRICT_ORDER" ? "by priority" : "by action",
  );
  const groups = stateful.found.map((group) => readStatefulRuleGroup(configuration, group, variables));
  const tls = readTlsInspectionReference(configuration, block?.tls_inspection_configuration_arn);
  const doubts = [
    ...stateless.doubts,
    ...stateful.doubts,
    ...(tls.kind === "unknown" ? [`the TLS inspection configuration ${tls.arn} is not in the JSON`] : []),
    ...conflictingRuleOrders(groups, order),
  ];
  // Groups that AWS manages and groups elsewhere may set every bit.
  const isWhole = stateful.found.length === blocksOf(block?.stateful_rule_group_reference).length;
  const rules = inEvaluationOrder(
    withoutDeadFlowBits(
      groups.flatMap((group) => group.rules),
      isWhole ? unitedFlowBits(groups.map(({ flowBits }) => flowBits)) : "any",
    ),
    order ?? "DEFAULT_ACTION_ORDER",
  );
  return {
    address: resource.address,
    ruleGroupAddresses: [...stateless.found, ...stateful.found].map((group) => group.address),
    statelessRules: stateless.found.flatMap((group) => readStatelessRules(configuration, group)),
    statelessDefault: readStatelessAction(block?.stateless_default_actions),
    statelessFragmentDefault: readStatelessAction(block?.stateless_fragment_default_actions),
    stateful: {
      order: order ?? "DEFAULT_ACTION_ORDER",
      rules,
      defaultActions: stringItems(block?.stateful_default_actions),
    },
    homeNet: variables.addresses.get("HOME_NET") ?? emptySet,
    streamExceptionPolicy: jsonText(options?.stream_exception_policy ?? "DROP"),
    tlsInspections: tls.kind === "found" ? [tls.inspection] : [],
    doubts: [
      ...doubts.map((text) => ({ text, addresses: [resource.address] })),
      ...groups.flatMap((group) => group.doubts),
    ],
  };
}

/**
 * Evaluates a flow by the stateless rules and, where they forward it, by the stateful rules.
 *
 * @param rules stateful rules with a matching header; default: computed from the policy
 */
export function dispositionOf(
  policy: NetworkFirewallPolicy,
  traffic: AddressedFlow,
  rules: ApplicableRules = applicableRules(policy.stateful, traffic),
): FlowDisposition {
  const answers = statelessActions(policy, { ...traffic, ...reversedHeader(traffic) });
  const dispositions = statelessActions(policy, traffic).flatMap(({ action, by }): readonly FlowDisposition[] =>
    action === "forward"
      ? answers.map((answer) => dispositionOfForwarded(policy, traffic, rules, answer))
      : [{ kind: dispositionByStatelessAction[action], decidedBy: by }],
  );
  const [disposition, other] = [dispositions[0], dispositions.find(({ kind }) => kind !== dispositions[0]?.kind)];
  if (disposition === undefined || other === undefined) {
    return disposition ?? { kind: "undecided", decidedBy: "no stateless action applies" };
  }
  return { kind: "undecided", decidedBy: `${disposition.decidedBy} may decide, else ${other.decidedBy}` };
}

/**
 * The disposition of a flow that the stateless engine forwards, by what it does with the answers. Without the answers, the
 * stateful engine never sees a TCP connection as established.
 */
function dispositionOfForwarded(
  policy: NetworkFirewallPolicy,
  traffic: AddressedFlow,
  rules: ApplicableRules,
  answer: { readonly action: StatelessAction; readonly by: string },
): FlowDisposition {
  if (answer.action === "drop" && traffic.flow.transport === "tcp") {
    return { kind: "blocked", decidedBy: `${answer.by} drops the answers` };
  }
  return answer.action === "forward" || answer.action === "drop"
    ? dispositionByStatefulRules(policy, traffic, rules)
    : { kind: "undecided", decidedBy: `${answer.by} passes the answers, so the stateful rules see one direction only` };
}

/** A connection that the firewall decrypts is evaluated by its server name, and by the requests that it may carry. */
function dispositionByStatefulRules(
  { stateful, tlsInspections }: NetworkFirewallPolicy,
  traffic: AddressedFlow,
  rules: ApplicableRules,
): FlowDisposition {
  const disposition = evaluateStatefulRules(stateful, traffic, rules);
  return mayBeDecrypted(tlsInspections, traffic) ? dispositionOfDecrypted(stateful, traffic, disposition) : disposition;
}

function applicableRules(policy: StatefulPolicy, traffic: AddressedFlow): ApplicableRules {
  const { transport } = traffic.flow;
  return {
    toServer: rulesMatchingHeader(policy, transport, traffic),
    toClient: rulesMatchingAnswers(policy, transport, traffic),
  };
}

const dispositionByStatelessAction = { pass: "passes", drop: "blocked", unknown: "undecided" } as const;

/** The actions that the stateless engine may apply to packets of the client. Several when a rule before the deciding one may match. */
export function statelessActions(
  policy: NetworkFirewallPolicy,
  traffic: AddressedFlow,
): readonly { readonly action: StatelessAction; readonly by: string }[] {
  const matches = policy.statelessRules.map((rule) => ({ rule, match: matchStatelessRule(rule, traffic) }));
  const decided = matches.findIndex(({ match }) => match === "yes");
  const reached = (decided < 0 ? matches : matches.slice(0, decided + 1)).filter(({ match }) => match !== "no");
  const actions = reached.map(({ rule }) => ({
    action: rule.action,
    by: `stateless rule of priority ${rule.priority}`,
  }));
  const last = { action: policy.statelessDefault, by: "the stateless default action" };
  return decided < 0 ? [...actions, last] : actions;
}

/** Groups of one policy have one order. AWS refuses groups of another order, and an order that is not known may be either. */
function conflictingRuleOrders(groups: readonly StatefulRuleGroup[], order: RuleOrder | undefined): readonly string[] {
  const orders = new Set([order, ...groups.map((group) => group.order)]);
  if (orders.has(undefined)) {
    return ["the rule order of the policy or a rule group is not in the JSON"];
  }
  return orders.size > 1 ? ["the rule orders of the policy and its rule groups differ, which AWS rejects"] : [];
}

function stringItems(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map((item) => jsonText(item)) : [];
}
