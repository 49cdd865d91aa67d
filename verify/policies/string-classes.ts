import {
  accepts,
  anyRun,
  anyRunInPart,
  closure,
  type Glob,
  isToken,
  oneCharacter,
  oneCharacterInPart,
  step,
  widened,
} from "./glob";
import { anythingElse } from "./letters";

/** One class of texts that the patterns cannot tell apart. */
export interface StringClass {
  /** A shortest text of the class. */
  readonly witness: string;
  /** Per pattern, in their order: whether the texts of the class match it. */
  readonly matches: readonly boolean[];
}

/**
 * Partitions all texts of a domain by which patterns they match: exactly, by walking the product of the patterns' automata.
 * Each class comes with one text, so that deciding for that text decides for the whole class.
 *
 * @throws when the patterns are so entangled that the product does not fit
 */
export function stringClasses(domain: Glob, patterns: readonly Glob[]): readonly StringClass[] {
  // An unknown expression may be any text, so the classes must tell what it may match.
  const usable = patterns.map(widened);
  const fates = usable.map((pattern) => fateOf(pattern, domain));
  const open = usable.filter((_, index) => fates[index] === "open");
  const classes = walk(domain, open);
  return classes.map(({ witness, matches }) => {
    const told = [...matches];
    return { witness, matches: fates.map((fate) => (fate === "open" ? (told.shift() ?? false) : fate === "always")) };
  });
}

/** Most patterns need no walk: they match every text, or begin with other letters than every text of the domain does. */
function fateOf(pattern: Glob, domain: Glob): "always" | "never" | "open" {
  if (pattern.nodes.length === 1 && pattern.nodes[0] === anyRun) {
    return "always";
  }
  const clashes = pattern.nodes.findIndex((node, index) => {
    const other = domain.nodes[index];
    return isToken(node) || other === undefined || isToken(other) || !isSame(node, other, pattern.ignoreCase);
  });
  const [node, other] = [pattern.nodes[clashes], domain.nodes[clashes]];
  return node === undefined || other === undefined || isToken(node) || isToken(other) ? "open" : "never";
}

function isSame(left: string, right: string, ignoreCase: boolean): boolean {
  return ignoreCase ? left.toLowerCase() === right.toLowerCase() : left === right;
}

interface State {
  readonly witness: string;
  readonly domain: readonly number[];
  readonly patterns: readonly (readonly number[])[];
}

const mostStates = 50_000;

function walk(domain: Glob, patterns: readonly Glob[]): readonly StringClass[] {
  if (patterns.length === 0) {
    return [{ witness: shortestOf(domain), matches: [] }];
  }
  const prefix = commonPrefix([domain, ...patterns]);
  const start: State = {
    witness: domain.nodes.slice(0, prefix).join(""),
    domain: closure(domain.nodes, [prefix]),
    patterns: patterns.map((pattern) => closure(pattern.nodes, [prefix])),
  };
  const found = new Map<string, StringClass>();
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  for (const state of queue) {
    collect(found, domain, patterns, state);
    for (const letter of lettersFrom(domain, patterns, state)) {
      const next = advance(domain, patterns, state, letter);
      const key = keyOf(next);
      if (next.domain.length > 0 && !seen.has(key)) {
        seen.add(key);
        queue.push(next);
      }
    }
    if (seen.size > mostStates) {
      throw new Error(
        `policies: ${patterns.length} patterns cannot be told apart within ${mostStates} steps; simplify them`,
      );
    }
  }
  return [...found.values()];
}

function shortestOf({ nodes }: Glob): string {
  return nodes
    .filter((node) => node !== anyRun && node !== anyRunInPart)
    .map((node) => (isToken(node) ? anythingElse : node))
    .join("");
}

/** How many letters the patterns begin with in common: no walk is needed through those. */
function commonPrefix(patterns: readonly Glob[]): number {
  const [first = { nodes: [] }, ...others] = patterns;
  const differs = first.nodes.findIndex(
    (node, index) => isToken(node) || others.some(({ nodes, ignoreCase }) => ignoreCase || nodes[index] !== node),
  );
  return differs === -1 ? first.nodes.length : differs;
}

function collect(found: Map<string, StringClass>, domain: Glob, patterns: readonly Glob[], state: State): void {
  if (!accepts(domain, state.domain)) {
    return;
  }
  const matches = patterns.map((pattern, index) => accepts(pattern, state.patterns[index] ?? []));
  const key = matches.map(Number).join("");
  if (!found.has(key)) {
    found.set(key, { witness: state.witness, matches });
  }
}

const dead: readonly number[] = [];

function advance(domain: Glob, patterns: readonly Glob[], state: State, letter: string): State {
  return {
    witness: state.witness + letter,
    domain: step(domain, state.domain, letter),
    patterns: patterns.map((pattern, index) => {
      const positions = state.patterns[index] ?? dead;
      return positions.length === 0 ? dead : step(pattern, positions, letter);
    }),
  };
}

/** The letters that some pattern may read next, and one that stands for all others. */
function lettersFrom(domain: Glob, patterns: readonly Glob[], state: State): Iterable<string> {
  // First, so that a class is shown by the plainest of its texts.
  const letters = new Set([anythingElse]);
  const add = (pattern: Glob, positions: readonly number[]): void => {
    for (const position of positions) {
      const node = pattern.nodes[position];
      if (node === anyRunInPart || node === oneCharacterInPart) {
        letters.add(":");
      } else if (node !== undefined && node !== anyRun && node !== oneCharacter) {
        letters.add(node);
        if (pattern.ignoreCase) {
          letters.add(node.toUpperCase());
        }
      }
    }
  };
  add(domain, state.domain);
  patterns.forEach((pattern, index) => {
    add(pattern, state.patterns[index] ?? dead);
  });
  return letters;
}

function keyOf(state: State): string {
  return `${state.domain.join(",")}|${state.patterns.map((positions) => positions.join(",")).join("|")}`;
}
