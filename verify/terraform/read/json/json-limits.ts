/**
 * Limits of work for a JSON text. A plan has 12 to 20 bytes a value, ten values a list or object, 20 levels, and few keys apart from the
 * names of its resources. A parser needs seconds and a gigabyte for a text whose objects have millions of different keys, or for 16
 * million small lists.
 */
export const JSON_LIMITS = {
  /** Levels of lists and objects, because a program that reads level by level has a stack. */
  levels: 500,
  /** Commas and colons: the members of all lists and objects. A plan of 50,000 resources has 10 million. */
  values: 20_000_000,
  /** Lists and objects, each of which takes as much memory as ten values. A plan of 50,000 resources has 1 million. */
  containers: 4_000_000,
  /** Different keys, estimated by a hash. */
  keys: 300_000,
} as const;

/** A limit that a text exceeds. */
export type JsonLimit = keyof typeof JSON_LIMITS;

const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [..."[]{}"].map((character) => character.charCodeAt(0));
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = "\\".charCodeAt(0);
const COMMA = ",".charCodeAt(0);
const COLON = ":".charCodeAt(0);

const HASH_BITS = 24;
const HASH_MASK = 2 ** HASH_BITS - 1;
/** FNV-1a. @see https://www.rfc-editor.org/rfc/rfc9923 */
const HASH_START = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** A number for each limit. */
export type JsonLimits = Readonly<Record<JsonLimit, number>>;

/** The first limit that a JSON text exceeds. It creates no values and stops there, so that a hostile text stays cheap. */
export function exceededLimit(text: string, limits: JsonLimits = JSON_LIMITS): JsonLimit | undefined {
  // A key takes four characters at least: most files are too short for the table to be needed.
  const seen = text.length / 4 > limits.keys ? new Uint8Array(HASH_MASK + 1) : undefined;
  let [levels, values, containers, keys, lastText] = [0, 0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      lastText = seen === undefined ? HASH_START : hashOf(text, at + 1, end);
      at = end;
    } else if (character === COMMA || character === COLON) {
      values += 1;
      keys += character === COLON && seen !== undefined && isFirst(seen, lastText) ? 1 : 0;
      if (values > limits.values) {
        return "values";
      }
      if (keys > limits.keys) {
        return "keys";
      }
    } else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      levels += 1;
      containers += 1;
      if (levels > limits.levels) {
        return "levels";
      }
      if (containers > limits.containers) {
        return "containers";
      }
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) {
      levels -= 1;
    }
  }
  return undefined;
}

/** Index of the quote that closes the string at `start`, or the length of a text that ends before. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH) {
      first -= 1;
    }
    if ((end - first) % 2 === 0) {
      return end;
    }
  }
  return text.length;
}

/** Whether no text of this hash was seen before. Marks it as seen. */
function isFirst(seen: Uint8Array, hash: number): boolean {
  const index = (hash ^ (hash >>> HASH_BITS)) & HASH_MASK;
  const isNew = seen[index] === 0;
  seen[index] = 1;
  return isNew;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = HASH_START;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), HASH_PRIME);
  }
  return hash;
}
