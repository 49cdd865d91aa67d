import { unescapeAt } from "../expressions/quoted-template";
import { escapeTemplate } from "../expressions/terraform-value";
import { endOfInterpolation, endOfString } from "../expressions/tokenize";
import type { Json } from "../terraform-configuration";
import { HclProblem } from "./hcl-problem";

/** How an expression is written in Terraform's JSON syntax. */
export type ExpressionForm =
  /** A value, or a string with `${...}`: most arguments. */
  | "template"
  /** A value in which `${` is text: the default of a variable. */
  | "literal"
  /** A text without braces: references in `depends_on`, types of variables. */
  | "name";

/**
 * An expression of HCL as Terraform's JSON syntax writes it. Lists, objects, strings and literal values become JSON; everything else
 * is `${...}` with the same text.
 *
 * @param text without comments and heredocs
 * @throws HclProblem for what has no equivalent in JSON
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 */
export function expressionToJson(text: string, form: ExpressionForm, line: number): Json {
  const source = text.trim();
  const items = listItems(source, line);
  if (items !== undefined) {
    return items.map((item) => expressionToJson(item, form, line));
  }
  const entries = objectEntries(source, form, line);
  if (entries !== undefined) {
    return Object.fromEntries(entries.map(([key, value]) => [key, expressionToJson(value, form, line)]));
  }
  if (isWholeString(source)) {
    return templateOf(source.slice(1, -1), form, line);
  }
  if (form === "name") {
    return source.replaceAll(/\s+/g, " ");
  }
  const literal = literalOf(source);
  if (literal !== undefined) {
    return literal;
  }
  if (form === "literal") {
    throw new HclProblem("not understood", "the value of a variable is not a literal value", line);
  }
  return `\${${source}}`;
}

function literalOf(source: string): Json | undefined {
  const keyword = { true: true, false: false, null: null }[source];
  if (keyword !== undefined) {
    return keyword;
  }
  const isNumber = /^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?$/.test(source);
  return isNumber ? Number(source) : undefined;
}

function isWholeString(source: string): boolean {
  return source.startsWith('"') && endOfString(source, 1) === source.length - 1;
}

/** The text between two quotes as a template without escapes of the quotes, or as the text that it stands for. */
function templateOf(raw: string, form: ExpressionForm, line: number): string {
  let template = "";
  let literal = "";
  let at = 0;
  let isTrimmed = false;
  // A strip marker removes all blanks of a quoted text, and only those of one line of any other text.
  const closed = (): string => escapeTemplate(isTrimmed ? literal.trimStart() : literal);
  while (at < raw.length) {
    if (raw.startsWith("$${", at) || raw.startsWith("%%{", at)) {
      literal += raw.slice(at + 1, at + 3);
      at += 3;
    } else if (raw.startsWith("${", at) || raw.startsWith("%{", at)) {
      const end = endOfInterpolation(raw, at + 2);
      if (end === undefined || form !== "template" || /[$%]$/.test(literal)) {
        throw new HclProblem(
          "not understood",
          `an interpolation is not understood here, got ${raw.slice(at, at + 30)}`,
          line,
        );
      }
      const code = raw.slice(at, end + 1);
      literal = /^.\{~/.test(code) ? literal.trimEnd() : literal;
      template += closed() + code.replace(/^(.\{)~/, "$1").replace(/~\}$/, "}");
      isTrimmed = code.endsWith("~}");
      literal = "";
      at = end + 1;
    } else {
      const escaped = raw.charAt(at) === "\\" ? unescapeAt(raw, at) : undefined;
      const isRefused = raw.charAt(at) === "\n" || (raw.charAt(at) === "\\" && escaped === undefined);
      if (isRefused) {
        throw new HclProblem(
          "refused by Terraform",
          `a string has an escape or a line feed that is not understood, got ${raw}`,
          line,
        );
      }
      literal += escaped?.text ?? raw.charAt(at);
      at += escaped?.length ?? 1;
    }
  }
  return form === "template" ? template + closed() : literal;
}

/** The items of a list; `undefined` when the expression is something else. */
function listItems(source: string, line: number): readonly string[] | undefined {
  if (!source.startsWith("[") || /^\[\s*for\s/.test(source) || closerOf(source) !== source.length - 1) {
    return undefined;
  }
  return splitAt(source.slice(1, -1), /,/, line);
}

/** The keys and values of an object; `undefined` when the expression is something else, or has a key that JSON cannot write. */
function objectEntries(
  source: string,
  form: ExpressionForm,
  line: number,
): readonly (readonly [string, string])[] | undefined {
  if (!source.startsWith("{") || /^\{\s*for\s/.test(source) || closerOf(source) !== source.length - 1) {
    return undefined;
  }
  const entries = splitAt(source.slice(1, -1), /[,\n]/, line).map((entry) => {
    const at = topLevelIndex(entry, (rest) => /^(?:=(?![=>])|:(?!:))/.test(rest));
    const key = at === undefined ? undefined : objectKey(entry.slice(0, at).trim(), form, line);
    return at === undefined || key === undefined ? undefined : ([key, entry.slice(at + 1).trim()] as const);
  });
  return entries.every((entry) => entry !== undefined && entry[1] !== "")
    ? (entries as readonly (readonly [string, string])[])
    : undefined;
}

function objectKey(source: string, form: ExpressionForm, line: number): string | undefined {
  if (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(source) || /^\d{1,15}$/.test(source)) {
    return source;
  }
  if (isWholeString(source)) {
    return templateOf(source.slice(1, -1), form, line);
  }
  // The providers that a module gets: aws.replica = aws.
  if (form === "name" && /^[\p{L}_][\p{L}\p{N}_-]*\.[\p{L}_][\p{L}\p{N}_-]*$/u.test(source)) {
    return source;
  }
  return form === "template" && source.startsWith("(") && closerOf(source) === source.length - 1
    ? `\${${source.slice(1, -1).trim()}}`
    : undefined;
}

const brackets: Readonly<Record<string, number>> = { "(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1 };

/** The first position outside strings and brackets at which the rest of the text is wanted. */
function topLevelIndex(source: string, isWanted: (rest: string) => boolean): number | undefined {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (depth === 0 && isWanted(source.slice(at))) {
      return at;
    }
    if (character === '"') {
      at = endOfString(source, at + 1) ?? source.length;
    }
    depth += brackets[character] ?? 0;
  }
  return undefined;
}

/** Position of the bracket that closes the first one. */
function closerOf(source: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '"') {
      at = endOfString(source, at + 1) ?? source.length;
    }
    depth += brackets[character] ?? 0;
    if (depth === 0) {
      return at;
    }
  }
  return undefined;
}

/** The parts between separators. A separator after the last part is allowed; line feeds may be empty parts, commas may not. */
function splitAt(source: string, separator: RegExp, line: number): readonly string[] {
  const parts: string[] = [];
  let rest = source;
  for (;;) {
    const at = topLevelIndex(rest, (text) => separator.test(text.charAt(0)));
    const part = rest.slice(0, at ?? rest.length).trim();
    const isEmptyItem = part === "" && at !== undefined && rest.charAt(at) === "," && !separator.test("\n");
    if (isEmptyItem) {
      throw new HclProblem("refused by Terraform", "a list has an empty item", line);
    }
    parts.push(...(part === "" ? [] : [part]));
    if (at === undefined) {
      return parts;
    }
    rest = rest.slice(at + 1);
  }
}
