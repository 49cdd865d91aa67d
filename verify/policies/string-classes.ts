import {
  accepts,
  anyRun,
  anyRunInPart,
  closure,
  type Glob,
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

interface State {
  readonly witness: string;
  readonly domain: readonly number[];
  readonly patterns: readonly (readonly number[])[];
}

const mostStates = 50_000;

/**
 * Partitions all texts of a domain by which patterns they match: exactly, by walking the product of the patterns' automata.
 * Each class comes with one text, so that deciding for that text decides for the whole class.
 *
 * @throws when the patterns are so entangled that the product does not fit
 */
export function stringClasses(domain: Glob, patterns: readonly Glob[]): readonly StringClass[] {
  // An unknown expression may be any text, so the classes must tell what it may match.
  const usable = patterns.map(widened);
  const start: State = {
    witness: "",
    domain: closure(domain.nodes, [0]),
    patterns: usable.map((pattern) => closure(pattern.nodes, [0])),
  };
  const found = new Map<string, StringClass>();
  const seen = new Set([keyOf(start)]);
  const queue = [start];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    collect(found, domain, usable, state);
    for (const letter of lettersFrom(domain, usable, state)) {
      const next = advance(domain, usable, state, letter);
      if (next.domain.length > 0 && !seen.has(keyOf(next))) {
        seen.add(keyOf(next));
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

function advance(domain: Glob, patterns: readonly Glob[], state: State, letter: string): State {
  return {
    witness: state.witness + letter,
    domain: step(domain, state.domain, letter),
    patterns: patterns.map((pattern, index) => step(pattern, state.patterns[index] ?? [], letter)),
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
    add(pattern, state.patterns[index] ?? []);
  });
  return letters;
}

function keyOf(state: State): string {
  return `${state.domain.join(",")}|${state.patterns.map((positions) => positions.join(",")).join("|")}`;
}
