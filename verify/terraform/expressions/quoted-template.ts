import { codeToken, type TemplateToken, templateExpression } from "./template-tokens";
import type { TerraformExpression } from "./terraform-expression";
import { endOfInterpolation } from "./tokenize";

const escapes = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/**
 * Parses the text between two quotes: undoes escapes and parses interpolations and directives.
 *
 * @param parse parses the expression in an interpolation
 * @throws for an unknown escape, or code that does not parse; `parseExpression` catches the error
 */
export function parseQuotedTemplate(
  raw: string,
  parse: (text: string) => TerraformExpression | undefined,
): TerraformExpression {
  return templateExpression(quotedTokens(raw), parse);
}

function quotedTokens(raw: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let literal = "";
  let at = 0;
  while (at < raw.length) {
    const two = raw.slice(at, at + 2);
    if (raw.startsWith("$${", at) || raw.startsWith("%%{", at)) {
      literal += raw.slice(at + 1, at + 3);
      at += 3;
    } else if (two === "${" || two === "%{") {
      const end = endOfInterpolation(raw, at + 2) ?? raw.length;
      tokens.push({ kind: "literal", text: literal }, codeToken(two, raw.slice(at + 2, end)));
      literal = "";
      at = end + 1;
    } else if (two.startsWith("\\")) {
      const escaped = unescapeAt(raw, at);
      if (escaped === undefined) {
        throw new Error(`expression: not readable, got ${two}; expected a known escape`);
      }
      literal += escaped.text;
      at += escaped.length;
    } else {
      literal += two.charAt(0);
      at += 1;
    }
  }
  return [...tokens, { kind: "literal", text: literal }];
}

/** The character that an escape in a quoted template stands for; `undefined` for an unknown escape. */
export function unescapeAt(raw: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const hex = /\\(?:u[0-9A-Fa-f]{4}|U00[01][0-9A-Fa-f]{5})/y;
  hex.lastIndex = at;
  const [code] = hex.exec(raw) ?? [];
  if (code !== undefined) {
    const point = Number.parseInt(code.slice(2), 16);
    return point > 0x10ffff ? undefined : { text: String.fromCodePoint(point), length: code.length };
  }
  const text = escapes.get(raw.charAt(at + 1));
  return text === undefined ? undefined : { text, length: 2 };
}
