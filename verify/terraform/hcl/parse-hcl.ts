import { endOfString } from "../expressions/tokenize";
import { HclProblem, type HclProblemKind, lineAt } from "./hcl-problem";
import { heredocAt } from "./heredoc";

/** The content of a file or a block. */
export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

/** `name = expression`. */
export interface HclAttribute {
  readonly name: string;
  /** Without comments; a heredoc is a quoted template. */
  readonly expression: string;
  /** Starting with 1. */
  readonly line: number;
}

/** `type "label" { ... }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  /** Starting with 1. */
  readonly line: number;
}

/**
 * Reads the structure of a text in HCL: blocks and attributes, whose expressions stay text.
 *
 * @throws HclProblem for a syntax that is not understood
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function parseHcl(text: string): HclBody {
  const cursor: Cursor = { text: text.replaceAll("\r\n", "\n"), at: 0 };
  if (text.includes("\r") && text.includes("<<")) {
    throw new HclProblem(
      "not understood",
      "a heredoc in a file whose lines end with a carriage return is not understood",
      1,
    );
  }
  const body = bodyAt(cursor);
  if (cursor.at < cursor.text.length) {
    throw problemAt(cursor, "a } closes nothing");
  }
  return body;
}

/** A position in a text. */
interface Cursor {
  readonly text: string;
  at: number;
}

function problemAt({ text, at }: Cursor, what: string, kind: HclProblemKind = "refused by Terraform"): HclProblem {
  const got = text.slice(at).split("\n")[0]?.trim().slice(0, 30);
  return new HclProblem(kind, `${what}, got ${got || "the end"}`, lineAt(text, at));
}

function matchAt({ text, at }: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Takes what matches at the position. */
function take(cursor: Cursor, pattern: RegExp): string | undefined {
  const found = matchAt(cursor, pattern);
  cursor.at += found?.length ?? 0;
  return found;
}

const blanksAndComments = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const inlineBlanks = /(?:[^\S\n]|\/\*(?:[^\n])*?\*\/)+/y;
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const lineComment = /(?:#|\/\/)[^\n]*/y;
const blockComment = /\/\*[\s\S]*?\*\//y;

/** The body up to its closing brace, which stays, or up to the end of the text. */
function bodyAt(cursor: Cursor): HclBody {
  const attributes: HclAttribute[] = [];
  const blocks: HclBlock[] = [];
  for (;;) {
    take(cursor, blanksAndComments);
    if (cursor.at >= cursor.text.length || cursor.text.charAt(cursor.at) === "}") {
      return { attributes, blocks };
    }
    const line = lineAt(cursor.text, cursor.at);
    const name = take(cursor, identifier);
    if (name === undefined) {
      throw problemAt(cursor, "expected an argument or a block");
    }
    take(cursor, inlineBlanks);
    if (take(cursor, /=(?![=>])/y) !== undefined) {
      attributes.push({ name, line, expression: expressionAt(cursor) });
    } else {
      blocks.push({ type: name, line, ...restOfBlock(cursor, line) });
    }
    requireEndOfLine(cursor);
  }
}

function restOfBlock(cursor: Cursor, line: number): Pick<HclBlock, "labels" | "body"> {
  const labels: string[] = [];
  while (take(cursor, /\{/y) === undefined) {
    labels.push(labelAt(cursor));
    take(cursor, inlineBlanks);
  }
  const body = bodyAt(cursor);
  if (take(cursor, /\}/y) === undefined) {
    throw new HclProblem("refused by Terraform", "a block that starts here has no closing brace", line);
  }
  return { labels, body };
}

/** Terraform reads these where a label is expected: a text with escapes, and a comment of several lines. */
const unmodeledLabel = /"(?:[^"\\\n]|\\.)*"|\/\*/y;

/** A word, or a quoted text without escapes and interpolations. */
function labelAt(cursor: Cursor): string {
  const label = take(cursor, identifier) ?? take(cursor, /"[^"\\\n$%]*"/y);
  if (label === undefined) {
    const kind = matchAt(cursor, unmodeledLabel) === undefined ? "refused by Terraform" : "not understood";
    throw problemAt(cursor, "expected a label or {", kind);
  }
  return label.replaceAll('"', "");
}

function requireEndOfLine(cursor: Cursor): void {
  take(cursor, inlineBlanks);
  take(cursor, lineComment);
  const next = cursor.text.charAt(cursor.at);
  if (!["", "\n", "}"].includes(next) && matchAt(cursor, blockComment) === undefined) {
    throw problemAt(cursor, "expected the end of the line");
  }
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** The expression up to the end of its line, or up to the brace that closes its block. Brackets may hold several lines. */
function expressionAt(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at;
  const open: string[] = [];
  let expression = "";
  let outside = "";
  while (cursor.at < text.length) {
    const character = text.charAt(cursor.at);
    if (open.length === 0 && (character === "\n" || character === "}")) {
      break;
    }
    const piece = pieceAt(cursor);
    if (piece.length === 1 && closers[piece] !== undefined) {
      open.push(closers[piece]);
    } else if (/^[)\]}]$/.test(piece) && open.pop() !== piece) {
      cursor.at -= 1;
      throw problemAt(cursor, "brackets do not match");
    }
    expression += piece;
    outside += open.length > 0 ? "" : piece.startsWith('"') ? '""' : piece;
  }
  if (open.length > 0 || expression.trim() === "") {
    throw problemAt(cursor, open.length > 0 ? `expected ${open.at(-1)}` : "expected an expression");
  }
  if (refusedOutsideBrackets.some((pattern) => pattern.test(outside.trim()))) {
    throw problemAt({ text, at: start }, "not an expression");
  }
  return expression.trim();
}

/** What no expression has outside brackets: an assignment, an operator at its end, and two values without an operator. */
const refusedOutsideBrackets = [/(?<![=!<>])=(?![=>])/, /(?:^|[^.])\*$|[-+/%<>=!&|?:,.]$/, /[\w"]\s+[\w"]/];

/** A text without interpolations that has no closing quote on its line. */
const unclosedString = /"(?:[^"\n\\$%]|\\.|[$%](?!\{))*(?:\n|$)/y;

/** The next piece of an expression: a string, a heredoc as a string, nothing for a comment, or one character. */
function pieceAt(cursor: Cursor): string {
  const { text, at } = cursor;
  const character = text.charAt(at);
  if (character === '"') {
    const end = endOfString(text, at + 1);
    if (end === undefined) {
      const isUnclosed = matchAt(cursor, unclosedString) !== undefined;
      throw isUnclosed
        ? problemAt(cursor, "a string has no closing quote")
        : problemAt(cursor, "a string was not understood", "not understood");
    }
    cursor.at = end + 1;
    return text.slice(at, end + 1);
  }
  if (text.startsWith("<<", at)) {
    const { quoted, end } = heredocAt(text, at);
    cursor.at = end;
    return quoted;
  }
  if (take(cursor, lineComment) !== undefined || take(cursor, blockComment) !== undefined) {
    return " ";
  }
  cursor.at += 1;
  return character;
}
