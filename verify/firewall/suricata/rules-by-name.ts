import type { ContentCondition, SuricataRule } from "./suricata-rule";

/** The rules that may match a flow with this host name, or without one, in evaluation order. */
export type RulesByName = (name: string | undefined) => readonly SuricataRule[];

/**
 * Indexes rules by the host name that they match, so that an allow-list of 1000 names needs no 1000 comparisons per flow.
 * The lookup leaves out only rules that cannot match, because they require another name at the end of the buffer.
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
  const rulesAt = (positions: readonly number[]): readonly SuricataRule[] =>
    positions.map((position) => rules[position]).filter((rule) => rule !== undefined);
  const rulesWithoutName = rulesAt(others);
  return (name) => {
    const endings = name === undefined ? [] : domainSuffixesOf(name.toLowerCase());
    const found = endings.flatMap((ending) => keyed.get(ending) ?? []);
    return found.length === 0 ? rulesWithoutName : rulesAt([...others, ...found].sort((left, right) => left - right));
  };
}

/** The name or suffix (`.example.com`) that a rule requires; `undefined` when the rule cannot be indexed. */
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

/** The name and all its suffixes from a dot on, including `.` and the whole name, which `dotprefix` rules match. */
function domainSuffixesOf(name: string): readonly string[] {
  const dotted = `.${name}`;
  const suffixes = [name];
  for (let dot = 0; dot >= 0; dot = dotted.indexOf(".", dot + 1)) {
    suffixes.push(dotted.slice(dot));
  }
  return suffixes;
}
