/**
 * The alphabet of policy texts. A Terraform reference in a policy is not text but a name for a text that nobody knows yet:
 * it becomes one letter of its own, from Unicode's private planes, so that ordinary string matching unifies references.
 *
 * - A `computed` letter stands for what AWS assigns (`${aws_vpc_endpoint.s3.id}`, the account id): equal to itself, and
 *   different from every other text.
 * - An `unknown` letter stands for an expression that was not understood (`${var.buckets}`): it may be any text, wildcards
 *   included, and only equals itself for certain.
 */
export interface Letters {
  computed(name: string): string;
  unknown(expression: string): string;
  /** The text for people: letters as `⟨name⟩`. */
  readable(text: string): string;
  /** How many names have a letter. */
  count(): number;
}

const firstComputed = 0xf0000;
const firstUnknown = 0x100000;
const privatePlanes = /[\u{f0000}-\u{10ffff}]/gu;

/** Stands for one or more characters that no policy mentions. */
export const anythingElse = String.fromCodePoint(firstComputed);

export function newLetters(): Letters {
  const names = new Map<string, string>([[anythingElse, "anything else"]]);
  const letters = new Map<string, string>();
  const next = { computed: firstComputed + 1, unknown: firstUnknown };
  const letter = (kind: "computed" | "unknown", name: string): string => {
    const key = `${kind} ${name}`;
    const known = letters.get(key);
    if (known !== undefined) {
      return known;
    }
    const created = String.fromCodePoint(next[kind]);
    next[kind] += 1;
    letters.set(key, created);
    names.set(created, name);
    return created;
  };
  return {
    computed: (name) => letter("computed", name),
    unknown: (expression) => letter("unknown", expression),
    count: () => letters.size,
    readable: (text) => text.replace(privatePlanes, (found) => `⟨${names.get(found) ?? "?"}⟩`),
  };
}

let shared = newLetters();

/** The planes hold six times as many. */
const mostShared = 10_000;

/**
 * Letters that configurations have in common, so that equal texts mean the same in all of them; new ones long before they run
 * out.
 */
export function sharedLetters(): Letters {
  if (shared.count() > mostShared) {
    shared = newLetters();
  }
  return shared;
}

/** Whether the letter stands for a text that may be anything. */
export function isUnknown(letter: string): boolean {
  return (letter.codePointAt(0) ?? 0) >= firstUnknown;
}

/** Whether something in the text is not understood, so that the whole may be any text. */
export function isVague(text: string): boolean {
  return [...text].some(isUnknown);
}

/** Whether the letter stands for a text that AWS assigns, or for characters that no policy mentions. */
export function isComputed(letter: string): boolean {
  const point = letter.codePointAt(0) ?? 0;
  return point >= firstComputed && point < firstUnknown;
}
