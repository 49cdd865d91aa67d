/**
 * Placeholders for the values of Terraform references in policy texts. Each is one private-use Unicode character, so that
 * ordinary string matching compares references.
 *
 * - An `opaque` placeholder stands for a value that AWS assigns (`${aws_vpc_endpoint.s3.id}`, the account id). It equals
 *   itself and differs from every other text.
 * - An `unknown` placeholder stands for an expression that was not resolved (`${var.buckets}`). It may be any text, also one
 *   with wildcards.
 */
export interface PlaceholderTable {
  opaque(name: string): string;
  unknown(expression: string): string;
  /** The text for people, with placeholders as `⟨name⟩`. */
  readable(text: string): string;
  /** Number of placeholders. */
  count(): number;
}

const firstOpaqueCodePoint = 0xf0000;
/** Opaque placeholders of attributes whose names say that they hold an ARN. */
const firstArnCodePoint = 0xf8000;
const firstUnknownCodePoint = 0x100000;
const privateUseCharacters = /[\u{f0000}-\u{10ffff}]/gu;
const anyPlaceholder = /[\u{f0000}-\u{10ffff}]/u;
/** A placeholder for an unresolved expression. */
export const unknownPlaceholder = /[\u{100000}-\u{10ffff}]/u;

/** Placeholder for one or more characters that no policy mentions. */
export const unmentionedText = String.fromCodePoint(firstOpaqueCodePoint);

/** A table without placeholders but {@link unmentionedText}. */
export function newPlaceholderTable(): PlaceholderTable {
  const names = new Map<string, string>([[unmentionedText, "anything else"]]);
  const placeholders = new Map<string, string>();
  const next = { opaque: firstOpaqueCodePoint + 1, arn: firstArnCodePoint, unknown: firstUnknownCodePoint };
  const placeholderFor = (kind: keyof typeof next, name: string): string => {
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
    opaque: (name) => placeholderFor(/\.(?:\w+_)?arn$/u.test(name) ? "arn" : "opaque", name),
    unknown: (expression) => placeholderFor("unknown", expression),
    count: () => placeholders.size,
    readable: (text) => text.replace(privateUseCharacters, (found) => `⟨${names.get(found) ?? "?"}⟩`),
  };
}

let sharedTable = newPlaceholderTable();

/** A sixth of the private-use characters. */
const maxSharedPlaceholders = 10_000;

/** The placeholders that all configurations share, so that equal texts mean the same in each. Replaced before it is full. */
export function sharedPlaceholderTable(): PlaceholderTable {
  if (sharedTable.count() > maxSharedPlaceholders) {
    sharedTable = newPlaceholderTable();
  }
  return sharedTable;
}

/** Whether the character, or the first one of a text, is a placeholder for an unresolved expression. */
export function isUnknownPlaceholder(character: string): boolean {
  return (character.codePointAt(0) ?? 0) >= firstUnknownCodePoint;
}

/** Whether the text contains an unresolved expression, so that it may be any text. */
export function containsUnknown(text: string): boolean {
  return unknownPlaceholder.test(text);
}

/** Whether the text has a placeholder of any kind: two such texts that look different may be the same in AWS. */
export function containsPlaceholder(text: string): boolean {
  return anyPlaceholder.test(text);
}

/** Whether two texts may be one once each placeholder has its value: what stands before the first and after the last one may not differ. */
export function mayBeEqual(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => text.split(privateUseCharacters));
  const [start = "", otherStart = ""] = [first?.[0], second?.[0]];
  const [end = "", otherEnd = ""] = [first?.at(-1), second?.at(-1)];
  const isStartShared = start.startsWith(otherStart) || otherStart.startsWith(start);
  const isEndShared = end.endsWith(otherEnd) || otherEnd.endsWith(end);
  return containsPlaceholder(one + other) ? isStartShared && isEndShared : one === other;
}

/** Whether the character is a placeholder for a value that AWS assigns, or for characters that no policy mentions. */
export function isOpaquePlaceholder(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point >= firstOpaqueCodePoint && point < firstUnknownCodePoint;
}

/** Whether the character, or the first one of a text, is a placeholder for an ARN that AWS assigns. */
export function isArnPlaceholder(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return point >= firstArnCodePoint && point < firstUnknownCodePoint;
}
