/** A token of a Terraform expression. The text of a `string` token is the raw text between its quotes. */
export interface ExpressionToken {
  readonly kind: "name" | "number" | "string" | "operator" | "end";
  readonly text: string;
}

const operators = ["...", "=>", "==", "!=", "<=", ">=", "&&", "||", "::"].concat([..."?:.,()[]{}+-*/%<>!="]);
const patterns = { number: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, name: /[A-Za-z_][\w-]*/y, space: /\s+/y };

/** Splits an expression into tokens; `undefined` when it contains an unsupported character, a heredoc or a comment. */
export function tokenize(text: string): readonly ExpressionToken[] | undefined {
  const tokens: ExpressionToken[] = [];
  let at = 0;
  while (at < text.length) {
    const space = matchAt(patterns.space, text, at);
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const token = text.charAt(at) === '"' ? stringAt(text, at) : plainTokenAt(text, at);
    if (token === undefined) {
      return undefined;
    }
    tokens.push(token);
    at += token.text.length + (token.kind === "string" ? 2 : 0);
  }
  return [...tokens, { kind: "end", text: "" }];
}

/** Index of the quote that closes a string opened before `from`. Nested interpolations may contain quotes. */
export function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "\\") {
      at += 1;
    } else if (character === '"') {
      return at;
    } else if ("$%".includes(character) && text.charAt(at + 1) === "{" && text.charAt(at - 1) !== character) {
      const end = endOfInterpolation(text, at + 2);
      if (end === undefined) {
        return undefined;
      }
      at = end;
    }
  }
  return undefined;
}

/** What nests in an interpolation, ends it, or may hold quotes and braces: a string, a brace, a comment or a heredoc. */
const structure = /["{}#]|\/\/|\/\*|<</g;

/**
 * Index of the `}` that closes an interpolation opened before `from`. Strings and nested braces are skipped. `undefined` without
 * such a brace, and for an interpolation with a comment or a heredoc.
 */
export function endOfInterpolation(text: string, from: number): number | undefined {
  let depth = 0;
  let at = from;
  for (;;) {
    const found = firstFrom(structure, text, at);
    if (found === undefined) {
      return undefined;
    }
    at = found.index + 1;
    switch (found[0]) {
      case '"': {
        const end = endOfString(text, at);
        if (end === undefined) {
          return undefined;
        }
        at = end + 1;
        break;
      }
      case "{":
        depth += 1;
        break;
      case "}":
        if (depth === 0) {
          return found.index;
        }
        depth -= 1;
        break;
      default:
        return undefined;
    }
  }
}

function stringAt(text: string, at: number): ExpressionToken | undefined {
  const end = endOfString(text, at + 1);
  return end === undefined ? undefined : { kind: "string", text: text.slice(at + 1, end) };
}

function plainTokenAt(text: string, at: number): ExpressionToken | undefined {
  for (const kind of ["name", "number"] as const) {
    const found = matchAt(patterns[kind], text, at);
    if (found !== undefined) {
      return { kind, text: found };
    }
  }
  const operator = operators.find((candidate) => text.startsWith(candidate, at));
  return operator === undefined ? undefined : { kind: "operator", text: operator };
}

/** @param pattern sticky */
function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  return firstFrom(pattern, text, at)?.[0];
}

function firstFrom(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** The position of a parser in its tokens. */
export interface TokenCursor {
  readonly tokens: readonly ExpressionToken[];
  position: number;
}

/** The token `ahead` of the next one, which it does not take; an `end` token after the last one. */
export function peekToken(cursor: TokenCursor, ahead = 0): ExpressionToken {
  return cursor.tokens[cursor.position + ahead] ?? { kind: "end", text: "" };
}

/** Takes the next token. */
export function takeToken(cursor: TokenCursor): ExpressionToken {
  const token = peekToken(cursor);
  cursor.position += 1;
  return token;
}

/** Takes the next token if it is this operator or word. */
export function acceptToken(cursor: TokenCursor, text: string): boolean {
  const token = peekToken(cursor);
  const accepted = token.kind !== "string" && token.text === text && token.kind !== "end";
  cursor.position += accepted ? 1 : 0;
  return accepted;
}

/**
 * Takes the next token, which must have this kind and text.
 *
 * @throws when it does not; `parseExpression` catches the error
 */
export function expectToken(cursor: TokenCursor, kind: ExpressionToken["kind"], text?: string): ExpressionToken {
  const token = takeToken(cursor);
  if (token.kind !== kind || (text !== undefined && token.text !== text)) {
    throw new Error(`expression: not readable, got ${token.text}; expected ${text ?? kind}`);
  }
  return token;
}
