import { type Glob, widened } from "./glob";
import { automatonOf, type OpenPattern, walk } from "./glob-automaton";
import { anyRun, isRun, isToken } from "./glob-nodes";
import { anythingElse } from "./placeholders";

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
  const plain = groups.map((group) => (group.some(isEverything) ? "1" : "0"));
  const open = openPatterns(domain, groups);
  const question = `${domain.id} ${plain.join("")} ${open.map(({ pattern, group }) => `${pattern.id}:${group}`).join()}`;
  const known = remembered.get(question);
  if (known !== undefined) {
    return known;
  }
  const found =
    open.length === 0
      ? new Map([[plain.join(""), shortestOf(domain)]])
      : walk(automatonOf(domain, open), (reached) => signatureOf(plain, reached));
  remembered.set(question, found);
  return found;
}

/** The outcome depends on nothing but the patterns, each of which has an id; environments ask much the same. */
const remembered = new Map<string, ReadonlyMap<string, string>>();

/** Most patterns need no walk: they match every text, or begin with other letters than every text of the domain does. */
function openPatterns(domain: Glob, groups: readonly GlobGroup[]): readonly OpenPattern[] {
  const found: OpenPattern[] = [];
  for (const [index, group] of groups.entries()) {
    for (const written of group) {
      // An unknown expression may be any text, so the classes must tell what it may match.
      const pattern = widened(written);
      const begins = pattern.ignoreCase ? domain.prefix.toLowerCase() : domain.prefix;
      if (!isEverything(pattern) && (begins.startsWith(pattern.prefix) || pattern.prefix.startsWith(begins))) {
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

function isEverything(pattern: Glob): boolean {
  const { nodes } = widened(pattern);
  return nodes.length === 1 && nodes[0] === anyRun;
}

function shortestOf({ nodes }: Glob): string {
  return nodes
    .filter((node) => !isRun(node))
    .map((node) => (isToken(node) ? anythingElse : node))
    .join("");
}
