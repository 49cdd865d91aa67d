import { accept, type Cursor, expect, peek, take } from "./cursor";
import type { Expression, ForExpression } from "./expression";
import { parseQuoted } from "./quoted";
import { type Token, tokenize } from "./tokens";

/** @returns `undefined` when the text is not an expression that this reads; the caller must count it as not understood */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) {
    return undefined;
  }
  try {
    const cursor = { tokens, at: 0 };
    const expression = conditional(cursor);
    expect(cursor, "end", "");
    return expression;
  } catch {
    return undefined;
  }
}

function conditional(cursor: Cursor): Expression {
  const condition = operation(cursor, 0);
  if (!accept(cursor, "?")) {
    return condition;
  }
  const yes = conditional(cursor);
  expect(cursor, "operator", ":");
  return { kind: "conditional", condition, yes, no: conditional(cursor) };
}

/** Binary operators from the loosest to the tightest. */
const levels = [["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]];

function operation(cursor: Cursor, level: number): Expression {
  const operators = levels[level];
  if (operators === undefined) {
    return unary(cursor);
  }
  let left = operation(cursor, level + 1);
  for (let token = peek(cursor); token.kind === "operator" && operators.includes(token.text); token = peek(cursor)) {
    take(cursor);
    left = { kind: "operation", operator: token.text, operands: [left, operation(cursor, level + 1)] };
  }
  return left;
}

function unary(cursor: Cursor): Expression {
  const token = peek(cursor);
  if (token.kind === "operator" && (token.text === "!" || token.text === "-")) {
    take(cursor);
    return { kind: "operation", operator: token.text, operands: [unary(cursor)] };
  }
  return steps(cursor, primary(cursor));
}

/** What may follow a value: attributes, indexes and splats. */
function steps(cursor: Cursor, start: Expression): Expression {
  let of = start;
  for (;;) {
    if (accept(cursor, ".")) {
      if (accept(cursor, "*")) {
        return { kind: "splat", of, each: steps(cursor, { kind: "name", name: "*" }) };
      }
      of = attribute(of, take(cursor));
    } else if (accept(cursor, "[")) {
      if (accept(cursor, "*")) {
        expect(cursor, "operator", "]");
        return { kind: "splat", of, each: steps(cursor, { kind: "name", name: "*" }) };
      }
      of = { kind: "index", of, key: conditional(cursor) };
      expect(cursor, "operator", "]");
    } else {
      return of;
    }
  }
}

/** `.name`, or the old index form `.0`. */
function attribute(of: Expression, token: Token): Expression {
  if (token.kind === "number") {
    return token.text
      .split(".")
      .reduce<Expression>(
        (inner, digits) => ({ kind: "index", of: inner, key: { kind: "value", value: Number(digits) } }),
        of,
      );
  }
  if (token.kind !== "name") {
    throw new Error(`expression: not readable, got ${token.text}; expected an attribute`);
  }
  return { kind: "attribute", of, name: token.text };
}

function primary(cursor: Cursor): Expression {
  const token = take(cursor);
  switch (token.kind) {
    case "number":
      return { kind: "value", value: Number(token.text) };
    case "string":
      return parseQuoted(token.text, parseExpression);
    case "name":
      return word(cursor, token.text);
    default:
      return bracketed(cursor, token.text);
  }
}

const words = new Map<string, string | number | boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function word(cursor: Cursor, text: string): Expression {
  const value = words.get(text);
  if (value !== undefined) {
    return { kind: "value", value };
  }
  if (!accept(cursor, "(")) {
    return { kind: "name", name: text };
  }
  const items: Expression[] = [];
  let spread = false;
  while (!accept(cursor, ")")) {
    items.push(conditional(cursor));
    spread = accept(cursor, "...");
    if (!accept(cursor, ",")) {
      expect(cursor, "operator", ")");
      break;
    }
  }
  return { kind: "call", name: text, arguments: items, spread };
}

function bracketed(cursor: Cursor, opener: string): Expression {
  if (opener === "(") {
    const inner = conditional(cursor);
    expect(cursor, "operator", ")");
    return inner;
  }
  const isFor = peek(cursor).kind === "name" && peek(cursor).text === "for" && peek(cursor, 1).kind === "name";
  if (opener === "[") {
    return isFor ? comprehension(cursor, "]") : list(cursor);
  }
  if (opener === "{") {
    return isFor ? comprehension(cursor, "}") : object(cursor);
  }
  throw new Error(`expression: not readable, got ${opener}; expected a value`);
}

function list(cursor: Cursor): Expression {
  const items: Expression[] = [];
  while (!accept(cursor, "]")) {
    items.push(conditional(cursor));
    if (!accept(cursor, ",")) {
      expect(cursor, "operator", "]");
      break;
    }
  }
  return { kind: "list", items };
}

function object(cursor: Cursor): Expression {
  const entries: { key: Expression; value: Expression }[] = [];
  while (!accept(cursor, "}")) {
    const plain = peek(cursor).kind === "name" && ["=", ":"].includes(peek(cursor, 1).text);
    const key: Expression = plain ? { kind: "value", value: take(cursor).text } : conditional(cursor);
    if (!accept(cursor, "=")) {
      expect(cursor, "operator", ":");
    }
    entries.push({ key, value: conditional(cursor) });
    accept(cursor, ",");
  }
  return { kind: "object", entries };
}

function comprehension(cursor: Cursor, closer: "]" | "}"): ForExpression {
  expect(cursor, "name", "for");
  const names = [expect(cursor, "name").text];
  if (accept(cursor, ",")) {
    names.push(expect(cursor, "name").text);
  }
  expect(cursor, "name", "in");
  const collection = conditional(cursor);
  expect(cursor, "operator", ":");
  const first = conditional(cursor);
  const value = accept(cursor, "=>") ? conditional(cursor) : undefined;
  const grouped = accept(cursor, "...");
  const condition = accept(cursor, "if") ? conditional(cursor) : undefined;
  expect(cursor, "operator", closer);
  const keyed = value === undefined ? { value: first } : { key: first, value };
  return { kind: "for", names, collection, grouped, ...keyed, ...(condition === undefined ? {} : { condition }) };
}
