/** One character. Wildcard nodes are longer than one character, so that no character of a text equals them. */
export const anyCharacter = "<one>";
/** One character within a part of an ARN. */
export const anyCharacterExceptColon = "<one in part>";
/** A `*`: any characters, or none. */
export const anyString = "<any run>";
/** A `*` within a part of an ARN. */
export const anyStringExceptColon = "<any run in part>";

/** Whether a node is a wildcard, and not a character. */
export function isWildcard(node: string): boolean {
  return node.length > 2;
}

/**
 * Positions that are reachable without reading a character: past every `*`.
 *
 * @param positions in ascending order, as the result
 */
export function epsilonClosure(nodes: readonly string[], positions: readonly number[]): readonly number[] {
  const reached: number[] = [];
  for (const position of positions) {
    addReachable(nodes, position, reached);
  }
  return reached;
}

/** Adds a position and those past every `*` from there. What follows a position that is reached already is reached, too. */
function addReachable(nodes: readonly string[], start: number, reached: number[]): void {
  let isReached = start > (reached.at(-1) ?? -1);
  for (let position = start; isReached; position += 1) {
    reached.push(position);
    isReached = isStringWildcard(nodes[position]);
  }
}

/**
 * Positions after a character, from the given ones.
 *
 * @param positions in ascending order, as the result
 */
export function positionsAfter(
  nodes: readonly string[],
  ignoreCase: boolean,
  positions: readonly number[],
  character: string,
): readonly number[] {
  const reached: number[] = [];
  for (let index = 0; index < positions.length; index += 1) {
    const position = positions[index] as number;
    if (nodeAccepts(nodes[position], character, ignoreCase)) {
      addReachable(nodes, positionAfter(nodes[position], position), reached);
    }
  }
  return reached;
}

/** Whether the node accepts the character. */
function nodeAccepts(node: string | undefined, character: string, ignoreCase: boolean): boolean {
  switch (node) {
    case anyString:
    case anyCharacter:
      return true;
    case anyStringExceptColon:
    case anyCharacterExceptColon:
      return character !== ":";
    default:
      return node === (ignoreCase ? character.toLowerCase() : character);
  }
}

/** Position after its node has read a character, before {@link epsilonClosure}. A `*` stays, because it may read more. */
function positionAfter(node: string | undefined, position: number): number {
  return isStringWildcard(node) ? position : position + 1;
}

/** Whether a node is a `*`, which may read any number of characters. */
export function isStringWildcard(node: string | undefined): boolean {
  return node === anyString || node === anyStringExceptColon;
}
