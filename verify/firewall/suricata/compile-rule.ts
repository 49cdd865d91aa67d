import { compileConditions } from "./compile-conditions";
import { formatSuricataRule } from "./parse-rules";
import { parseRuleAddresses, parseRulePorts, type RuleVariables } from "./rule-variables";
import type { ParsedRule, SuricataRule } from "./suricata-rule";

/** A compiled rule, or why the engine would not take it. */
export type CompiledRule =
  | { readonly kind: "rule"; readonly rule: SuricataRule }
  | { readonly kind: "error"; readonly text: string };

/** Resolves a rule's header against the variables of its group and turns its options into conditions. */
export function compileRule(text: ParsedRule, address: string, variables: RuleVariables): CompiledRule {
  const source = parseRuleAddresses(text.source, variables);
  const destination = parseRuleAddresses(text.destination, variables);
  const sourcePorts = parseRulePorts(text.sourcePort, variables);
  const destinationPorts = parseRulePorts(text.destinationPort, variables);
  if (
    source === undefined ||
    destination === undefined ||
    sourcePorts === undefined ||
    destinationPorts === undefined
  ) {
    return { kind: "error", text: `header of rule is not understood: ${formatSuricataRule(text)}` };
  }
  const rule: SuricataRule = {
    action: text.action,
    protocol: text.protocol.toLowerCase(),
    source,
    sourcePorts,
    isBidirectional: text.direction === "<>",
    destination,
    destinationPorts,
    conditions: compileConditions(text.options),
    label: ruleLabel(text),
    address,
  };
  return { kind: "rule", rule };
}

/** What people find the rule by: its signature id, else its message, else its text. */
function ruleLabel(text: ParsedRule): string {
  const optionOf = (keyword: string) => text.options.find((option) => option.keyword === keyword)?.value;
  const [sid, message] = [optionOf("sid"), optionOf("msg")];
  if (sid === undefined && message === undefined) {
    return `rule ${formatSuricataRule(text)}`;
  }
  return `rule ${text.action} ${text.protocol} ${sid === undefined ? message : `sid:${sid}`}`;
}
