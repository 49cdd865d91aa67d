import { ownEntry } from "../../collections/own-entry";
import { blocksOf, isLiteralText, itemsOf, type JsonObject, jsonText } from "../../terraform/terraform-configuration";
import type { ParsedRule, RuleAction, RuleOption } from "./suricata-rule";

const directions: Readonly<Record<string, ParsedRule["direction"]>> = { FORWARD: "->", ANY: "<>" };

const actions: Readonly<Record<string, RuleAction>> = { PASS: "pass", DROP: "drop", REJECT: "reject", ALERT: "alert" };

/** Converts a 5-tuple rule, a `stateful_rule` block, to a Suricata rule; `undefined` when a value cannot be resolved. */
export function readFiveTupleRule(block: JsonObject): ParsedRule | undefined {
  const [header] = blocksOf(block.header);
  const action = ownEntry(actions, jsonText(block.action));
  const direction = ownEntry(directions, jsonText(header?.direction));
  const options = blocksOf(block.rule_option).map(readRuleOption);
  if (header === undefined || action === undefined || direction === undefined || options.includes(undefined)) {
    return undefined;
  }
  const { protocol, source, source_port, destination, destination_port } = header;
  const fields = [protocol, source, source_port, destination, destination_port];
  if (!fields.every(isLiteralText)) {
    return undefined;
  }
  return {
    action,
    protocol: jsonText(protocol).toLowerCase(),
    source: lowercaseAny(source),
    sourcePort: lowercaseAny(source_port),
    direction,
    destination: lowercaseAny(destination),
    destinationPort: lowercaseAny(destination_port),
    options: options.filter((option) => option !== undefined),
  };
}

/** AWS writes `ANY`, Suricata `any`. Negations, lists and variables have the same syntax in both. */
function lowercaseAny(word: JsonObject[string] | undefined): string {
  return jsonText(word).replace(/\bANY\b/g, "any");
}

/** AWS does not document how it joins several settings; those of `flow` are a list in any order. */
function readRuleOption({ keyword, settings }: JsonObject): RuleOption | undefined {
  const values = itemsOf(settings);
  const texts = values.filter(isLiteralText);
  const isKnown = typeof keyword === "string" && texts.length === values.length;
  if (!isKnown || (texts.length > 1 && keyword !== "flow")) {
    return undefined;
  }
  return texts.length === 0 ? { keyword } : { keyword, value: texts.join(",") };
}
