/** Wildcard nodes. They are longer than one character, so that no character of a text equals them. */
export const anyCharacter = "<one>";
export const anyCharacterExceptColon = "<one in part>";
export const anyString = "<any run>";
export const anyStringExceptColon = "<any run in part>";

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
  let last = -1;
  for (const start of positions) {
    // What follows a position that is reached already is reached, too.
    let isReached = start > last;
    while (isReached) {
      last = Math.max(start, last + 1);
      reached.push(last);
      isReached = isStringWildcard(nodes[last]);
    }
  }
  return reached;
}

/** Whether the node accepts the character. */
export function nodeAccepts(node: string | undefined, character: string, ignoreCase: boolean): boolean {
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

/**
 * Positions after their nodes have read a character. A `*` stays, because it may read more, and is passed as well.
 *
 * @param reading in ascending order, as the result
 */
export function positionsAfter(nodes: readonly string[], reading: readonly number[]): readonly number[] {
  return epsilonClosure(
    nodes,
    reading.map((position) => (isStringWildcard(nodes[position]) ? position : position + 1)),
  );
}

export function isStringWildcard(node: string | undefined): boolean {
  return node === anyString || node === anyStringExceptColon;
}
