/** Tokens are longer than any one letter, so that no letter of a text equals them. */
export const oneCharacter = "<one>";
export const oneCharacterInPart = "<one in part>";
export const anyRun = "<any run>";
export const anyRunInPart = "<any run in part>";

export function isToken(node: string): boolean {
  return node.length > 2;
}

/**
 * Positions reachable without reading a letter: past every run that may be empty.
 *
 * @param positions ascending, and so is what comes back
 */
export function closure(nodes: readonly string[], positions: readonly number[]): readonly number[] {
  const reached: number[] = [];
  let last = -1;
  for (const start of positions) {
    for (let position = start; position === start || isRun(nodes[position - 1]); position += 1) {
      if (position > last) {
        reached.push(position);
        last = position;
      }
    }
  }
  return reached;
}

/** Whether the node reads the letter. */
export function reads(node: string | undefined, letter: string, ignoreCase: boolean): boolean {
  switch (node) {
    case anyRun:
    case oneCharacter:
      return true;
    case anyRunInPart:
    case oneCharacterInPart:
      return letter !== ":";
    default:
      return node === (ignoreCase ? letter.toLowerCase() : letter);
  }
}

/** Where a position stands when its node has read a letter: a run may read more. */
export function nextPosition(nodes: readonly string[], position: number): number {
  return isRun(nodes[position]) ? position : position + 1;
}

export function isRun(node: string | undefined): boolean {
  return node === anyRun || node === anyRunInPart;
}
