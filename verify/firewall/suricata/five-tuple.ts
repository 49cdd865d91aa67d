import { blocksOf, type JsonObject } from "../../terraform/terraform-configuration";
import type { ParsedRule, RuleAction, RuleOption } from "./suricata-rule";

const actions: Readonly<Record<string, RuleAction>> = { PASS: "pass", DROP: "drop", REJECT: "reject", ALERT: "alert" };

/** A `stateful_rule` block, AWS's 5-tuple form, as the Suricata rule it becomes; `undefined` when part of it is missing. */
export function readFiveTupleRule(block: JsonObject): ParsedRule | undefined {
  const [header] = blocksOf(block.header);
  const action = actions[String(block.action)];
  if (header === undefined || action === undefined) {
    return undefined;
  }
  const { protocol, source, source_port, direction, destination, destination_port } = header;
  const words = [protocol, source, source_port, destination, destination_port];
  if (!words.every((word): word is string => typeof word === "string" && !word.includes("${"))) {
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

/** `ANY` in AWS's form, `any` in Suricata's; `!`, lists and variables are the same in both. */
function lowercaseAny(word: JsonObject[string] | undefined): string {
  return String(word).replace(/\bANY\b/g, "any");
}

function readRuleOption(option: JsonObject): RuleOption {
  const keyword = String(option.keyword).toLowerCase();
  const settings = Array.isArray(option.settings) ? option.settings.map(String).join(",") : "";
  return settings === "" ? { keyword } : { keyword, value: settings };
}
