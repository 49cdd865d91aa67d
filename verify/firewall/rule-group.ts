import { blocksOf, type Configuration, type JsonObject, type Resource } from "../terraform/configuration";
import { literalText } from "../terraform/references/resolve-text";
import type { Evidence } from "../verdict/claim";
import { compileRule } from "./suricata/compile-rule";
import { expandDomainList, isKnownDomainList, readDomainList } from "./suricata/domain-list";
import { readFiveTuple } from "./suricata/five-tuple";
import { parseRules } from "./suricata/parse-rules";
import { readGroupVariables } from "./suricata/read-variables";
import type { Rule, RuleText } from "./suricata/rule";
import type { RuleVariables } from "./suricata/rule-variables";

export type RuleOrder = "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";

/** The stateful rules of one group, in its order, and what of it was not understood. */
export interface StatefulGroup {
  readonly rules: readonly Rule[];
  readonly order: RuleOrder;
  readonly doubts: readonly Evidence[];
}

/** Reads an `aws_networkfirewall_rule_group` of type STATEFUL against the variables of its policy. */
export function readStatefulGroup(
  configuration: Configuration,
  group: Resource,
  policyVariables: RuleVariables,
): StatefulGroup {
  const [block] = blocksOf(group.values.rule_group);
  const order = orderOf(block);
  const variables = readGroupVariables(configuration, block, policyVariables);
  const written = writtenRules(configuration, group, block, order);
  const compiled = written.rules.map((rule) => compileRule(rule, group.address, variables));
  const faults = compiled.flatMap((result) => (result.kind === "fault" ? [result.text] : []));
  return {
    order,
    rules: compiled.flatMap((result) => (result.kind === "rule" ? [result.rule] : [])),
    doubts: [...written.faults, ...faults].map((text) => ({ text, addresses: [group.address] })),
  };
}

function orderOf(block: JsonObject | undefined): RuleOrder {
  const [options] = blocksOf(block?.stateful_rule_options);
  return options?.rule_order === "STRICT_ORDER" ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER";
}

interface WrittenRules {
  readonly rules: readonly RuleText[];
  readonly faults: readonly string[];
}

/** A group's rules stand in one of four places; a group with none of them says nothing. */
function writtenRules(
  configuration: Configuration,
  group: Resource,
  block: JsonObject | undefined,
  order: RuleOrder,
): WrittenRules {
  const sources = blocksOf(block?.rules_source);
  const texts = [group.values.rules, ...sources.map((source) => source.rules_string)].filter(
    (text) => text !== undefined && text !== null,
  );
  const lists = sources.flatMap((source) => blocksOf(source.rules_source_list));
  const tuples = sources.flatMap((source) => blocksOf(source.stateful_rule));
  const parts = [
    ...texts.map((text) => fromText(configuration, text)),
    ...lists.map((list) => fromDomainList(list, order)),
    ...tuples.map(fromFiveTuple),
  ];
  if (parts.length === 0) {
    return { rules: [], faults: ["no rules are written in the rule group"] };
  }
  return { rules: parts.flatMap((part) => part.rules), faults: parts.flatMap((part) => part.faults) };
}

function fromText(configuration: Configuration, value: JsonObject[string] | undefined): WrittenRules {
  const text = literalText(configuration, value);
  if (text.kind === "unresolved") {
    return { rules: [], faults: [`rules text depends on ${text.expression}, which the JSON does not say`] };
  }
  const parsed = parseRules(text.text);
  return { rules: parsed.rules, faults: parsed.faults.map((line) => `line is not a rule: ${line}`) };
}

function fromDomainList(block: JsonObject, order: RuleOrder): WrittenRules {
  const list = readDomainList(block);
  return list === undefined || !isKnownDomainList(list)
    ? { rules: [], faults: ["domain list is not written out, or of a type that is not known"] }
    : { rules: expandDomainList(list, order), faults: [] };
}

function fromFiveTuple(block: JsonObject): WrittenRules {
  const rule = readFiveTuple(block);
  return rule === undefined
    ? { rules: [], faults: ["a stateful rule is not written out"] }
    : { rules: [rule], faults: [] };
}
