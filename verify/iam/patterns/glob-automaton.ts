import type { Glob } from "./glob";
import {
  anyCharacterExceptColon,
  anyStringExceptColon,
  epsilonClosure,
  isWildcard,
  nodeAccepts,
  positionAfter,
} from "./glob-nodes";
import { unmentionedText } from "./placeholders";

/** A pattern to distinguish, and the group that it belongs to. */
export interface GroupedPattern {
  readonly pattern: Glob;
  readonly group: number;
}

/** Longer than one character, so that no character is read there. */
const endOfPattern = "<end>";

/** The automata of the domain and the patterns, with their positions one after the other, the domain first. */
export interface ProductAutomaton {
  readonly nodes: readonly string[];
  readonly ignoresCase: readonly boolean[];
  /** Position of the end of the domain. */
  readonly domainEnd: number;
  /** Group by the position of a pattern's end. */
  readonly groups: ReadonlyMap<number, number>;
  readonly start: AutomatonState;
}

interface AutomatonState {
  readonly witness: string;
  /** Positions that the witness reaches, in ascending order. */
  readonly positions: readonly number[];
}

export function buildProductAutomaton(domain: Glob, patterns: readonly GroupedPattern[]): ProductAutomaton {
  const all = [domain, ...patterns.map(({ pattern }) => pattern)];
  const prefix = commonPrefixLength(all);
  const nodes: string[] = [];
  const ignoresCase: boolean[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const glob of all) {
    starts.push(nodes.length + prefix);
    nodes.push(...glob.nodes, endOfPattern);
    ends.push(nodes.length - 1);
    ignoresCase.push(...Array.from({ length: glob.nodes.length + 1 }, () => glob.ignoreCase));
  }
  const [domainEnd = 0, ...others] = ends;
  return {
    nodes,
    ignoresCase,
    domainEnd,
    groups: new Map(others.map((position, index) => [position, patterns[index]?.group ?? 0])),
    start: { witness: domain.nodes.slice(0, prefix).join(""), positions: epsilonClosure(nodes, starts) },
  };
}

/** Length of the prefix that all patterns share, which needs no walk. */
function commonPrefixLength(patterns: readonly Glob[]): number {
  const [first = { nodes: [] }, ...others] = patterns;
  const differs = first.nodes.findIndex(
    (node, index) => isWildcard(node) || others.some(({ nodes, ignoreCase }) => ignoreCase || nodes[index] !== node),
  );
  return differs === -1 ? first.nodes.length : differs;
}

const maxStates = 50_000;

/**
 * Visits the texts of the domain, the shortest first, until every combination of groups is found.
 *
 * @param signatureOf the name of a class, from the groups that a text belongs to
 * @returns a shortest text of each class
 * @throws when the product automaton has too many states
 */
export function enumerateStringClasses(
  automaton: ProductAutomaton,
  signatureOf: (reached: readonly number[]) => string,
): ReadonlyMap<string, string> {
  const { groups, domainEnd } = automaton;
  const found = new Map<string, string>();
  const queue = [afterFirstLiteral(automaton)];
  const seen = new Set(queue.map(({ positions }) => positions.join()));
  for (const { witness, positions } of queue) {
    if (positions.includes(domainEnd)) {
      const reached = positions.map((position) => groups.get(position)).filter((group) => group !== undefined);
      const signature = signatureOf(reached);
      found.set(signature, found.get(signature) ?? witness);
    }
    for (const [letter, next] of transitionsFrom(automaton, positions)) {
      // Inside a literal of the domain there is one way on, so that states met twice are still one at its end.
      const isNew = onlyCharacterFrom(automaton, next) !== undefined || isFirstVisit(seen, next);
      if ((next[0] ?? Number.POSITIVE_INFINITY) <= domainEnd && isNew) {
        queue.push({ witness: witness + letter, positions: next });
      }
    }
    if (queue.length > maxStates) {
      throw new Error(
        `policies: ${groups.size} patterns cannot be distinguished within ${maxStates} states; simplify them`,
      );
    }
  }
  return found;
}

/** The state after the literal that the domain begins with. Most positions end inside it. */
function afterFirstLiteral(automaton: ProductAutomaton): AutomatonState {
  let { witness, positions } = automaton.start;
  for (
    let only = onlyCharacterFrom(automaton, positions);
    only !== undefined;
    only = onlyCharacterFrom(automaton, positions)
  ) {
    positions = positionsReading(automaton, positions, only);
    witness += only;
  }
  return { witness, positions };
}

function positionsReading(
  { nodes, ignoresCase }: ProductAutomaton,
  positions: readonly number[],
  letter: string,
): readonly number[] {
  const after: number[] = [];
  for (const position of positions) {
    const node = nodes[position];
    if (nodeAccepts(node, letter, ignoresCase[position] ?? false)) {
      after.push(positionAfter(node, position));
    }
  }
  return epsilonClosure(nodes, after);
}

function isFirstVisit(seen: Set<string>, positions: readonly number[]): boolean {
  const key = positions.join();
  const isFirst = !seen.has(key);
  seen.add(key);
  return isFirst;
}

/** The characters that may be read next, and one for all others, each with the positions that follow. */
function transitionsFrom(
  automaton: ProductAutomaton,
  positions: readonly number[],
): readonly (readonly [letter: string, next: readonly number[]])[] {
  const { nodes, ignoresCase } = automaton;
  const only = onlyCharacterFrom(automaton, positions);
  if (only !== undefined) {
    return [[only, positionsReading(automaton, positions, only)]];
  }
  const transitions = new Map(charactersFrom(automaton, positions).map((letter): [string, number[]] => [letter, []]));
  for (const position of positions) {
    const node = nodes[position] ?? endOfPattern;
    const folds = ignoresCase[position] ?? false;
    if (isWildcard(node) || folds) {
      for (const [letter, after] of transitions) {
        if (nodeAccepts(node, letter, folds)) {
          after.push(positionAfter(node, position));
        }
      }
    } else {
      transitions.get(node)?.push(position + 1);
    }
  }
  return [...transitions].map(([letter, after]) => [letter, epsilonClosure(nodes, after)]);
}

/** The next character, where the domain accepts one alone; most states are inside such a literal. */
function onlyCharacterFrom(
  { nodes, ignoresCase, domainEnd }: ProductAutomaton,
  [first = domainEnd, second = Number.POSITIVE_INFINITY]: readonly number[],
): string | undefined {
  const node = nodes[first];
  return first < domainEnd && second > domainEnd && !ignoresCase[first] && node !== undefined && !isWildcard(node)
    ? node
    : undefined;
}

/** The next characters that the domain accepts. The one that no policy mentions comes first, as the witness of its class. */
function charactersFrom(
  { nodes, ignoresCase, domainEnd }: ProductAutomaton,
  positions: readonly number[],
): readonly string[] {
  const ofDomain = positions.filter((position) => position <= domainEnd);
  const isFree = ofDomain.some((position) => position !== domainEnd && isWildcard(nodes[position] ?? endOfPattern));
  const characters = new Set(isFree ? [unmentionedText] : []);
  for (const position of isFree ? positions : ofDomain) {
    const node = nodes[position] ?? endOfPattern;
    if (node === anyStringExceptColon || node === anyCharacterExceptColon) {
      characters.add(":");
    } else if (!isWildcard(node)) {
      characters.add(node);
      if (ignoresCase[position]) {
        characters.add(node.toUpperCase());
      }
    }
  }
  return [...characters];
}
