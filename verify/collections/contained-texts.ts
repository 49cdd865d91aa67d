import { groupBy } from "./group-by";

/** Up to so many texts, the search of V8 for each of them is faster. */
const FEW = 48;

/** So many bits of a hash tell nearly every place at which no text begins. */
const HASH_BITS = 20;

/** The multiplier of a rolling hash: odd, and larger than a character. */
const BASE = 1_000_003;

/**
 * Finds which of many texts a longer text contains, by the search of Rabin and Karp: the time depends on the length of the longer text, and
 * not on how many are searched.
 *
 * @returns a function that gives the contained texts in their order
 * @see https://en.wikipedia.org/wiki/Rabin%E2%80%93Karp_algorithm
 */
export function containedTexts(searched: readonly string[]): (text: string) => readonly string[] {
  const width = searched.reduce((shortest, { length }) => Math.min(shortest, length), Number.POSITIVE_INFINITY);
  return searched.length <= FEW || width === 0
    ? (text) => searched.filter((one) => text.includes(one))
    : rollingSearch(searched, width);
}

/** @param width length of what is hashed of each text, at most that of the shortest */
function rollingSearch(searched: readonly string[], width: number): (text: string) => readonly string[] {
  const byHash = groupBy(searched.entries(), ([, one]) => hashOf(one, width));
  const begins = new Uint8Array(1 << HASH_BITS);
  for (const hash of byHash.keys()) {
    begins[slotOf(hash)] = 1;
  }
  const weightOfFirst = powerOf(width - 1);
  return (text) => {
    const found = new Set<readonly [index: number, one: string]>();
    let hash = hashOf(text, width);
    for (let start = 0; start + width <= text.length; start += 1) {
      if (start > 0) {
        const without = Math.imul(text.charCodeAt(start - 1), weightOfFirst);
        hash = (Math.imul(hash - without, BASE) + text.charCodeAt(start + width - 1)) | 0;
      }
      if (begins[slotOf(hash)] === 1) {
        for (const entry of byHash.get(hash) ?? []) {
          if (text.startsWith(entry[1], start)) {
            found.add(entry);
          }
        }
      }
    }
    return [...found].sort(([index], [other]) => index - other).map(([, one]) => one);
  };
}

/** Hash of the first characters; those of a text that is shorter are missing. */
function hashOf(text: string, width: number): number {
  let hash = 0;
  for (let at = 0; at < Math.min(width, text.length); at += 1) {
    hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  }
  return hash;
}

function powerOf(exponent: number): number {
  let power = 1;
  for (let made = 0; made < exponent; made += 1) {
    power = Math.imul(power, BASE);
  }
  return power;
}

/** The highest bits depend on all characters. */
function slotOf(hash: number): number {
  return hash >>> (32 - HASH_BITS);
}
