import { resolveText } from "../terraform/references/resolve-text";
import {
  blocksOf,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { compileRule } from "./suricata/compile-rule";
import { expandDomainList, isSupportedDomainList, readDomainList } from "./suricata/domain-list";
import { readFiveTupleRule } from "./suricata/five-tuple";
import { parseSuricataRules } from "./suricata/parse-rules";
import { readRuleGroupVariables } from "./suricata/read-rule-variables";
import type { RuleVariables } from "./suricata/rule-variables";
import type { ParsedRule, SuricataRule } from "./suricata/suricata-rule";

/** The order in which the stateful engine evaluates rules. */
export type RuleOrder = "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";

/** The stateful rules of one rule group, and the parts that could not be resolved. */
export interface StatefulRuleGroup {
  /** In the order in which the group lists them. */
  readonly rules: readonly SuricataRule[];
  readonly order: RuleOrder;
  readonly doubts: readonly Evidence[];
}

/** Reads an `aws_networkfirewall_rule_group` of type STATEFUL, with the variables of its policy. */
export function readStatefulRuleGroup(
  configuration: TerraformConfiguration,
  group: Resource,
  policyVariables: RuleVariables,
): StatefulRuleGroup {
  const [block] = blocksOf(group.values.rule_group);
  const order = ruleOrderOf(block);
  const variables = readRuleGroupVariables(configuration, block, policyVariables);
  const written = parseRuleSources(configuration, group, block, order);
  const compiled = written.rules.map((rule) => compileRule(rule, group.address, variables));
  const faults = compiled.flatMap((result) => (result.kind === "error" ? [result.text] : []));
  return {
    order,
    rules: compiled.flatMap((result) => (result.kind === "rule" ? [result.rule] : [])),
    doubts: [...written.problems, ...faults].map((text) => ({ text, addresses: [group.address] })),
  };
}

function ruleOrderOf(block: JsonObject | undefined): RuleOrder {
  const [options] = blocksOf(block?.stateful_rule_options);
  return options?.rule_order === "STRICT_ORDER" ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER";
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
    ...tuples.map(rulesOfFiveTuple),
  ];
  if (parts.length === 0) {
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
  return { rules: parsed.rules, problems: parsed.invalidLines.map((line) => `not a Suricata rule: ${line}`) };
}

function rulesOfDomainList(block: JsonObject, order: RuleOrder): ParsedRuleSources {
  const list = readDomainList(block);
  return list === undefined || !isSupportedDomainList(list)
    ? { rules: [], problems: ["a domain list cannot be resolved or has an unknown type"] }
    : { rules: expandDomainList(list, order), problems: [] };
}

function rulesOfFiveTuple(block: JsonObject): ParsedRuleSources {
  const rule = readFiveTupleRule(block);
  return rule === undefined
    ? { rules: [], problems: ["a stateful rule cannot be resolved"] }
    : { rules: [rule], problems: [] };
}
