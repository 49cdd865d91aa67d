/** Tokens are longer than any one letter, so that no letter of a text equals them. */
export const anyCharacter = "<one>";
export const anyCharacterExceptColon = "<one in part>";
export const anyString = "<any run>";
export const anyStringExceptColon = "<any run in part>";

export function isWildcard(node: string): boolean {
  return node.length > 2;
}

/**
 * Positions reachable without reading a letter: past every run that may be empty.
 *
 * @param positions ascending, and so is what comes back
 */
export function epsilonClosure(nodes: readonly string[], positions: readonly number[]): readonly number[] {
  const reached: number[] = [];
  let last = -1;
  for (const start of positions) {
    for (let position = start; position === start || isStringWildcard(nodes[position - 1]); position += 1) {
      if (position > last) {
        reached.push(position);
        last = position;
      }
    }
  }
  return reached;
}

/** Whether the node reads the letter. */
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

/** Where a position stands when its node has read a letter: a run may read more. */
export function nextPosition(nodes: readonly string[], position: number): number {
  return isStringWildcard(nodes[position]) ? position : position + 1;
}

export function isStringWildcard(node: string | undefined): boolean {
  return node === anyString || node === anyStringExceptColon;
}
