import { type Glob, withUnknownsAsWildcards } from "./glob";
import { buildProductAutomaton, enumerateStringClasses, type GroupedPattern } from "./glob-automaton";
import { anyString, isStringWildcard, isWildcard } from "./glob-nodes";
import { unmentionedText } from "./placeholders";

/** Patterns that are as good as each other: a text belongs to the group when it matches any of them. */
export type GlobGroup = readonly Glob[];

/**
 * Partitions all texts of a domain by which groups they belong to: exactly, by walking the product of the patterns'
 * automata. Each class comes with a shortest text of it, so that deciding for that text decides for the whole class.
 *
 * @returns the texts by one digit for each group
 * @throws when the patterns are so entangled that the product does not fit
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

/** The outcome depends on nothing but the patterns, each of which has an id; environments ask much the same. */
const stringClassesCache = new Map<string, ReadonlyMap<string, string>>();

/** Most patterns need no walk: they match every text, or begin with other letters than every text of the domain does. */
function patternsToDistinguish(domain: Glob, groups: readonly GlobGroup[]): readonly GroupedPattern[] {
  const found: GroupedPattern[] = [];
  for (const [index, group] of groups.entries()) {
    for (const written of group) {
      // An unknown expression may be any text, so the classes must tell what it may match.
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
