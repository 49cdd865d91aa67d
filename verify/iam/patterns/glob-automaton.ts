import type { Glob } from "./glob";
import { anyRunInPart, closure, isToken, nextPosition, oneCharacterInPart, reads } from "./glob-nodes";
import { anythingElse } from "./placeholders";

/** A pattern that has to be told from others, and the group that it belongs to. */
export interface OpenPattern {
  readonly pattern: Glob;
  readonly group: number;
}

/** Longer than a letter, so that no letter is read there. */
const end = "<end>";

/** The domain and the patterns as one automaton, their positions one after the other, the domain's first. */
export interface Automaton {
  readonly nodes: readonly string[];
  readonly ignoresCase: readonly boolean[];
  /** Where the domain ends. */
  readonly domainEnd: number;
  /** Position of a pattern's end to its group. */
  readonly groups: ReadonlyMap<number, number>;
  readonly start: State;
}

interface State {
  readonly witness: string;
  /** Where the texts that got here may stand, ascending. */
  readonly positions: readonly number[];
}

export function automatonOf(domain: Glob, open: readonly OpenPattern[]): Automaton {
  const all = [domain, ...open.map(({ pattern }) => pattern)];
  const prefix = commonPrefix(all);
  const nodes: string[] = [];
  const ignoresCase: boolean[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const glob of all) {
    starts.push(nodes.length + prefix);
    nodes.push(...glob.nodes, end);
    ends.push(nodes.length - 1);
    ignoresCase.push(...Array.from({ length: glob.nodes.length + 1 }, () => glob.ignoreCase));
  }
  const [domainEnd = 0, ...others] = ends;
  return {
    nodes,
    ignoresCase,
    domainEnd,
    groups: new Map(others.map((position, index) => [position, open[index]?.group ?? 0])),
    start: { witness: domain.nodes.slice(0, prefix).join(""), positions: closure(nodes, starts) },
  };
}

/** How many letters the patterns begin with in common: no walk is needed through those. */
function commonPrefix(patterns: readonly Glob[]): number {
  const [first = { nodes: [] }, ...others] = patterns;
  const differs = first.nodes.findIndex(
    (node, index) => isToken(node) || others.some(({ nodes, ignoreCase }) => ignoreCase || nodes[index] !== node),
  );
  return differs === -1 ? first.nodes.length : differs;
}

const mostStates = 50_000;

/**
 * Visits the texts of the domain, the shortest first, as far as the patterns tell them apart.
 *
 * @param signed what tells classes apart, by the groups that a text belongs to
 * @returns a shortest text of each class
 * @throws when the patterns are so entangled that the product does not fit
 */
export function walk(
  automaton: Automaton,
  signed: (reached: readonly number[]) => string,
): ReadonlyMap<string, string> {
  const { nodes, start, groups, domainEnd } = automaton;
  const found = new Map<string, string>();
  const seen = new Set([start.positions.join()]);
  const queue = [start];
  for (const { witness, positions } of queue) {
    if (positions.includes(domainEnd)) {
      const signature = signed(positions.flatMap((position) => groups.get(position) ?? []));
      found.set(signature, found.get(signature) ?? witness);
    }
    for (const [letter, reading] of movesFrom(automaton, positions)) {
      const next = closure(
        nodes,
        reading.map((position) => nextPosition(nodes, position)),
      );
      const key = next.join();
      if ((next[0] ?? Number.POSITIVE_INFINITY) <= domainEnd && !seen.has(key)) {
        seen.add(key);
        queue.push({ witness: witness + letter, positions: next });
      }
    }
    if (seen.size > mostStates) {
      throw new Error(
        `policies: ${groups.size} patterns cannot be told apart within ${mostStates} steps; simplify them`,
      );
    }
  }
  return found;
}

/** The letters that may be read next, and one that stands for all others, each with the positions that read it. */
function movesFrom(automaton: Automaton, positions: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const { nodes, ignoresCase } = automaton;
  const moves = new Map(lettersFrom(automaton, positions).map((letter): [string, number[]] => [letter, []]));
  for (const position of positions) {
    const node = nodes[position] ?? end;
    const folds = ignoresCase[position] ?? false;
    if (isToken(node) || folds) {
      for (const [letter, reading] of moves) {
        if (reads(node, letter, folds)) {
          reading.push(position);
        }
      }
    } else {
      moves.get(node)?.push(position);
    }
  }
  return moves;
}

/** Only what the domain reads leads on: where that is a text, its next letter. The plainest comes first, to show a class by. */
function lettersFrom({ nodes, ignoresCase, domainEnd }: Automaton, positions: readonly number[]): readonly string[] {
  const ofDomain = positions.filter((position) => position <= domainEnd);
  const isFree = ofDomain.some((position) => position !== domainEnd && isToken(nodes[position] ?? end));
  const letters = new Set(isFree ? [anythingElse] : []);
  for (const position of isFree ? positions : ofDomain) {
    const node = nodes[position] ?? end;
    if (node === anyRunInPart || node === oneCharacterInPart) {
      letters.add(":");
    } else if (!isToken(node)) {
      letters.add(node);
      if (ignoresCase[position]) {
        letters.add(node.toUpperCase());
      }
    }
  }
  return [...letters];
}
