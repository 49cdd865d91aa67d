/** Longer texts are not searched, so that no pattern takes long. */
const maximumLength = 2000;

const escapes = String.raw`\\[dDwW.\\/+*?()[\]{}|^$-]`;
const characterClass = String.raw`\[\^?(?:${escapes}|[^\][\\&~])+\]`;
const atom = String.raw`(?:${escapes}|${characterClass}|[^\\[\](){}*+?|])`;
const quantifier = String.raw`(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})\??`;

/** Atoms with quantifiers, and groups that have no quantifier themselves, because nested ones may take exponential time. */
const understood = new RegExp(String.raw`^(?:${atom}(?:${quantifier})?|\((?:\?:)?|\)(?![*+?{])|\|)*$`);
const repeatedGroups = new RegExp(
  String.raw`\((?:\?:)?(?:${escapes}|${characterClass}|[^\\[\](){}*+?])*\)(?:${quantifier})`,
  "g",
);

/**
 * A pattern that RE2 and JavaScript read alike: characters, classes, groups, alternatives and quantifiers, over ASCII.
 *
 * @returns `undefined` for any other pattern
 * @see https://github.com/google/re2/wiki/Syntax
 */
export function regularExpression(pattern: string, text: string, flags = ""): RegExp | undefined {
  const isPlain = /^[\t\n\u0020-\u007e]*$/.test(`${pattern}${text}`);
  const withoutRepeated = pattern.replaceAll(repeatedGroups, "()");
  const unbounded = pattern.match(/[*+]|\{\d+,/g)?.length ?? 0;
  const isUnderstood = isPlain && text.length <= maximumLength && understood.test(withoutRepeated);
  if (!isUnderstood || unbounded > 4) {
    return undefined;
  }
  try {
    const expression = new RegExp(pattern, flags);
    return repeatsEmptyText(pattern) ? undefined : expression;
  } catch {
    return undefined;
  }
}

/** Whether a group with a quantifier matches the empty text, as `(|a)*` does. RE2 and JavaScript end its repetition differently. */
function repeatsEmptyText(pattern: string): boolean {
  const groups = [...pattern.matchAll(repeatedGroups)].map(([group]) => group.slice(0, group.lastIndexOf(")") + 1));
  return groups.some((group) => new RegExp(`^${group}$`).test(""));
}

/** `$1` and `${1}` of a replacement, as Go expands them. */
export function expandReplacement(replacement: string, groups: readonly (string | undefined)[]): string {
  return replacement.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    return whole === "$$" ? "$" : /^\d+$/.test(name ?? "") ? (groups[Number(name)] ?? "") : "";
  });
}
