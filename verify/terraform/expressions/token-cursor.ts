import type { ExpressionToken } from "./tokenize";

/** Where a parser stands among its tokens. */
export interface TokenCursor {
  readonly tokens: readonly ExpressionToken[];
  position: number;
}

export function peekToken(cursor: TokenCursor, ahead = 0): ExpressionToken {
  return cursor.tokens[cursor.position + ahead] ?? { kind: "end", text: "" };
}

export function takeToken(cursor: TokenCursor): ExpressionToken {
  const token = peekToken(cursor);
  cursor.position += 1;
  return token;
}

/** Takes the next token if it is that operator or word. */
export function acceptToken(cursor: TokenCursor, text: string): boolean {
  const token = peekToken(cursor);
  const accepted = token.kind !== "string" && token.text === text && token.kind !== "end";
  cursor.position += accepted ? 1 : 0;
  return accepted;
}

/** Takes the next token, which must be of that kind; throws otherwise, for `parseExpression` to catch. */
export function expectToken(cursor: TokenCursor, kind: ExpressionToken["kind"], text?: string): ExpressionToken {
  const token = takeToken(cursor);
  if (token.kind !== kind || (text !== undefined && token.text !== text)) {
    throw new Error(`expression: not readable, got ${token.text}; expected ${text ?? kind}`);
  }
  return token;
}
