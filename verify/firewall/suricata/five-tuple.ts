import { blocksOf, type JsonObject } from "../../terraform/configuration";
import type { RuleAction, RuleOption, RuleText } from "./rule";

const actions: Readonly<Record<string, RuleAction>> = { PASS: "pass", DROP: "drop", REJECT: "reject", ALERT: "alert" };

/** A `stateful_rule` block, AWS's 5-tuple form, as the Suricata rule it becomes; `undefined` when part of it is missing. */
export function readFiveTuple(block: JsonObject): RuleText | undefined {
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
    source: lowerAny(source),
    sourcePort: lowerAny(source_port),
    direction: direction === "ANY" ? "<>" : "->",
    destination: lowerAny(destination),
    destinationPort: lowerAny(destination_port),
    options: blocksOf(block.rule_option).map(readOption),
  };
}

/** `ANY` in AWS's form, `any` in Suricata's; `!`, lists and variables are the same in both. */
function lowerAny(word: JsonObject[string] | undefined): string {
  return String(word).replace(/\bANY\b/g, "any");
}

function readOption(option: JsonObject): RuleOption {
  const keyword = String(option.keyword).toLowerCase();
  const settings = Array.isArray(option.settings) ? option.settings.map(String).join(",") : "";
  return settings === "" ? { keyword } : { keyword, value: settings };
}
