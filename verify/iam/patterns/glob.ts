import {
  anyRun,
  anyRunInPart,
  closure,
  isToken,
  nextPosition,
  oneCharacter,
  oneCharacterInPart,
  reads,
} from "./glob-nodes";
import { isUnknown } from "./placeholders";
import type { Trilean } from "./three-valued-logic";

/**
 * How `*` and `?` are read.
 *
 * - `exact`: as themselves (StringEquals).
 * - `text`: `*` is any run of characters (StringLike, actions).
 * - `arn`: each of the six parts of an ARN by itself, so that only the last may hold colons (ArnLike).
 * - `name`: no wildcard holds a colon, for names that cannot (all but keys of objects).
 * - `resource`: as `text`, but a `*` that does not end its part stays within it (Resource).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export type Wildcards = "exact" | "text" | "arn" | "name" | "resource";

/** A pattern as a sequence of letters and tokens. */
export interface Glob {
  /** The same for the same pattern, read in the same way. */
  readonly id: number;
  readonly nodes: readonly string[];
  readonly ignoreCase: boolean;
  /** What every matching text begins with. */
  readonly prefix: string;
  /** Where the first token stands; none when the pattern is a text. */
  readonly firstToken: number | undefined;
  /** Whether an expression in it was not understood. */
  readonly isVague: boolean;
  /** What it said to the texts that it was asked about: few texts, asked about thousands of times. */
  readonly answers: Map<string, boolean>;
}

type Compiled = Readonly<Record<Wildcards, Map<string, Glob>>>;

const sensitive = nothingCompiled();
const insensitive = nothingCompiled();

function nothingCompiled(): Compiled {
  return { exact: new Map(), text: new Map(), arn: new Map(), name: new Map(), resource: new Map() };
}

/**
 * Reads a pattern. IAM's own escapes (`${*}`, `${?}`, `${$}`) are plain characters in it. The same pattern is read once: a
 * few hundred patterns are asked about thousands of texts.
 */
export function glob(pattern: string, wildcards: Wildcards, ignoreCase = false): Glob {
  const compiled = (ignoreCase ? insensitive : sensitive)[wildcards];
  const known = compiled.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const read = compile(ignoreCase ? pattern.toLowerCase() : pattern, wildcards, ignoreCase);
  compiled.set(pattern, read);
  return read;
}

function compile(pattern: string, wildcards: Wildcards, ignoreCase: boolean): Glob {
  const letters = pattern.includes("${") ? unescaped(pattern) : [...pattern];
  let parts = 0;
  const nodes = letters.map((letter, at) => {
    parts += letter === ":" ? 1 : 0;
    return nodeFor(letter, wildcards, { parts, next: letters[at + 1] ?? "" });
  });
  return globOf(nodes.map(plain), ignoreCase);
}

let globs = 0;

function globOf(nodes: readonly string[], ignoreCase: boolean): Glob {
  const at = nodes.findIndex(isToken);
  const firstToken = at === -1 ? undefined : at;
  const prefix = nodes.slice(0, firstToken).join("");
  globs += 1;
  return { id: globs, nodes, ignoreCase, prefix, firstToken, isVague: nodes.some(isUnknown), answers: new Map() };
}

/** Marks an escaped character until it has passed for a letter. */
const mark = "\\";

function unescaped(pattern: string): readonly string[] {
  return pattern
    .split(/(\$\{[*?$]\})/)
    .flatMap((piece) => (escapes.has(piece) ? [`${mark}${piece.charAt(2)}`] : [...piece]));
}

const escapes = new Set(["${*}", "${?}", "${$}"]);

function plain(node: string): string {
  return node.startsWith(mark) && node.length === 2 ? node.slice(1) : node;
}

function nodeFor(letter: string, wildcards: Wildcards, place: { parts: number; next: string }): string {
  if (wildcards === "exact" || (letter !== "*" && letter !== "?")) {
    return letter;
  }
  if (letter === "?") {
    return wildcards === "name" || (wildcards === "arn" && place.parts < 5) ? oneCharacterInPart : oneCharacter;
  }
  const endsPart = place.next === ":" || place.next === "";
  const spans = { text: true, name: false, arn: place.parts >= 5, resource: endsPart || place.parts >= 5 };
  return spans[wildcards] ? anyRun : anyRunInPart;
}

/** Whether the text matches the pattern, for certain. */
export function matches(pattern: Glob, text: string): boolean {
  const read = pattern.ignoreCase ? text.toLowerCase() : text;
  const { nodes, prefix, firstToken } = pattern;
  if (firstToken === undefined || !read.startsWith(prefix)) {
    return read === prefix;
  }
  // Most patterns are a text and a star.
  if (firstToken === nodes.length - 1 && nodes[firstToken] === anyRun) {
    return true;
  }
  const known = pattern.answers.get(read);
  if (known !== undefined) {
    return known;
  }
  const answer = walk(pattern, read);
  pattern.answers.set(read, answer);
  return answer;
}

function walk({ nodes, ignoreCase }: Glob, text: string): boolean {
  let positions = closure(nodes, [0]);
  for (const letter of text) {
    const reading = positions.filter((position) => reads(nodes[position], letter, ignoreCase));
    if (reading.length === 0) {
      return false;
    }
    positions = closure(
      nodes,
      reading.map((position) => nextPosition(nodes, position)),
    );
  }
  return positions.includes(nodes.length);
}

/** As {@link matches}, but an unknown expression in the pattern may be any text. */
export function matchesPerhaps(pattern: Glob, text: string): Trilean {
  if (matches(pattern, text)) {
    return "yes";
  }
  return pattern.isVague && matches(widened(pattern), text) ? "unknown" : "no";
}

/** The pattern with every unknown expression read as any text. */
export function widened(pattern: Glob): Glob {
  if (!pattern.isVague) {
    return pattern;
  }
  const known = wide.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const nodes = pattern.nodes.map((node) => (isUnknown(node) ? anyRun : node));
  const created = globOf(nodes, pattern.ignoreCase);
  wide.set(pattern, created);
  return created;
}

const wide = new WeakMap<Glob, Glob>();
