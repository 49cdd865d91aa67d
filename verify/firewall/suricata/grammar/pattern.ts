/**
 * Patterns in the syntax that PCRE and JavaScript read alike: plain characters, classes, groups, alternatives, anchors and
 * quantifiers. JavaScript reads `\A`, `\z` and `[[:alpha:]]` as other characters, and has no lookbehind of PCRE's kind.
 */
const piece = [
  "[A-Za-z0-9 _@%&=<>~,:'`!#-]",
  "\\\\[./*+?()|[\\]{}^$_-]",
  "\\\\[dw](?![A-Za-z0-9])",
  "\\[\\^?(?:[A-Za-z0-9 ._*+?,:;@%&=/()-]|\\\\[.dw/_-])+\\]",
  "[.^$|]",
  "\\((?:\\?:)?(?![?*])",
  "\\)",
  "[*+?](?![*+])",
  "\\{\\d{1,3}(?:,\\d{0,3})?\\}(?!\\+)",
].join("|");
const commonSyntax = new RegExp(`^(?:${piece})*$`);

/** The pattern as JavaScript reads it; `undefined` when PCRE may read it in another way. */
export function parseCommonPattern(body: string, flags: string): RegExp | undefined {
  if (!commonSyntax.test(body)) {
    return undefined;
  }
  try {
    return new RegExp(body, flags);
  } catch {
    return undefined;
  }
}
