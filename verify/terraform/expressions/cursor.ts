import type { Token } from "./tokens";

/** Where a parser stands among its tokens. */
export interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.at + ahead] ?? { kind: "end", text: "" };
}

export function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.at += 1;
  return token;
}

/** Takes the next token if it is that operator or word. */
export function accept(cursor: Cursor, text: string): boolean {
  const token = peek(cursor);
  const accepted = token.kind !== "string" && token.text === text && token.kind !== "end";
  cursor.at += accepted ? 1 : 0;
  return accepted;
}

/** Takes the next token, which must be of that kind; throws otherwise, for `parseExpression` to catch. */
export function expect(cursor: Cursor, kind: Token["kind"], text?: string): Token {
  const token = take(cursor);
  if (token.kind !== kind || (text !== undefined && token.text !== text)) {
    throw new Error(`expression: not readable, got ${token.text}; expected ${text ?? kind}`);
  }
  return token;
}
