import { memoize, memoizeByText } from "../../collections/memoize";
import type { Glob } from "./glob";
import {
  anyCharacterExceptColon,
  anyString,
  anyStringExceptColon,
  epsilonClosure,
  isWildcard,
  nodeAccepts,
  positionAfter,
} from "./glob-nodes";

/**
 * What a pattern accepts after some text: a state of its deterministic automaton, which is built only as far as texts are read.
 * Two texts that lead to one state match after the same further characters.
 */
export interface GlobState {
  readonly id: number;
  /** The pattern, or what follows in it after a text. One object for equal ones. */
  readonly rest: GlobRest;
  /** Whether the text so far matches. */
  readonly isMatch: boolean;
  /** Whether the text so far matches, however it is continued. */
  readonly isSettled: boolean;
  /** Characters that are read otherwise than all others, in the order in which the pattern has them. */
  readonly characters: readonly string[];
  /** Whether other characters may follow. */
  readonly takesOthers: boolean;
  /** Positions in the rest that the text reaches, in ascending order. */
  readonly positions: readonly number[];
  /** States after the characters that were read so far; all of no meaning to the pattern are one. */
  readonly after: Map<string, GlobState | undefined>;
}

interface GlobRest {
  readonly nodes: readonly string[];
  readonly ignoreCase: boolean;
  /** States by their positions. */
  readonly states: Map<string, GlobState>;
}

/**
 * The state of a pattern after a text. Patterns that differ only in what the text has read have one state: after `arn:aws:s3:::`,
 * `arn:*:s3:::data/*` and `arn:aws:s3:::data/*` match the same further characters.
 *
 * @returns `undefined` when no text that begins so matches
 */
export function stateAfterText(pattern: Glob, text: string): GlobState | undefined {
  const positions = positionsAfterText(pattern, text);
  return positions.length === 0 ? undefined : startOfRest(pattern, positions);
}

/** Read from colon to colon: most ARNs have their first parts in common. */
function positionsAfterText(pattern: Glob, text: string): readonly number[] {
  const { nodes, ignoreCase } = pattern;
  if (text === "") {
    return epsilonClosure(nodes, [0]);
  }
  const reached = positionsByText(pattern);
  const known = reached.get(text);
  if (known !== undefined) {
    return known;
  }
  const beforeLastPart = text.slice(0, -1).lastIndexOf(":") + 1;
  let positions = positionsAfterText(pattern, text.slice(0, beforeLastPart));
  if (positions.length > 0) {
    for (const character of text.slice(beforeLastPart)) {
      positions = positionsAfter(nodes, ignoreCase, positions, character);
    }
  }
  reached.set(text, positions);
  return positions;
}

const positionsByText = memoize((_: Glob) => new Map<string, readonly number[]>());

const nowhere: readonly number[] = [];

function positionsAfter(
  nodes: readonly string[],
  ignoreCase: boolean,
  positions: readonly number[],
  character: string,
): readonly number[] {
  const reading = positions.filter((position) => nodeAccepts(nodes[position], character, ignoreCase));
  return reading.length === 0
    ? nowhere
    : epsilonClosure(
        nodes,
        reading.map((position) => positionAfter(nodes[position], position)),
      );
}

function startOfRest(pattern: Glob, positions: readonly number[]): GlobState {
  const starts = startsOf(pattern);
  const key = positions.join();
  const known = starts.get(key);
  if (known !== undefined) {
    return known;
  }
  const [first = 0] = positions;
  const reached = positions.map((position) => position - first);
  const start = startOf(JSON.stringify([pattern.nodes.slice(first), pattern.ignoreCase, reached]));
  starts.set(key, start);
  return start;
}

/** By the positions of the pattern. */
const startsOf = memoize((_: Glob) => new Map<string, GlobState>());

const startOf = memoizeByText((text) => {
  const [nodes, ignoreCase, positions] = JSON.parse(text) as [string[], boolean, number[]];
  return stateAt({ nodes, ignoreCase, states: new Map() }, positions);
});

let stateCount = 0;

function stateAt(rest: GlobRest, positions: readonly number[]): GlobState {
  const key = positions.join();
  const known = rest.states.get(key);
  if (known !== undefined) {
    return known;
  }
  const { nodes, ignoreCase } = rest;
  stateCount += 1;
  const reached = positions.flatMap((position) => nodes[position] ?? []);
  const state: GlobState = {
    id: stateCount,
    rest,
    isMatch: positions.includes(nodes.length),
    isSettled: nodes.at(-1) === anyString && positions.includes(nodes.length),
    characters: [...new Set(reached.flatMap((node) => charactersOf(node, ignoreCase)))],
    takesOthers: reached.some(isWildcard),
    positions,
    after: new Map(),
  };
  rest.states.set(key, state);
  return state;
}

/** Characters that a node reads otherwise than all others. */
function charactersOf(node: string, ignoreCase: boolean): readonly string[] {
  if (node === anyStringExceptColon || node === anyCharacterExceptColon) {
    return [":"];
  }
  if (isWildcard(node)) {
    return [];
  }
  return ignoreCase ? [node, node.toUpperCase()] : [node];
}

/** Longer than one character, so that no character of a text equals it. */
const anyOther = "<other>";

/** @returns `undefined` when no text that begins so matches */
export function stateAfter(state: GlobState, character: string): GlobState | undefined {
  const { rest, positions, characters, after } = state;
  const read = characters.includes(character) ? character : anyOther;
  if (after.has(read)) {
    return after.get(read);
  }
  const next = positionsAfter(rest.nodes, rest.ignoreCase, positions, read);
  const found = next.length === 0 ? undefined : stateAt(rest, next);
  after.set(read, found);
  return found;
}
