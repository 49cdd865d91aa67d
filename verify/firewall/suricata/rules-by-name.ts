import type { ContentCondition, SuricataRule } from "./suricata-rule";

/** The rules that may match a flow showing this name, or none, in their order. */
export type RulesByName = (name: string | undefined) => readonly SuricataRule[];

/**
 * Finds rules by the name they ask for, so that a list of a thousand names costs no thousand comparisons a flow. Left out
 * are only rules that cannot match: those that want another name at the end of the buffer.
 */
export function indexRulesByName(rules: readonly SuricataRule[]): RulesByName {
  const keyed = new Map<string, number[]>();
  const others: number[] = [];
  for (const [position, rule] of rules.entries()) {
    const key = nameKeyOf(rule);
    if (key === undefined) {
      others.push(position);
    } else {
      keyed.set(key, [...(keyed.get(key) ?? []), position]);
    }
  }
  return (name) => {
    const found =
      name === undefined ? [] : domainSuffixesOf(name.toLowerCase()).flatMap((ending) => keyed.get(ending) ?? []);
    const positions = found.length === 0 ? others : [...others, ...found].sort((left, right) => left - right);
    return positions.flatMap((position) => rules[position] ?? []);
  };
}

/** A whole name, or a dot and the end of one. */
function nameKeyOf(rule: SuricataRule): string | undefined {
  const wanted = rule.conditions.find((condition): condition is ContentCondition => condition.kind === "content");
  if (wanted === undefined || wanted.negated || wanted.offset !== undefined || wanted.depth !== undefined) {
    return undefined;
  }
  const isName = wanted.buffer === "tls.sni" || wanted.buffer === "http.host";
  const isWhole = wanted.startswith && !wanted.dotprefix;
  const isBelow = wanted.text.startsWith(".");
  return isName && wanted.endswith && (isWhole || isBelow) ? wanted.text.toLowerCase() : undefined;
}

/** The name, and from each of its dots to its end; with a dot before it too, as `dotprefix` puts one there. */
function domainSuffixesOf(name: string): readonly string[] {
  const dotted = `.${name}`;
  const dots = [...dotted].flatMap((character, position) => (character === "." ? [position] : []));
  return [name, ...dots.map((position) => dotted.slice(position))];
}
