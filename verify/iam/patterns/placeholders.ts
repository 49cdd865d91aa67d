/**
 * The alphabet of policy texts. A Terraform reference in a policy is not text but a name for a text that nobody knows yet:
 * it becomes one letter of its own, from Unicode's private planes, so that ordinary string matching unifies references.
 *
 * - A `computed` letter stands for what AWS assigns (`${aws_vpc_endpoint.s3.id}`, the account id): equal to itself, and
 *   different from every other text.
 * - An `unknown` letter stands for an expression that was not understood (`${var.buckets}`): it may be any text, wildcards
 *   included, and only equals itself for certain.
 */
export interface PlaceholderTable {
  opaque(name: string): string;
  unknown(expression: string): string;
  /** The text for people: letters as `⟨name⟩`. */
  readable(text: string): string;
  /** How many names have a letter. */
  count(): number;
}

const firstOpaqueCodePoint = 0xf0000;
const firstUnknownCodePoint = 0x100000;
const privateUseCharacters = /[\u{f0000}-\u{10ffff}]/gu;

/** Stands for one or more characters that no policy mentions. */
export const unmentionedText = String.fromCodePoint(firstOpaqueCodePoint);

export function newPlaceholderTable(): PlaceholderTable {
  const names = new Map<string, string>([[unmentionedText, "anything else"]]);
  const placeholders = new Map<string, string>();
  const next = { computed: firstOpaqueCodePoint + 1, unknown: firstUnknownCodePoint };
  const placeholderFor = (kind: "computed" | "unknown", name: string): string => {
    const key = `${kind} ${name}`;
    const known = placeholders.get(key);
    if (known !== undefined) {
      return known;
    }
    const created = String.fromCodePoint(next[kind]);
    next[kind] += 1;
    placeholders.set(key, created);
    names.set(created, name);
    return created;
  };
  return {
    opaque: (name) => placeholderFor("computed", name),
    unknown: (expression) => placeholderFor("unknown", expression),
    count: () => placeholders.size,
    readable: (text) => text.replace(privateUseCharacters, (found) => `⟨${names.get(found) ?? "?"}⟩`),
  };
}

let sharedTable = newPlaceholderTable();

/** The planes hold six times as many. */
const maxSharedPlaceholders = 10_000;

/**
 * Letters that configurations have in common, so that equal texts mean the same in all of them; new ones long before they run
 * out.
 */
export function sharedPlaceholderTable(): PlaceholderTable {
  if (sharedTable.count() > maxSharedPlaceholders) {
    sharedTable = newPlaceholderTable();
  }
  return sharedTable;
}

/** Whether the letter stands for a text that may be anything. */
export function isUnknownPlaceholder(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= firstUnknownCodePoint;
}

/** Whether something in the text is not understood, so that the whole may be any text. */
export function containsUnknown(text: string): boolean {
  return [...text].some(isUnknownPlaceholder);
}

/** Whether the letter stands for a text that AWS assigns, or for characters that no policy mentions. */
export function isOpaquePlaceholder(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point >= firstOpaqueCodePoint && point < firstUnknownCodePoint;
}
