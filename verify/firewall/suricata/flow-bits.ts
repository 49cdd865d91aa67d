import type { ParsedRule, RuleCondition, SuricataRule } from "./suricata-rule";

/** What the keyword `flowbits` of a rule does; `unknown` for what Suricata refuses, or some of its versions. */
type FlowBitsUse =
  | { readonly kind: "reads" | "writes"; readonly names: readonly string[] }
  | { readonly kind: "nothing" | "unknown" };

const useByCommand: ReadonlyMap<string, "reads" | "writes"> = new Map([
  ["isset", "reads"],
  ["set", "writes"],
  ["unset", "writes"],
]);

/**
 * @see https://docs.suricata.io/en/suricata-7.0.10/rules/flow-keywords.html#flowbits
 */
function flowBitsUse(value: string): FlowBitsUse {
  const [, command = "", list = ""] = /^([a-z]+)(?:,\s*(\S+))?\s*$/u.exec(value) ?? [];
  const names = list.split("|").filter((name) => name !== "");
  const kind = useByCommand.get(command);
  if (kind !== undefined && names.length > 0) {
    return { kind, names };
  }
  return { kind: command === "noalert" && list === "" ? "nothing" : "unknown" };
}

/**
 * The conditions of the keyword. A bit is set or unset after everything else of the rule has matched, so that these commands restrict
 * nothing.
 */
export function flowBitsConditions(value: string): readonly RuleCondition[] {
  const use = flowBitsUse(value);
  switch (use.kind) {
    case "reads":
      return [{ kind: "flow-bit", names: use.names }];
    case "unknown":
      return [{ kind: "unknown", keyword: "flowbits" }];
    default:
      return [];
  }
}

/** Bits of a flow that rules may set; `any` where a rule may set each. */
export type FlowBits = ReadonlySet<string> | "any";

/** The bits that rules may set, whether or not they match anything. */
export function flowBitsSetBy(rules: readonly ParsedRule[]): FlowBits {
  const uses = rules
    .flatMap(({ options }) => options)
    .flatMap(({ keyword, value = "" }) => (keyword === "flowbits" ? flowBitsUse(value) : []));
  return uses.some(({ kind }) => kind === "unknown")
    ? "any"
    : new Set(uses.flatMap((use) => (use.kind === "writes" ? use.names : [])));
}

/** The bits of several sets of rules together. */
export function unitedFlowBits(all: readonly FlowBits[]): FlowBits {
  return all.includes("any") ? "any" : new Set(all.flatMap((bits) => (bits === "any" ? [] : [...bits])));
}

/** The rules without those that wait for a bit which no rule of the policy sets, so that they match no packet. */
export function withoutDeadFlowBits(rules: readonly SuricataRule[], set: FlowBits): readonly SuricataRule[] {
  const isDead = (condition: RuleCondition): boolean =>
    condition.kind === "flow-bit" && set !== "any" && !condition.names.some((name) => set.has(name));
  return rules.filter(({ conditions }) => !conditions.some(isDead));
}
