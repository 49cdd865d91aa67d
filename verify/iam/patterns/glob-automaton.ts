import { groupBy } from "../../collections/group-by";
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
  /** Groups by the position of a pattern's end. */
  readonly groups: ReadonlyMap<number, readonly number[]>;
  readonly start: AutomatonState;
}

interface AutomatonState {
  readonly witness: string;
  /** Positions that the witness reaches, in ascending order. */
  readonly positions: readonly number[];
}

export function buildProductAutomaton(domain: Glob, patterns: readonly GroupedPattern[]): ProductAutomaton {
  // Many statements name the same resources.
  const groupsByPattern = groupBy(patterns, ({ pattern }) => pattern);
  const all = [domain, ...groupsByPattern.keys()];
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
  const groups = [...groupsByPattern.values()].map((alike) => alike.map(({ group }) => group));
  return {
    nodes,
    ignoresCase,
    domainEnd,
    groups: new Map(others.map((position, index) => [position, groups[index] ?? []])),
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
      const reached = positions.flatMap((position) => groups.get(position) ?? []);
      const signature = signatureOf(reached);
      found.set(signature, found.get(signature) ?? witness);
    }
    for (const { letter, after } of transitionsFrom(automaton, positions)) {
      // Inside a literal of the domain there is one way on, so that states met twice are still one at its end.
      const isNew = onlyCharacterFrom(automaton, after) !== undefined || isFirstVisit(seen, after);
      if ((after[0] ?? Number.POSITIVE_INFINITY) <= domainEnd && isNew) {
        queue.push({ witness: witness + letter, positions: after });
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
  automaton: ProductAutomaton,
  positions: readonly number[],
  letter: string,
): readonly number[] {
  return positionsAfter(automaton, acceptingPositions(automaton, positions, letter));
}

/** Those of the positions that read the letter. */
function acceptingPositions(
  { nodes, ignoresCase }: ProductAutomaton,
  positions: readonly number[],
  letter: string,
): readonly number[] {
  return positions.filter((position) => nodeAccepts(nodes[position], letter, ignoresCase[position] ?? false));
}

/** The positions that follow when each of the given ones has read a letter. */
function positionsAfter({ nodes }: ProductAutomaton, reading: readonly number[]): readonly number[] {
  return epsilonClosure(
    nodes,
    reading.map((position) => positionAfter(nodes[position], position)),
  );
}

function isFirstVisit(seen: Set<string>, positions: readonly number[]): boolean {
  const key = positions.join();
  const isFirst = !seen.has(key);
  seen.add(key);
  return isFirst;
}

interface Transition {
  readonly letter: string;
  /** The positions that follow. */
  readonly after: readonly number[];
}

/** The characters that may be read next, and one for all others. */
function transitionsFrom(automaton: ProductAutomaton, positions: readonly number[]): readonly Transition[] {
  const { nodes, ignoresCase } = automaton;
  const only = onlyCharacterFrom(automaton, positions);
  if (only !== undefined) {
    return [{ letter: only, after: positionsReading(automaton, positions, only) }];
  }
  const readsOneLetter = (position: number): boolean =>
    !isWildcard(nodes[position] ?? endOfPattern) && !ignoresCase[position];
  // Thousands of names differ in their first letter, so they are not asked about each other's.
  const byLetter = groupBy(positions.filter(readsOneLetter), (position) => nodes[position]);
  const others = positions.filter((position) => !readsOneLetter(position));
  return charactersFrom(automaton, positions).map((letter) => {
    const reading = inOrder(byLetter.get(letter) ?? [], acceptingPositions(automaton, others, letter));
    return { letter, after: positionsAfter(automaton, reading) };
  });
}

/** Both lists as one in ascending order. */
function inOrder(one: readonly number[], other: readonly number[]): readonly number[] {
  const both = one.length === 0 ? other : other.concat(one);
  const isOrdered = one.length === 0 || other.length === 0 || (other.at(-1) ?? 0) < (one[0] ?? 0);
  return isOrdered ? both : [...both].sort((left, right) => left - right);
}

/** The next character, where the domain accepts one alone; most states are inside such a literal. */
function onlyCharacterFrom(
  { nodes, ignoresCase, domainEnd }: ProductAutomaton,
  positions: readonly number[],
): string | undefined {
  const first = positions[0] ?? domainEnd;
  const second = positions[1] ?? Number.POSITIVE_INFINITY;
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
