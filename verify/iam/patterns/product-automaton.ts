import { type GlobState, stateAfter } from "./glob-state";
import { unmentionedText } from "./placeholders";

/** A pattern to distinguish, and the groups that it belongs to. */
export interface GroupedState {
  readonly state: GlobState;
  readonly groups: readonly number[];
}

/** Texts of the domain that belong to the same groups. */
export interface TextClass {
  /** In ascending order. */
  readonly groups: readonly number[];
  /** A shortest text of the class. */
  readonly witness: string;
}

/** Groups of the patterns, by the automata of their states. */
type Groups = ReadonlyMap<GlobState["automaton"], readonly number[]>;

/** State of all patterns after a text. What cannot change the groups of a longer text is left out, so that such texts are alike. */
interface ProductState {
  readonly witness: string;
  readonly domain: GlobState;
  /** Groups that every longer text belongs to, in ascending order. */
  readonly settled: readonly number[];
  /** States of the patterns that still decide about another group. */
  readonly open: readonly GlobState[];
}

const maxStates = 50_000;

/**
 * Visits the texts of the domain, the shortest first, until every combination of groups is found. Of texts that lead to the same
 * state only the first is continued.
 *
 * @throws when the product automaton has too many states
 */
export function enumerateTextClasses(domain: GlobState, patterns: readonly GroupedState[]): readonly TextClass[] {
  const groups: Groups = new Map(patterns.map(({ state, groups: ofPattern }) => [state.automaton, ofPattern]));
  const found = new Map<string, TextClass>();
  const start = settle({ witness: "", domain, settled: [], open: patterns.map(({ state }) => state) }, groups);
  const queue = [start];
  const seen = new Set([nameOf(start)]);
  for (const state of queue) {
    if (state.domain.isMatch) {
      const reached = groupsOf(state, groups);
      const name = reached.join();
      found.set(name, found.get(name) ?? { groups: reached, witness: state.witness });
    }
    for (const character of charactersFrom(state)) {
      const next = settledAfter(state, character, groups);
      // Inside a literal of the domain there is one way on, so that states met twice are still one at its end.
      if (next !== undefined && (onlyCharacterOf(next.domain) !== undefined || isFirstVisit(seen, next))) {
        queue.push(next);
      }
    }
    if (queue.length > maxStates) {
      throw new Error(
        `policies: ${patterns.length} patterns cannot be distinguished within ${maxStates} states; simplify them`,
      );
    }
  }
  return [...found.values()];
}

/** The characters that may be read next, and one for all others. The one that no policy mentions comes first, as the witness of its class. */
function charactersFrom({ domain, open }: ProductState): readonly string[] {
  if (!domain.takesOthers) {
    return domain.characters;
  }
  // Only lists are made here and below: an iterator for each state would be a twentieth of the memory of a verification.
  return [...new Set([unmentionedText, ...domain.characters, ...open.flatMap(({ characters }) => characters)])];
}

/** The next character, where the domain accepts one alone; most states are inside such a literal. */
function onlyCharacterOf({ takesOthers, isMatch, characters }: GlobState): string | undefined {
  return !takesOthers && !isMatch && characters.length === 1 ? characters[0] : undefined;
}

/** @returns `undefined` when no text of the domain begins so */
function settledAfter(
  { witness, domain, settled, open }: ProductState,
  character: string,
  groups: Groups,
): ProductState | undefined {
  const domainAfter = stateAfter(domain, character);
  if (domainAfter === undefined) {
    return undefined;
  }
  const openAfter: GlobState[] = [];
  for (let index = 0; index < open.length; index += 1) {
    const after = stateAfter(open[index] as GlobState, character);
    if (after !== undefined) {
      openAfter.push(after);
    }
  }
  return settle({ witness: witness + character, domain: domainAfter, settled, open: openAfter }, groups);
}

/** Without the patterns of groups that every longer text belongs to: whether they match changes nothing. */
function settle(state: ProductState, groups: Groups): ProductState {
  if (!state.open.some(({ isSettled }) => isSettled)) {
    return state;
  }
  const settled = new Set(state.settled);
  for (const { isSettled, automaton } of state.open) {
    for (const group of isSettled ? (groups.get(automaton) ?? []) : []) {
      settled.add(group);
    }
  }
  const isOpen = ({ automaton }: GlobState): boolean =>
    (groups.get(automaton) ?? []).some((group) => !settled.has(group));
  return { ...state, settled: inAscendingOrder(settled), open: state.open.filter(isOpen) };
}

function groupsOf({ settled, open }: ProductState, groups: Groups): readonly number[] {
  const matching = open.filter(({ isMatch }) => isMatch);
  return matching.length === 0
    ? settled
    : inAscendingOrder(new Set([...settled, ...matching.flatMap(({ automaton }) => groups.get(automaton) ?? [])]));
}

function inAscendingOrder(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((left, right) => left - right);
}

/** Equal for equal states. */
function nameOf({ domain, settled, open }: ProductState): string {
  return `${domain.id} ${settled.join()} ${open.map(({ id }) => id).join()}`;
}

function isFirstVisit(seen: Set<string>, state: ProductState): boolean {
  const { size } = seen;
  seen.add(nameOf(state));
  return seen.size > size;
}
