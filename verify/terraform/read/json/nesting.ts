/** Levels of lists and objects. A plan of the shipped stacks has about 20, and a program that reads level by level has a stack. */
export const MAXIMUM_NESTING = 500;

const OPEN = new Set(["[", "{"].map((character) => character.charCodeAt(0)));
const CLOSE = new Set(["]", "}"].map((character) => character.charCodeAt(0)));
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);

/** Whether a JSON text nests lists and objects deeper than {@link MAXIMUM_NESTING}. It creates no values. */
export function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      at = endOfString(text, at);
    } else if (OPEN.has(character)) {
      depth += 1;
      if (depth > MAXIMUM_NESTING) {
        return true;
      }
    } else if (CLOSE.has(character)) {
      depth -= 1;
    }
  }
  return false;
}

/** Index of the quote that closes the string at `start`, or of the end of the text. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
