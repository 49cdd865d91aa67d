import { memoize, memoizeByKey, memoizeByText } from "../../collections/memoize";
import type { Glob } from "./glob";
import {
  anyCharacterExceptColon,
  anyString,
  anyStringExceptColon,
  epsilonClosure,
  isWildcard,
  positionsAfter,
} from "./glob-nodes";

/**
 * What a pattern accepts after some text: a state of its deterministic automaton, which is built only as far as texts are read.
 * Two texts that lead to one state match after the same further characters.
 */
export interface GlobState {
  readonly id: number;
  /** That of the pattern, or of what follows in it after a text. One object for equal ones. */
  readonly automaton: GlobAutomaton;
  /** Whether the text so far matches. */
  readonly isMatch: boolean;
  /** Whether the text so far matches, however it is continued. */
  readonly isSettled: boolean;
  /** Characters that are read otherwise than all others, in the order in which the pattern has them. */
  readonly characters: readonly string[];
  /** Whether other characters may follow. */
  readonly takesOthers: boolean;
  /** Positions in the nodes that the text reaches, in ascending order. */
  readonly positions: readonly number[];
  /** States after each of the characters, and after any other; `none` where nothing that begins so matches. As far as they are known. */
  readonly transitions: (GlobState | "none" | undefined)[];
}

/** A deterministic automaton, as far as it is built. */
interface GlobAutomaton {
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
  const { prefix, ignoreCase } = pattern;
  // Most patterns begin with the text, or with the first wildcard after it.
  const positions =
    prefix.startsWith(text) && !ignoreCase
      ? epsilonClosure(pattern.nodes, [[...text].length])
      : positionsAfterText(pattern)(text);
  return positions.length === 0 ? undefined : startFrom(pattern)(positions);
}

/** Positions after a text, which is read from colon to colon: most ARNs have their first parts in common. */
const positionsAfterText = memoize((pattern: Glob): ((text: string) => readonly number[]) => {
  const { nodes, ignoreCase } = pattern;
  return memoizeByText((text) => {
    if (text === "") {
      return epsilonClosure(nodes, [0]);
    }
    const lastPart = text.slice(0, -1).lastIndexOf(":") + 1;
    let positions = positionsAfterText(pattern)(text.slice(0, lastPart));
    for (const character of text.slice(lastPart)) {
      positions = positionsAfter(nodes, ignoreCase, positions, character);
    }
    return positions;
  });
});

/** The state at positions of a pattern, which does not depend on the nodes before them. */
const startFrom = memoize(({ nodes, ignoreCase }: Glob) =>
  memoizeByKey(
    (positions: readonly number[]) => positions.join(),
    (positions) => {
      const [first = 0] = positions;
      return startOf(
        nodes.slice(first),
        ignoreCase,
        positions.map((position) => position - first),
      );
    },
  ),
);

const startOf = memoizeByKey(
  (...rest: [nodes: readonly string[], ignoreCase: boolean, positions: readonly number[]]) => JSON.stringify(rest),
  (nodes, ignoreCase, positions) => stateAt({ nodes, ignoreCase, states: new Map() }, positions),
);

let stateCount = 0;

function stateAt(automaton: GlobAutomaton, positions: readonly number[]): GlobState {
  const key = positions.join();
  const known = automaton.states.get(key);
  if (known !== undefined) {
    return known;
  }
  const { nodes, ignoreCase } = automaton;
  stateCount += 1;
  const reached = positions.flatMap((position) => nodes[position] ?? []);
  const characters = [...new Set(reached.flatMap((node) => charactersOf(node, ignoreCase)))];
  const state: GlobState = {
    id: stateCount,
    automaton,
    isMatch: positions.includes(nodes.length),
    isSettled: nodes.at(-1) === anyString && positions.includes(nodes.length),
    characters,
    takesOthers: reached.some(isWildcard),
    // A copy is as small as it can be.
    positions: positions.slice(),
    transitions: new Array(characters.length + 1),
  };
  automaton.states.set(key, state);
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
  const { automaton, positions, characters, transitions } = state;
  const at = characters.indexOf(character);
  const index = at === -1 ? characters.length : at;
  const known = transitions[index];
  if (known !== undefined) {
    return known === "none" ? undefined : known;
  }
  const next = positionsAfter(automaton.nodes, automaton.ignoreCase, positions, characters[index] ?? anyOther);
  const found = next.length === 0 ? undefined : stateAt(automaton, next);
  transitions[index] = found ?? "none";
  return found;
}
