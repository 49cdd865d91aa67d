import { type AddressSet, nowhere } from "../ip/address-space";
import { blocksOf, type Configuration, type Json, type JsonObject, type Resource } from "../terraform/configuration";
import { referenced } from "../terraform/references/back-references";
import type { Evidence } from "../verdict/claim";
import { candidates, evaluate, type Fate, inEngineOrder, type StatefulPolicy } from "./evaluate-flow";
import { type RuleOrder, readStatefulGroup, type StatefulGroup } from "./rule-group";
import {
  matchesStateless,
  readStatelessRules,
  type StatelessAction,
  type StatelessRule,
  statelessAction,
} from "./stateless";
import type { Traffic } from "./suricata/flow";
import { readPolicyVariables } from "./suricata/read-variables";

/** An `aws_networkfirewall_firewall_policy` with everything that it refers to, ready to be run. */
export interface Policy {
  readonly address: string;
  readonly groupAddresses: readonly string[];
  readonly statelessRules: readonly StatelessRule[];
  readonly statelessDefault: StatelessAction;
  readonly fragmentDefault: StatelessAction;
  readonly stateful: StatefulPolicy;
  readonly streamExceptionPolicy: string;
  /** `HOME_NET`: whom the policy takes for its own side. */
  readonly home: AddressSet;
  /** What was not understood; a claim over this policy is undecided unless it is violated anyway. */
  readonly doubts: readonly Evidence[];
}

/** Reads a policy for a firewall that stands in a VPC with these addresses. */
export function readPolicy(
  configuration: Configuration,
  resource: Resource,
  vpcAddresses: AddressSet | undefined,
): Policy {
  const [block] = blocksOf(resource.values.firewall_policy);
  const [options] = blocksOf(block?.stateful_engine_options);
  const order: RuleOrder = options?.rule_order === "STRICT_ORDER" ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER";
  const variables = readPolicyVariables(configuration, block, vpcAddresses);
  const stateless = references(configuration, block?.stateless_rule_group_reference);
  const stateful = references(configuration, block?.stateful_rule_group_reference);
  const groups = stateful.found.map((group) => readStatefulGroup(configuration, group, variables));
  const doubts = [...stateless.doubts, ...stateful.doubts, ...tlsInspection(block), ...mixedOrders(groups, order)];
  return {
    address: resource.address,
    groupAddresses: [...stateless.found, ...stateful.found].map((group) => group.address),
    statelessRules: stateless.found.flatMap(readStatelessRules),
    statelessDefault: statelessAction(block?.stateless_default_actions),
    fragmentDefault: statelessAction(block?.stateless_fragment_default_actions),
    stateful: {
      order,
      rules: inEngineOrder(
        groups.flatMap((group) => group.rules),
        order,
      ),
      defaultActions: texts(block?.stateful_default_actions),
    },
    home: variables.addresses.get("HOME_NET") ?? nowhere,
    streamExceptionPolicy: String(options?.stream_exception_policy ?? "DROP"),
    doubts: [
      ...doubts.map((text) => ({ text, addresses: [resource.address] })),
      ...groups.flatMap((group) => group.doubts),
    ],
  };
}

/** Runs a flow through the stateless rules and, where they forward it, through the stateful ones. */
export function fateOf(
  policy: Policy,
  traffic: Traffic,
  rules = candidates(policy.stateful, traffic.flow.transport, traffic),
): Fate {
  const fates = statelessActions(policy, traffic).map(
    ({ action, by }): Fate =>
      action === "forward" ? evaluate(policy.stateful, traffic, rules) : { kind: kinds[action], by },
  );
  const [fate, other] = [fates[0], fates.find(({ kind }) => kind !== fates[0]?.kind)];
  if (fate === undefined || other === undefined) {
    return fate ?? { kind: "unclear", by: "no stateless action" };
  }
  return { kind: "unclear", by: `${fate.by} may decide it, else ${other.by}` };
}

const kinds = { pass: "passes", drop: "blocked", unknown: "unclear" } as const;

/** What the stateless engine may do: more than one thing where a rule before the deciding one might match. */
function statelessActions(
  policy: Policy,
  traffic: Traffic,
): readonly { readonly action: StatelessAction; readonly by: string }[] {
  const matches = policy.statelessRules.map((rule) => ({ rule, match: matchesStateless(rule, traffic) }));
  const decided = matches.findIndex(({ match }) => match === "yes");
  const reached = (decided < 0 ? matches : matches.slice(0, decided + 1)).filter(({ match }) => match !== "no");
  const actions = reached.map(({ rule }) => ({
    action: rule.action,
    by: `stateless rule of priority ${rule.priority}`,
  }));
  const last = { action: policy.statelessDefault, by: "the stateless default action" };
  return decided < 0 ? [...actions, last] : actions;
}

/** Rule groups of AWS's own hold drops and alerts only, so they can pass nothing. */
const managedGroup = /:aws-managed:stateful-rulegroup\//;

function references(
  configuration: Configuration,
  value: Json | undefined,
): { readonly found: readonly Resource[]; readonly doubts: readonly string[] } {
  const ordered = [...blocksOf(value)].sort((left, right) => Number(left.priority ?? 0) - Number(right.priority ?? 0));
  const arns = ordered.map((reference) => String(reference.resource_arn)).filter((arn) => !managedGroup.test(arn));
  const resolved = arns.map((arn) => ({ arn, group: referenced(configuration, arn) }));
  return {
    found: resolved.flatMap(({ group }) => (group === undefined ? [] : [group])),
    doubts: resolved.flatMap(({ arn, group }) => (group === undefined ? [`rule group ${arn} is not in the JSON`] : [])),
  };
}

/** AWS refuses a policy whose groups are ordered otherwise than itself. */
function mixedOrders(groups: readonly StatefulGroup[], order: RuleOrder): readonly string[] {
  const orders = new Set([order, ...groups.map((group) => group.order)]);
  return orders.size > 1 ? ["rule order of the policy and of its groups differ, which AWS refuses"] : [];
}

function tlsInspection(block: JsonObject | undefined): readonly string[] {
  const arn = block?.tls_inspection_configuration_arn;
  return arn === undefined || arn === null ? [] : ["TLS inspection changes what rules see, and is not modelled"];
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
