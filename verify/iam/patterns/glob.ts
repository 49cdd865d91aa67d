import { memoize } from "../../collections/memoize";
import {
  anyCharacter,
  anyCharacterExceptColon,
  anyString,
  anyStringExceptColon,
  epsilonClosure,
  isWildcard,
  positionsAfter,
} from "./glob-nodes";
import { containsUnknown, isUnknownPlaceholder } from "./placeholders";
import type { ThreeValued } from "./three-valued-logic";

/**
 * What `*` and `?` match.
 *
 * - `exact`: only themselves (StringEquals).
 * - `text`: any characters (StringLike, actions).
 * - `arn`: characters within one of the six parts of an ARN; only the last part may contain colons (ArnLike).
 * - `name`: any characters except colons, for names that cannot contain one (all but object keys).
 * - `resource`: as `text`, but a `*` that does not end its part stays within it (Resource).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export type WildcardMode = "exact" | "text" | "arn" | "name" | "resource";

/** A pattern as a sequence of characters and wildcards. */
export interface Glob {
  /** Equal for equal patterns in the same wildcard mode. */
  readonly id: number;
  readonly nodes: readonly string[];
  readonly ignoreCase: boolean;
  /** The characters before the first wildcard. */
  readonly prefix: string;
  /** Position of the first wildcard; `undefined` for a literal. */
  readonly firstWildcard: number | undefined;
  /** Whether it contains an unresolved expression. */
  readonly hasUnknown: boolean;
  /** Results by text. Few texts are matched thousands of times. */
  readonly matchCache: Map<string, boolean>;
}

type CompiledGlobs = Readonly<Record<WildcardMode, Map<string, Glob>>>;

const caseSensitiveGlobs = noCompiledGlobs();
const caseInsensitiveGlobs = noCompiledGlobs();

function noCompiledGlobs(): CompiledGlobs {
  return { exact: new Map(), text: new Map(), arn: new Map(), name: new Map(), resource: new Map() };
}

/**
 * Compiles a pattern, once for each mode. IAM's escapes (`${*}`, `${?}`, `${$}`) are plain characters in it.
 */
export function compileGlob(pattern: string, wildcards: WildcardMode, ignoreCase = false): Glob {
  const cache = (ignoreCase ? caseInsensitiveGlobs : caseSensitiveGlobs)[wildcards];
  const known = cache.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const read = parseGlob(ignoreCase ? pattern.toLowerCase() : pattern, wildcards, ignoreCase);
  cache.set(pattern, read);
  return read;
}

function parseGlob(pattern: string, wildcards: WildcardMode, ignoreCase: boolean): Glob {
  if (!/[*?$]/.test(pattern)) {
    return newGlob([...pattern], ignoreCase, { prefix: pattern, firstWildcard: undefined });
  }
  const characters = pattern.includes("${") ? splitEscapes(pattern) : [...pattern];
  let parts = 0;
  const nodes = characters.map((letter, at) => {
    parts += letter === ":" ? 1 : 0;
    return nodeFor(letter, wildcards, { parts, next: characters[at + 1] ?? "" });
  });
  return createGlob(nodes.map(withoutEscapeMark), ignoreCase);
}

let globCount = 0;

function createGlob(nodes: readonly string[], ignoreCase: boolean): Glob {
  const at = nodes.findIndex(isWildcard);
  const firstWildcard = at === -1 ? undefined : at;
  return newGlob(nodes, ignoreCase, { prefix: nodes.slice(0, firstWildcard).join(""), firstWildcard });
}

function newGlob(
  nodes: readonly string[],
  ignoreCase: boolean,
  { prefix, firstWildcard }: Pick<Glob, "prefix" | "firstWildcard">,
): Glob {
  globCount += 1;
  return {
    id: globCount,
    nodes,
    ignoreCase,
    prefix,
    firstWildcard,
    hasUnknown: containsUnknown(firstWildcard === undefined ? prefix : nodes.join("")),
    matchCache: new Map(),
  };
}

/** Marks an escaped character until wildcards are recognized. */
const escapeMark = "\\";

function splitEscapes(pattern: string): readonly string[] {
  return pattern
    .split(/(\$\{[*?$]\})/)
    .flatMap((piece) => (escapes.has(piece) ? [`${escapeMark}${piece.charAt(2)}`] : [...piece]));
}

const escapes = new Set(["${*}", "${?}", "${$}"]);

function withoutEscapeMark(node: string): string {
  return node.startsWith(escapeMark) && node.length === 2 ? node.slice(1) : node;
}

function nodeFor(character: string, wildcards: WildcardMode, place: { parts: number; next: string }): string {
  if (wildcards === "exact" || (character !== "*" && character !== "?")) {
    return character;
  }
  if (character === "?") {
    return wildcards === "name" || (wildcards === "arn" && place.parts < 5) ? anyCharacterExceptColon : anyCharacter;
  }
  const endsPart = place.next === ":" || place.next === "";
  const spans = { text: true, name: false, arn: place.parts >= 5, resource: endsPart || place.parts >= 5 };
  return spans[wildcards] ? anyString : anyStringExceptColon;
}

/** Whether the text matches the pattern, for certain. */
export function matchesGlob(pattern: Glob, text: string): boolean {
  const read = pattern.ignoreCase ? text.toLowerCase() : text;
  const { nodes, prefix, firstWildcard } = pattern;
  if (firstWildcard === undefined || !read.startsWith(prefix)) {
    return read === prefix;
  }
  // Most patterns are a literal followed by one `*`.
  if (firstWildcard === nodes.length - 1 && nodes[firstWildcard] === anyString) {
    return true;
  }
  const known = pattern.matchCache.get(read);
  if (known !== undefined) {
    return known;
  }
  const result = runAutomaton(pattern, read);
  pattern.matchCache.set(read, result);
  return result;
}

/** Whether the text matches, which begins with the pattern's prefix. */
function runAutomaton({ nodes, ignoreCase, prefix, firstWildcard = nodes.length }: Glob, text: string): boolean {
  let positions = epsilonClosure(nodes, [firstWildcard]);
  for (const letter of text.slice(prefix.length)) {
    positions = positionsAfter(nodes, ignoreCase, positions, letter);
    if (positions.length === 0) {
      return false;
    }
  }
  return positions.includes(nodes.length);
}

/** As {@link matchesGlob}, but an unresolved expression in the pattern may match any text. */
export function evaluateGlob(pattern: Glob, text: string): ThreeValued {
  if (matchesGlob(pattern, text)) {
    return "yes";
  }
  return pattern.hasUnknown && matchesGlob(withUnknownsAsWildcards(pattern), text) ? "unknown" : "no";
}

/** The pattern with `*` for every unresolved expression. */
export function withUnknownsAsWildcards(pattern: Glob): Glob {
  return pattern.hasUnknown ? widenUnknowns(pattern) : pattern;
}

const widenUnknowns = memoize(({ nodes, ignoreCase }: Glob) =>
  createGlob(
    nodes.map((node) => (isUnknownPlaceholder(node) ? anyString : node)),
    ignoreCase,
  ),
);
