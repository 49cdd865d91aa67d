import { blocksOf, isSet, listOf, literalNumber, literalText, type Values } from "../configuration/terraform-values";
import { ruleCount, suricataFaults } from "../suricata/suricata-grammar";
import { type ArgumentRule, problemIf, type RuleProblem } from "./argument-rule";

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

/** It also says that only TCP is decrypted, and what a check of revoked certificates needs. */
const CERTIFICATE_PAGE =
  "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_ServerCertificateConfiguration.html";
const TLS_ARGUMENT = "tls_inspection_configuration.server_certificate_configuration";
/** Number of TCP. */
const TCP = 6;

/** Rules of Network Firewall that look at one resource. */
export const firewallRules: readonly ArgumentRule[] = [
  {
    types: ["aws_networkfirewall_firewall_policy"],
    page: ACTIONS_PAGE,
    check: ({ firewall_policy }) => blocksOf(firewall_policy).flatMap(policyProblems),
  },
  {
    types: ["aws_networkfirewall_tls_inspection_configuration"],
    page: CERTIFICATE_PAGE,
    check: ({ tls_inspection_configuration: configuration }) =>
      blocksOf(configuration)
        .flatMap(({ server_certificate_configuration: certificates }) => blocksOf(certificates))
        .flatMap(tlsProblems),
  },
  {
    types: ["aws_networkfirewall_rule_group"],
    page: "https://docs.aws.amazon.com/network-firewall/latest/developerguide/quotas.html",
    check: (values) => sizeProblems(values),
  },
];

/** Faults of the Suricata rules of a rule group, each with the page of its own. */
export const suricataRules = {
  types: ["aws_networkfirewall_rule_group"],
  check(values: Values): readonly (RuleProblem & { readonly source: string })[] {
    const variables = new Set(blocksOf(values.rule_group).flatMap(variableNames));
    return rulesTexts(values).flatMap(({ argument, text }) =>
      suricataFaults(text, variables).map(({ line, problem, remedy, page }) => ({
        argument,
        problem: `the rule in line ${line} ${problem}`,
        remedy,
        source: page,
      })),
    );
  },
};

function tlsProblems(certificate: Values): readonly RuleProblem[] {
  const { certificate_authority_arn: authority, server_certificate: servers, scope } = certificate;
  const arn = literalText(authority);
  const hasAuthority = isSet(authority);
  const protocols = blocksOf(scope).flatMap(({ protocols: numbers }) => listOf(numbers).map(literalNumber));
  return [
    ...problemIf(arn !== undefined && /^arn:[\w-]+:(?!acm:)/.test(arn), {
      argument: `${TLS_ARGUMENT}.certificate_authority_arn`,
      problem: "must be a certificate that was imported into ACM, not one of another service such as AWS Private CA",
      value: arn,
      remedy: "import the authority with its key into ACM, and use arn:...:acm:...:certificate/...",
    }),
    ...problemIf(!hasAuthority && blocksOf(servers).length === 0, {
      argument: TLS_ARGUMENT,
      problem: "has neither an authority for outbound nor a server certificate for inbound connections",
      remedy: "set certificate_authority_arn or server_certificate",
    }),
    ...problemIf(!hasAuthority && blocksOf(certificate.check_certificate_revocation_status).length > 0, {
      argument: `${TLS_ARGUMENT}.check_certificate_revocation_status`,
      problem: "needs a certificate authority: only certificates of outbound connections are checked",
      remedy: "set certificate_authority_arn, or remove it",
    }),
    ...protocols
      .filter((protocol) => protocol !== undefined && protocol !== TCP)
      .map((value) => ({
        argument: `${TLS_ARGUMENT}.scope.protocols`,
        problem: "must be TCP, the only protocol that is decrypted",
        value,
        remedy: "use 6",
      })),
  ];
}

function policyProblems(policy: Values): readonly RuleProblem[] {
  const [engine] = blocksOf(policy.stateful_engine_options);
  const order = literalText(engine?.rule_order ?? "DEFAULT_ACTION_ORDER");
  const custom = blocksOf(policy.stateless_custom_action).map(({ action_name }) => action_name);
  const defaults = listOf(policy.stateful_default_actions);
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
    ...priorityProblems("stateful_rule_group_reference", policy, order === "STRICT_ORDER"),
    ...priorityProblems("stateless_rule_group_reference", policy, true),
  ];
}

function priorityProblems(name: string, policy: Values, isOrdered: boolean): readonly RuleProblem[] {
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

/** Known rule texts; a text with expressions is not checked. */
function rulesTexts({ rules, rule_group }: Values): readonly { readonly argument: string; readonly text: string }[] {
  const nested = blocksOf(rule_group).flatMap(({ rules_source }) => blocksOf(rules_source));
  return [
    { argument: "rules", value: rules },
    ...nested.map(({ rules_string }) => ({ argument: "rule_group.rules_source.rules_string", value: rules_string })),
  ].flatMap(({ argument, value }) => {
    const text = literalText(value);
    return text === undefined ? [] : [{ argument, text }];
  });
}

function variableNames({ rule_variables }: Values): readonly string[] {
  return blocksOf(rule_variables).flatMap(({ ip_sets, port_sets }) =>
    [...blocksOf(ip_sets), ...blocksOf(port_sets)].flatMap(({ key }) => literalText(key) ?? []),
  );
}
