import { memoize, memoizeByKey } from "../../collections/memoize";
import { type Glob, withUnknownsAsWildcards } from "./glob";
import { anyString, isStringWildcard, isWildcard } from "./glob-nodes";
import { type GlobState, stateAfterText } from "./glob-state";
import { unmentionedText } from "./placeholders";
import { enumerateTextClasses, type GroupedState } from "./product-automaton";

/** A text belongs to the group if it matches any of the patterns. */
export type GlobGroup = readonly Glob[];

/**
 * Partitions the texts of a domain exactly by the groups that they belong to, with the product of the patterns' automata.
 * Each class has a shortest text as its witness: what is decided for the witness is decided for the class.
 *
 * @returns the witnesses, by one digit for each group
 * @throws when the product automaton has too many states
 */
export function stringClasses(domain: Glob, groups: readonly GlobGroup[]): ReadonlyMap<string, string> {
  const { fixedSignature, patterns, byDomain } = preparedGroups(groups);
  const known = byDomain.get(domain);
  if (known !== undefined) {
    return known;
  }
  const distinguished = patternsToDistinguish(domain, patterns);
  const found =
    distinguished.length === 0
      ? new Map([[fixedSignature.join(""), shortestMatch(domain)]])
      : classesOf(domain, fixedSignature, distinguished);
  byDomain.set(domain, found);
  return found;
}

function classesOf(
  domain: Glob,
  fixedSignature: readonly string[],
  patterns: readonly GroupedPattern[],
): ReadonlyMap<string, string> {
  const literal = domain.ignoreCase ? "" : domain.prefix;
  const rest = stateAfterText(domain, literal);
  if (rest === undefined) {
    return new Map();
  }
  const states = statesAfter(literal, patterns);
  // Numbered anew, so that the same patterns are alike whatever else a question asks.
  const groups = [...new Set(states.flatMap((state) => state.groups))];
  const numberOf = new Map(groups.map((group, index) => [group, index]));
  const numbered = states.map((grouped) => ({
    state: grouped.state,
    groups: grouped.groups.map((group) => numberOf.get(group) ?? 0),
  }));
  return new Map(
    textClassesOf(rest, numbered).map(({ groups: reached, witness }) => [
      signatureOf(
        fixedSignature,
        reached.flatMap((index) => groups[index] ?? []),
      ),
      literal + witness,
    ]),
  );
}

/** The patterns that a text which begins so may match, equal ones as one. */
function statesAfter(literal: string, patterns: readonly GroupedPattern[]): readonly GroupedState[] {
  const groupsByState = new Map<GlobState, Set<number>>();
  for (const { pattern, group } of patterns) {
    const state = stateAfterText(pattern, literal);
    if (state !== undefined) {
      const groups = groupsByState.get(state) ?? new Set();
      groupsByState.set(state, groups.add(group));
    }
  }
  return [...groupsByState].map(([state, groups]) => ({ state, groups: [...groups] }));
}

/** Different accounts, regions and environments ask mostly the same once their names are read. */
const textClassesOf = memoizeByKey(
  (domain: GlobState, patterns: readonly GroupedState[]) =>
    `${domain.id} ${patterns.map(({ state, groups }) => `${state.id}:${groups.join(".")}`).join()}`,
  enumerateTextClasses,
);

/** A pattern to distinguish, and the group that it belongs to. */
interface GroupedPattern {
  readonly pattern: Glob;
  readonly group: number;
}

/** What the groups have in common for every domain. */
interface PreparedGroups {
  /** For each group, whether some pattern of it matches every text. */
  readonly fixedSignature: readonly string[];
  /** The patterns of all other groups. */
  readonly patterns: readonly GroupedPattern[];
  /** Results by domain: a question asks for the same groups once for each resource type and caller. */
  readonly byDomain: Map<Glob, ReadonlyMap<string, string>>;
}

/** A configuration with thousands of roles asks for groups that never come again. These are the groups of three environments. */
const maxPreparedGroups = 1_000;

/** Questions about the same statements compile equal groups. */
const preparedGroups = memoize(
  memoizeByKey(
    (groups: readonly GlobGroup[]) => groups.map((group) => `${group.map(({ id }) => id).join()};`).join(""),
    prepareGroups,
    maxPreparedGroups,
  ),
);

function prepareGroups(groups: readonly GlobGroup[]): PreparedGroups {
  return {
    fixedSignature: groups.map((group) => (group.some(matchesEverything) ? "1" : "0")),
    // An unresolved expression may be any text, so the classes must distinguish what it may match.
    patterns: groups.flatMap((group, index) =>
      group.some(matchesEverything)
        ? []
        : group.map((written) => ({ pattern: withUnknownsAsWildcards(written), group: index })),
    ),
    byDomain: new Map(),
  };
}

/** Patterns that match some texts of the domain but not all; most of the others differ from the domain in their prefix. */
function patternsToDistinguish(domain: Glob, patterns: readonly GroupedPattern[]): readonly GroupedPattern[] {
  const begins = domain.prefix;
  return patterns.filter(({ pattern: { prefix, ignoreCase } }) => {
    const start = ignoreCase ? begins.toLowerCase() : begins;
    return start.startsWith(prefix) || prefix.startsWith(start);
  });
}

function signatureOf(plain: readonly string[], reached: readonly number[]): string {
  const signature = [...plain];
  for (const group of reached) {
    signature[group] = "1";
  }
  return signature.join("");
}

function matchesEverything(pattern: Glob): boolean {
  const { nodes } = withUnknownsAsWildcards(pattern);
  return nodes.length === 1 && nodes[0] === anyString;
}

const shortestMatch = memoize(({ nodes }: Glob): string =>
  nodes
    .filter((node) => !isStringWildcard(node))
    .map((node) => (isWildcard(node) ? unmentionedText : node))
    .join(""),
);
