import { type Glob, withUnknownsAsWildcards } from "./glob";
import { buildProductAutomaton, enumerateStringClasses, type GroupedPattern } from "./glob-automaton";
import { anyString, isStringWildcard, isWildcard } from "./glob-nodes";
import { unmentionedText } from "./placeholders";

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
  const fixedSignature = groups.map((group) => (group.some(matchesEverything) ? "1" : "0"));
  const patterns = patternsToDistinguish(domain, groups);
  const cacheKey = `${domain.id} ${fixedSignature.join("")} ${patterns.map(({ pattern, group }) => `${pattern.id}:${group}`).join()}`;
  const known = stringClassesCache.get(cacheKey);
  if (known !== undefined) {
    return known;
  }
  const found =
    patterns.length === 0
      ? new Map([[fixedSignature.join(""), shortestMatch(domain)]])
      : enumerateStringClasses(buildProductAutomaton(domain, patterns), (reached) =>
          signatureOf(fixedSignature, reached),
        );
  stringClassesCache.set(cacheKey, found);
  return found;
}

/** By the ids of the patterns, on which alone the result depends. Different environments ask mostly the same. */
const stringClassesCache = new Map<string, ReadonlyMap<string, string>>();

/** Patterns that match some texts of the domain but not all; most match every text, or differ from the domain in their prefix. */
function patternsToDistinguish(domain: Glob, groups: readonly GlobGroup[]): readonly GroupedPattern[] {
  const found: GroupedPattern[] = [];
  for (const [index, group] of groups.entries()) {
    for (const written of group) {
      // An unresolved expression may be any text, so the classes must distinguish what it may match.
      const pattern = withUnknownsAsWildcards(written);
      const begins = pattern.ignoreCase ? domain.prefix.toLowerCase() : domain.prefix;
      if (!matchesEverything(pattern) && (begins.startsWith(pattern.prefix) || pattern.prefix.startsWith(begins))) {
        found.push({ pattern, group: index });
      }
    }
  }
  return found;
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

function shortestMatch({ nodes }: Glob): string {
  return nodes
    .filter((node) => !isStringWildcard(node))
    .map((node) => (isWildcard(node) ? unmentionedText : node))
    .join("");
}
