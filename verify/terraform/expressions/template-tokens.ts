import type { ForExpression, TerraformExpression } from "./terraform-expression";
import { endOfInterpolation } from "./tokenize";

/** A part of a template as it is written. */
export type TemplateToken =
  | { readonly kind: "literal"; readonly text: string }
  /** `${ ... }`, or with `isDirective` `%{ ... }`: the text without braces and strip markers. */
  | {
      readonly kind: "code";
      readonly isDirective: boolean;
      readonly text: string;
      readonly trimsBefore: boolean;
      readonly trimsAfter: boolean;
    };

type ParseExpression = (text: string) => TerraformExpression | undefined;

/**
 * Splits a template into literals and code, and undoes `$${` and `%%{`.
 *
 * @param escapeAt reads the escape of a quoted text at a backslash. @default - a backslash is plain text
 * @throws for an unknown escape, and for code without an end; the callers catch the error
 */
export function templateTokens(
  text: string,
  escapeAt?: (text: string, at: number) => { readonly text: string; readonly length: number } | undefined,
): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const opener = text.slice(at, at + 2);
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      literal += text.slice(at + 1, at + 3);
      at += 3;
    } else if (opener === "${" || opener === "%{") {
      const end = endOfInterpolation(text, at + 2) ?? unreadable(text.slice(at), "a closing brace");
      tokens.push({ kind: "literal", text: literal }, codeToken(opener, text.slice(at + 2, end)));
      literal = "";
      at = end + 1;
    } else if (escapeAt !== undefined && opener.startsWith("\\")) {
      const escaped = escapeAt(text, at) ?? unreadable(opener, "a known escape");
      literal += escaped.text;
      at += escaped.length;
    } else {
      literal += text.charAt(at);
      at += 1;
    }
  }
  return [...tokens, { kind: "literal", text: literal }];
}

/** The code between `${` or `%{` and `}`. */
function codeToken(opener: string, inner: string): TemplateToken {
  const trimsBefore = inner.startsWith("~");
  const trimsAfter = inner.endsWith("~") && inner.length > 1;
  const text = inner.slice(trimsBefore ? 1 : 0, trimsAfter ? -1 : undefined).trim();
  return { kind: "code", isDirective: opener === "%{", text, trimsBefore, trimsAfter };
}

/** Removes the blanks that strip markers remove: of one literal on each side. */
function trimmedTokens(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  return tokens.map((token, index) => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    if (token.kind === "code") {
      return { ...token, trimsBefore: false, trimsAfter: false };
    }
    const start = before?.kind === "code" && before.trimsAfter ? token.text.replace(/^\s+/, "") : token.text;
    return { kind: "literal", text: after?.kind === "code" && after.trimsBefore ? start.replace(/\s+$/, "") : start };
  });
}

/** The lines of a text, each with its line feed. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/**
 * The expression of a template with interpolations, `%{ if }` and `%{ for }`.
 *
 * @throws for what is not a template; `parseExpression` catches the error
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#directives
 */
export function templateExpression(tokens: readonly TemplateToken[], parse: ParseExpression): TerraformExpression {
  const trimmed = trimmedTokens(tokens).filter((token) => token.kind === "code" || token.text !== "");
  const [only] = trimmed;
  if (trimmed.length === 1 && only?.kind === "code" && !only.isDirective) {
    // `"${x}"` is x itself, not its text.
    return parsed(only.text, parse);
  }
  const cursor = { tokens: trimmed, position: 0 };
  const parts = templateParts(cursor, parse, []);
  const [literal] = parts;
  return parts.length === 0 || (parts.length === 1 && literal?.kind === "value")
    ? (literal ?? { kind: "value", value: "" })
    : { kind: "template", parts };
}

interface Cursor {
  readonly tokens: readonly TemplateToken[];
  position: number;
}

/** Reads parts up to a directive with one of these names, which it does not take; up to the end without names. */
function templateParts(
  cursor: Cursor,
  parse: ParseExpression,
  ends: readonly string[],
): readonly TerraformExpression[] {
  const parts: TerraformExpression[] = [];
  for (;;) {
    const token = cursor.tokens[cursor.position];
    if (token === undefined) {
      if (ends.length > 0) {
        throw new Error(`template: not readable, got its end; expected ${ends.join(" or ")}`);
      }
      return parts;
    }
    if (token.kind === "code" && token.isDirective && ends.includes(token.text)) {
      return parts;
    }
    cursor.position += 1;
    parts.push(
      token.kind === "literal"
        ? { kind: "value", value: token.text }
        : token.isDirective
          ? directive(token.text, cursor, parse)
          : parsed(token.text, parse),
    );
  }
}

function directive(text: string, cursor: Cursor, parse: ParseExpression): TerraformExpression {
  const [, keyword, rest = ""] = /^(if|for)\b(.*)$/s.exec(text) ?? [];
  return keyword === "if"
    ? ifDirective(rest, cursor, parse)
    : keyword === "for"
      ? forDirective(rest, cursor, parse)
      : unreadable(text, "if or for");
}

function ifDirective(text: string, cursor: Cursor, parse: ParseExpression): TerraformExpression {
  const condition = parsed(text, parse);
  const yes = templateParts(cursor, parse, ["else", "endif"]);
  const end = cursor.tokens[cursor.position];
  cursor.position += 1;
  const no = end?.kind === "code" && end.text === "else" ? templateParts(cursor, parse, ["endif"]) : undefined;
  cursor.position += no === undefined ? 0 : 1;
  return { kind: "conditional", condition, yes: textOf(yes), no: textOf(no ?? []) };
}

/** `%{ for k, v in xs }` as the joined texts of its body. */
function forDirective(text: string, cursor: Cursor, parse: ParseExpression): TerraformExpression {
  const [, first = "", second, collection = ""] =
    /^\s*([A-Za-z_][\w-]*)(?:\s*,\s*([A-Za-z_][\w-]*))?\s+in\b(.*)$/s.exec(text) ?? unreadable(text, "for x in xs");
  const value = textOf(templateParts(cursor, parse, ["endfor"]));
  cursor.position += 1;
  const names = second === undefined ? [first] : [first, second];
  const items: ForExpression = { kind: "for", names, collection: parsed(collection, parse), value, grouped: false };
  return { kind: "call", name: "join", arguments: [{ kind: "value", value: "" }, items], spread: false };
}

function textOf(parts: readonly TerraformExpression[]): TerraformExpression {
  return { kind: "template", parts };
}

function parsed(text: string, parse: ParseExpression): TerraformExpression {
  return parse(text) ?? unreadable(text, "an expression");
}

function unreadable(text: string, expected: string): never {
  throw new Error(`template: not readable, got ${text}; expected ${expected}`);
}
