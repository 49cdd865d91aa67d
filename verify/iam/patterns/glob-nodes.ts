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
  positions.forEach((start) => {
    // What follows a position that is reached already is reached, too.
    let isReached = start > last;
    while (isReached) {
      last = Math.max(start, last + 1);
      reached.push(last);
      isReached = isStringWildcard(nodes[last]);
    }
  });
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

/** Position after its node has read a character, before {@link epsilonClosure}. A `*` stays, because it may read more. */
export function positionAfter(node: string | undefined, position: number): number {
  return isStringWildcard(node) ? position : position + 1;
}

export function isStringWildcard(node: string | undefined): boolean {
  return node === anyString || node === anyStringExceptColon;
}
