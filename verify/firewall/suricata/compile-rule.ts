import { compileConditions } from "./compile-conditions";
import { formatRule } from "./parse-rules";
import type { Rule, RuleText } from "./rule";
import { addressSet, portSet, type RuleVariables } from "./rule-variables";

/** A compiled rule, or why the engine would not take it. */
export type CompiledRule =
  | { readonly kind: "rule"; readonly rule: Rule }
  | { readonly kind: "fault"; readonly text: string };

/** Resolves a rule's header against the variables of its group and turns its options into conditions. */
export function compileRule(text: RuleText, address: string, variables: RuleVariables): CompiledRule {
  const source = addressSet(text.source, variables);
  const destination = addressSet(text.destination, variables);
  const sourcePorts = portSet(text.sourcePort, variables);
  const destinationPorts = portSet(text.destinationPort, variables);
  if (
    source === undefined ||
    destination === undefined ||
    sourcePorts === undefined ||
    destinationPorts === undefined
  ) {
    return { kind: "fault", text: `header of rule is not understood: ${formatRule(text)}` };
  }
  const rule: Rule = {
    action: text.action,
    protocol: text.protocol.toLowerCase(),
    source,
    sourcePorts,
    bothWays: text.direction === "<>",
    destination,
    destinationPorts,
    conditions: compileConditions(text.options),
    label: labelOf(text),
    address,
  };
  return { kind: "rule", rule };
}

/** What people find the rule by: its signature id, else its message, else its text. */
function labelOf(text: RuleText): string {
  const optionOf = (keyword: string) => text.options.find((option) => option.keyword === keyword)?.value;
  const [sid, message] = [optionOf("sid"), optionOf("msg")];
  if (sid === undefined && message === undefined) {
    return `rule ${formatRule(text)}`;
  }
  return `rule ${text.action} ${text.protocol} ${sid === undefined ? message : `sid:${sid}`}`;
}
