import { blocksOf, type JsonObject } from "../../terraform/terraform-configuration";
import type { ParsedRule, RuleAction, RuleOption } from "./suricata-rule";

const actions: Readonly<Record<string, RuleAction>> = { PASS: "pass", DROP: "drop", REJECT: "reject", ALERT: "alert" };

/** Converts a 5-tuple rule, a `stateful_rule` block, to a Suricata rule; `undefined` when a value cannot be resolved. */
export function readFiveTupleRule(block: JsonObject): ParsedRule | undefined {
  const [header] = blocksOf(block.header);
  const action = actions[String(block.action)];
  if (header === undefined || action === undefined) {
    return undefined;
  }
  const { protocol, source, source_port, direction, destination, destination_port } = header;
  const fields = [protocol, source, source_port, destination, destination_port];
  if (!fields.every((field): field is string => typeof field === "string" && !field.includes("${"))) {
    return undefined;
  }
  return {
    action,
    protocol: String(protocol).toLowerCase(),
    source: lowercaseAny(source),
    sourcePort: lowercaseAny(source_port),
    direction: direction === "ANY" ? "<>" : "->",
    destination: lowercaseAny(destination),
    destinationPort: lowercaseAny(destination_port),
    options: blocksOf(block.rule_option).map(readRuleOption),
  };
}

/** AWS writes `ANY`, Suricata `any`. Negations, lists and variables have the same syntax in both. */
function lowercaseAny(word: JsonObject[string] | undefined): string {
  return String(word).replace(/\bANY\b/g, "any");
}

function readRuleOption(option: JsonObject): RuleOption {
  const keyword = String(option.keyword).toLowerCase();
  const settings = Array.isArray(option.settings) ? option.settings.map(String).join(",") : "";
  return settings === "" ? { keyword } : { keyword, value: settings };
}
