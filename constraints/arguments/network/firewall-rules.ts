import { parseCidr } from "../../../ip/cidr";
import { parseIpAddress } from "../../../ip/ip-address";
import {
  blocksOf,
  isObject,
  isSurelySet,
  listOf,
  literalNumber,
  literalText,
  type Values,
} from "../../configuration/terraform-values";
import { ruleCount } from "../../suricata/suricata-grammar";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import { rulesTexts } from "./suricata-rules";

const STATELESS_ACTIONS = ["aws:pass", "aws:drop", "aws:forward_to_sfe"];
const STRICT_ACTIONS = [
  "aws:drop_strict",
  "aws:drop_established",
  "aws:drop_established_app_layer",
  "aws:drop_established_app_layer_to_server",
  "aws:alert_strict",
  "aws:alert_established",
  "aws:alert_established_app_layer",
  "aws:alert_established_app_layer_to_server",
];
/** The longest text of rules of a stateful rule group, in bytes. */
const MOST_RULE_BYTES = 2_000_000;
const ACTIONS_PAGE =
  "https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html";

/** Rules of policies, rule groups and logs of Network Firewall. */
export const firewallRules: readonly ArgumentRule[] = [
  {
    types: ["aws_networkfirewall_firewall_policy"],
    page: ACTIONS_PAGE,
    check: ({ firewall_policy }) => blocksOf(firewall_policy).flatMap(policyProblems),
  },
  {
    types: ["aws_networkfirewall_rule_group"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html",
    check: (values) => sizeProblems(values),
  },
  {
    types: ["aws_networkfirewall_rule_group"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_RulesSource.html",
    check: ({ type, rule_group }) =>
      blocksOf(rule_group).flatMap(({ rules_source }) =>
        blocksOf(rules_source).flatMap((source) => sourceProblems(literalText(type), source)),
      ),
  },
  {
    types: ["aws_networkfirewall_rule_group", "aws_networkfirewall_firewall_policy"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_IPSet.html",
    check: ({ rule_group, firewall_policy }) => [
      ...blocksOf(rule_group).flatMap(({ rule_variables }) =>
        blockListProblems("rule_group.rule_variables", rule_variables),
      ),
      ...blocksOf(firewall_policy).flatMap(({ policy_variables }) => policyVariableProblems(policy_variables)),
    ],
  },
  {
    types: ["aws_networkfirewall_logging_configuration"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_LogDestinationConfig.html",
    check: ({ logging_configuration }) =>
      blocksOf(logging_configuration).flatMap(({ log_destination_config }) =>
        loggingProblems(blocksOf(log_destination_config)),
      ),
  },
];

/** Sources of rules, of which a group has one: those of packets in stateless groups, the others in stateful ones. */
const STATELESS_SOURCE = "stateless_rules_and_custom_actions";
const STATEFUL_SOURCES = ["rules_source_list", "rules_string", "stateful_rule"];

function sourceProblems(type: string | undefined, source: Values): readonly RuleProblem[] {
  const present = [STATELESS_SOURCE, ...STATEFUL_SOURCES].filter((name) => isSurelySet(source[name]));
  const allowed = type === "STATELESS" ? [STATELESS_SOURCE] : STATEFUL_SOURCES;
  const misplaced = type === undefined ? undefined : present.find((name) => !allowed.includes(name));
  const targets = blocksOf(source.rules_source_list).flatMap(({ targets: names }) => listOf(names).map(literalText));
  return [
    ...problemIf(present.length > 1, {
      argument: `rule_group.rules_source.${present[1]}`,
      problem: `cannot be set together with ${present[0]}`,
      remedy: "keep one source of rules",
    }),
    ...problemIf(misplaced !== undefined, {
      argument: `rule_group.rules_source.${misplaced}`,
      problem: `is no source of a rule group of the type ${type}`,
      remedy: `use ${allowed.join(" or ")}, or the other type`,
    }),
    ...targets
      .filter((target) => target !== undefined && !/^\.?(?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+$/.test(target))
      .map((value) => ({
        argument: "rule_group.rules_source.rules_source_list.targets",
        problem: "is no domain name",
        value,
        remedy: "use a form such as example.com, or .example.com with its subdomains",
      })),
  ];
}

/** Blocks of the IP sets of variables. */
function blockListProblems(path: string, variables: unknown): readonly RuleProblem[] {
  return blocksOf(variables)
    .flatMap(({ ip_sets, rule_variables }) => [...blocksOf(ip_sets), ...blocksOf(rule_variables)])
    .flatMap(({ ip_set }) => blocksOf(ip_set).flatMap(({ definition }) => listOf(definition).map(literalText)))
    .filter((text) => text !== undefined && !isBlockOrAddress(text.replace(/^!/, "")))
    .map((value) => ({
      argument: `${path}.ip_set.definition`,
      problem: "is no block and no address",
      value,
      remedy: "use a form such as 10.0.0.0/16",
    }));
}

function isBlockOrAddress(text: string): boolean {
  return parseCidr(text) !== undefined || parseIpAddress(text) !== undefined;
}

/** The default network of a policy is the only variable that it may set. */
function policyVariableProblems(variables: unknown): readonly RuleProblem[] {
  const keys = blocksOf(variables).flatMap(({ rule_variables }) =>
    blocksOf(rule_variables).map(({ key }) => literalText(key)),
  );
  return [
    ...blockListProblems("firewall_policy.policy_variables.rule_variables", variables),
    ...keys
      .filter((key) => key !== undefined && key !== "HOME_NET")
      .map((value) => ({
        argument: "firewall_policy.policy_variables.rule_variables.key",
        problem: "a policy sets HOME_NET alone; EXTERNAL_NET is always the rest",
        value,
        remedy: "use HOME_NET, or set the variable in the rule group",
      })),
  ];
}

/** Keys of a log destination of each kind; the first one is required. */
const DESTINATION_KEYS: Readonly<Record<string, readonly string[]>> = {
  S3: ["bucketName", "prefix"],
  CloudWatchLogs: ["logGroup"],
  KinesisDataFirehose: ["deliveryStream"],
};

function loggingProblems(destinations: readonly Values[]): readonly RuleProblem[] {
  const argument = "logging_configuration.log_destination_config";
  const types = destinations.map(({ log_type }) => literalText(log_type));
  return [
    ...types
      .filter((type, at) => type !== undefined && types.indexOf(type) < at)
      .map((value) => ({
        argument: `${argument}.log_type`,
        problem: "two destinations have this type",
        value,
        remedy: "keep one destination of each type",
      })),
    ...destinations.flatMap(({ log_destination_type, log_destination }) => {
      const keys = DESTINATION_KEYS[literalText(log_destination_type) ?? ""];
      const present = isObject(log_destination) ? Object.keys(log_destination) : undefined;
      const fits =
        keys?.every((key, at) => at > 0 || present?.includes(key)) && present?.every((key) => keys.includes(key));
      return problemIf(keys !== undefined && present !== undefined && fits === false, {
        argument: `${argument}.log_destination`,
        problem: `a destination of the type ${String(log_destination_type)} has the key ${keys?.[0]}`,
        value: present?.join(", "),
        remedy: "correct the key",
      });
    }),
  ];
}

function policyProblems(policy: Values): readonly RuleProblem[] {
  const [engine] = blocksOf(policy.stateful_engine_options);
  const order = literalText(engine?.rule_order ?? "DEFAULT_ACTION_ORDER");
  const custom = blocksOf(policy.stateless_custom_action).map(({ action_name }) => action_name);
  const defaults = listOf(policy.stateful_default_actions);
  const drops = defaults.map(literalText).filter((action) => action?.startsWith("aws:drop_"));
  return [
    ...["stateless_default_actions", "stateless_fragment_default_actions"].flatMap((argument) => {
      const actions = listOf(policy[argument]).map(literalText);
      return [
        ...actions
          .filter((action) => action !== undefined && !STATELESS_ACTIONS.includes(action) && !custom.includes(action))
          .map((action) => ({
            argument: `firewall_policy.${argument}`,
            problem: "is no stateless action",
            value: action,
            remedy: `use ${STATELESS_ACTIONS.join(", ")} or a custom action of the policy`,
          })),
        ...problemIf(actions.filter((action) => STATELESS_ACTIONS.includes(action ?? "")).length > 1, {
          argument: `firewall_policy.${argument}`,
          problem: "must have one of the actions pass, drop and forward",
          remedy: "keep one",
        }),
      ];
    }),
    ...problemIf(order === "DEFAULT_ACTION_ORDER" && defaults.length > 0, {
      argument: "firewall_policy.stateful_default_actions",
      problem: "default actions need the rule order STRICT_ORDER",
      remedy: "set stateful_engine_options.rule_order, or remove them",
    }),
    ...defaults
      .map(literalText)
      .filter((action) => action !== undefined && !STRICT_ACTIONS.includes(action))
      .map((action) => ({
        argument: "firewall_policy.stateful_default_actions",
        problem: "is no stateful default action",
        value: action,
        remedy: `use one of ${STRICT_ACTIONS.join(", ")}`,
      })),
    ...problemIf(drops.length > 1, {
      argument: "firewall_policy.stateful_default_actions",
      problem: "must have one action that drops",
      value: drops.join(", "),
      remedy: "keep one of them",
    }),
    ...priorityProblems(
      "stateful_rule_group_reference",
      policy,
      order === "STRICT_ORDER" ? "by priority" : "by action",
    ),
    ...priorityProblems("stateless_rule_group_reference", policy, "by priority"),
  ];
}

/** @param order what orders the rule groups: their priorities, or the actions of their rules */
function priorityProblems(name: string, policy: Values, order: "by priority" | "by action"): readonly RuleProblem[] {
  const isOrdered = order === "by priority";
  const groups = blocksOf(policy[name]);
  const priorities = groups.map(({ priority }) => literalNumber(priority));
  const argument = `firewall_policy.${name}.priority`;
  return [
    ...priorities
      .filter((priority, at) => priority !== undefined && priorities.indexOf(priority) < at)
      .map((value) => ({ argument, problem: "two rule groups have this priority", value, remedy: "change one" })),
    ...problemIf(isOrdered && groups.some(({ priority }) => priority === undefined || priority === null), {
      argument,
      problem: "is required in strict order",
      remedy: "set it",
    }),
    ...problemIf(!isOrdered && priorities.some((priority) => priority !== undefined), {
      argument,
      problem: "must not be set without the rule order STRICT_ORDER",
      remedy: "remove it, or set the rule order",
    }),
  ];
}

function sizeProblems(values: Values): readonly RuleProblem[] {
  const capacity = literalNumber(values.capacity);
  return rulesTexts(values).flatMap(({ argument, text }) => [
    ...problemIf(capacity !== undefined && ruleCount(text) > capacity, {
      argument: "capacity",
      problem: `must hold the ${ruleCount(text)} rules of the group`,
      value: capacity,
      remedy: "raise it, in a new rule group",
    }),
    ...problemIf(Buffer.byteLength(text) > MOST_RULE_BYTES, {
      argument,
      problem: `must have at most ${MOST_RULE_BYTES} bytes, but has ${Buffer.byteLength(text)}`,
      remedy: "split the rule group",
    }),
    ...problemIf(text.trim() === "", { argument, problem: "has no rule", remedy: "add one" }),
  ]);
}
