import { templateExpression, templateTokens } from "./template-tokens";
import type { TerraformExpression } from "./terraform-expression";

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
  return templateExpression(templateTokens(raw, unescapeAt), parse);
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
