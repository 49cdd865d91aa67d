import { resolveText } from "../terraform/references/resolve-text";
import {
  blocksOf,
  type Json,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { compileRule } from "./suricata/compile-rule";
import { expandDomainList, isSupportedDomainList, readDomainList } from "./suricata/domain-list";
import { readFiveTupleRule } from "./suricata/five-tuple";
import { type FlowBits, flowBitsSetBy } from "./suricata/flow-bits";
import { formatSuricataRule, parseSuricataRules } from "./suricata/grammar/parse-rules";
import { readRuleGroupVariables } from "./suricata/read-rule-variables";
import type { RuleVariables } from "./suricata/rule-variables";
import type { ParsedRule, SuricataRule } from "./suricata/suricata-rule";

/** The order in which the stateful engine evaluates rules. */
export type RuleOrder = "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";

/** The stateful rules of one rule group, and the parts that could not be resolved. */
export interface StatefulRuleGroup {
  /** In the order in which the group lists them. */
  readonly rules: readonly SuricataRule[];
  /** Absent when the JSON does not resolve it. */
  readonly order?: RuleOrder;
  /** Bits of a flow that its rules may set. */
  readonly flowBits: FlowBits;
  readonly doubts: readonly Evidence[];
}

/** Reads an `aws_networkfirewall_rule_group` of type STATEFUL, with the variables of its policy. */
export function readStatefulRuleGroup(
  configuration: TerraformConfiguration,
  group: Resource,
  policyVariables: RuleVariables,
): StatefulRuleGroup {
  const [block] = blocksOf(group.values.rule_group);
  const [options] = blocksOf(block?.stateful_rule_options);
  const order = readRuleOrder(options?.rule_order);
  const variables = readRuleGroupVariables(configuration, block, policyVariables);
  const written = parseRuleSources(configuration, group, block, order ?? "DEFAULT_ACTION_ORDER");
  const compiled = written.rules.map((rule) => compileRule(rule, group.address, variables));
  const faults = compiled.flatMap((result) => (result.kind === "error" ? [result.text] : []));
  const problems = [...written.problems, ...faults, ...unsupportedPriorities(written.rules, order)];
  return {
    ...(order === undefined ? {} : { order }),
    rules: compiled.flatMap((result) => (result.kind === "rule" ? [result.rule] : [])),
    flowBits: flowBitsSetBy(written.rules),
    doubts: problems.map((text) => ({ text, addresses: [group.address] })),
  };
}

const ruleOrders: readonly RuleOrder[] = ["STRICT_ORDER", "DEFAULT_ACTION_ORDER"];

/** The default of AWS is action order; `undefined` for a value that the JSON does not resolve. */
export function readRuleOrder(value: Json | undefined): RuleOrder | undefined {
  return ruleOrders.find((order) => order === (value ?? "DEFAULT_ACTION_ORDER"));
}

/**
 * AWS refuses the keyword under strict order.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-limitations-caveats.html
 */
function unsupportedPriorities(rules: readonly ParsedRule[], order: RuleOrder | undefined): readonly string[] {
  const hasPriority = rules.some(({ options }) => options.some(({ keyword }) => keyword === "priority"));
  return hasPriority && order !== "DEFAULT_ACTION_ORDER"
    ? ["a rule has the keyword priority, which AWS refuses under strict order"]
    : [];
}

interface ParsedRuleSources {
  readonly rules: readonly ParsedRule[];
  readonly problems: readonly string[];
}

/** A rule group declares its rules in one of four arguments. A group without any gives a problem. */
function parseRuleSources(
  configuration: TerraformConfiguration,
  group: Resource,
  block: JsonObject | undefined,
  order: RuleOrder,
): ParsedRuleSources {
  const sources = blocksOf(block?.rules_source);
  const texts = [group.values.rules, ...sources.map((source) => source.rules_string)].filter(
    (text) => text !== undefined && text !== null,
  );
  const lists = sources.flatMap((source) => blocksOf(source.rules_source_list));
  const tuples = sources.flatMap((source) => blocksOf(source.stateful_rule));
  const parts = [
    ...texts.map((text) => rulesOfText(configuration, text)),
    ...lists.map((list) => rulesOfDomainList(list, order)),
    rulesOfFiveTuples(tuples),
  ];
  if (texts.length + lists.length + tuples.length === 0) {
    return { rules: [], problems: ["the rule group declares no rules"] };
  }
  return { rules: parts.flatMap((part) => part.rules), problems: parts.flatMap((part) => part.problems) };
}

function rulesOfText(configuration: TerraformConfiguration, value: JsonObject[string] | undefined): ParsedRuleSources {
  const text = resolveText(configuration, value);
  if (text.kind === "unresolved") {
    return { rules: [], problems: [`the rules text depends on ${text.expression}, which the JSON does not resolve`] };
  }
  const parsed = parseSuricataRules(text.text);
  return {
    rules: parsed.rules,
    problems: parsed.invalidLines.map(
      ({ line, reason }) => `a line that this program and Suricata may read differently, because ${reason}: ${line}`,
    ),
  };
}

function rulesOfDomainList(block: JsonObject, order: RuleOrder): ParsedRuleSources {
  const list = readDomainList(block);
  return list === undefined || !isSupportedDomainList(list)
    ? { rules: [], problems: ["a domain list cannot be resolved or has an unknown type"] }
    : { rules: expandDomainList(list, order), problems: [] };
}

/** The rules are written as Suricata text and read as that, as AWS does. */
function rulesOfFiveTuples(blocks: readonly JsonObject[]): ParsedRuleSources {
  const rules = blocks.map(readFiveTupleRule);
  const parsed = parseSuricataRules(
    rules.flatMap((rule) => (rule === undefined ? [] : [formatSuricataRule(rule)])).join("\n"),
  );
  return {
    rules: parsed.rules,
    problems: [
      ...(rules.includes(undefined) ? ["a stateful rule cannot be resolved"] : []),
      ...parsed.invalidLines.map(({ line, reason }) => `a stateful rule is not understood, because ${reason}: ${line}`),
    ],
  };
}
