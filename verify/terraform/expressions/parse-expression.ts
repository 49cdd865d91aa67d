import { memoizeByText } from "../../collections/memoize";
import { parseQuotedTemplate } from "./quoted-template";
import type { ForExpression, TerraformExpression } from "./terraform-expression";
import {
  acceptToken,
  type ExpressionToken,
  expectToken,
  peekToken,
  type TokenCursor,
  takeToken,
  tokenize,
} from "./tokenize";

/** Instances of one resource have equal expressions: a plan of 5,000 resources has a few hundred. */
const mostExpressionsKept = 2_000;

/** Parses an expression; `undefined` when its syntax is not supported. The caller must then treat its value as unknown. */
export const parseExpression: (text: string) => TerraformExpression | undefined = memoizeByText(
  parseNewExpression,
  mostExpressionsKept,
);

function parseNewExpression(text: string): TerraformExpression | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) {
    return undefined;
  }
  try {
    const cursor: TokenCursor = { tokens, position: 0 };
    const expression = conditional(cursor);
    expectToken(cursor, "end", "");
    return expression;
  } catch {
    return undefined;
  }
}

function conditional(cursor: TokenCursor): TerraformExpression {
  const condition = binaryOperation(cursor, 0);
  if (!acceptToken(cursor, "?")) {
    return condition;
  }
  const yes = conditional(cursor);
  expectToken(cursor, "operator", ":");
  return { kind: "conditional", condition, yes, no: conditional(cursor) };
}

/** Binary operators from the loosest to the tightest. */
const precedenceLevels = [["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]];

function binaryOperation(cursor: TokenCursor, level: number): TerraformExpression {
  const operators = precedenceLevels[level];
  if (operators === undefined) {
    return unary(cursor);
  }
  let left = binaryOperation(cursor, level + 1);
  for (
    let token = peekToken(cursor);
    token.kind === "operator" && operators.includes(token.text);
    token = peekToken(cursor)
  ) {
    takeToken(cursor);
    left = { kind: "operation", operator: token.text, operands: [left, binaryOperation(cursor, level + 1)] };
  }
  return left;
}

function unary(cursor: TokenCursor): TerraformExpression {
  const token = peekToken(cursor);
  if (token.kind === "operator" && (token.text === "!" || token.text === "-")) {
    takeToken(cursor);
    return { kind: "operation", operator: token.text, operands: [unary(cursor)] };
  }
  return traversal(cursor, primary(cursor));
}

/** Attributes, indexes and splats after a value. */
function traversal(cursor: TokenCursor, start: TerraformExpression): TerraformExpression {
  let of = start;
  for (;;) {
    if (acceptToken(cursor, ".")) {
      if (acceptToken(cursor, "*")) {
        of = { kind: "splat", of, each: attributesOfItem(cursor) };
        continue;
      }
      of = attribute(of, takeToken(cursor));
    } else if (acceptToken(cursor, "[")) {
      if (acceptToken(cursor, "*")) {
        expectToken(cursor, "operator", "]");
        return { kind: "splat", of, each: traversal(cursor, { kind: "name", name: "*" }) };
      }
      of = { kind: "index", of, key: conditional(cursor) };
      expectToken(cursor, "operator", "]");
    } else {
      return of;
    }
  }
}

/** What follows `.*` for each item: attributes only. An index in brackets applies to the whole result, unlike after `[*]`. */
function attributesOfItem(cursor: TokenCursor): TerraformExpression {
  let of: TerraformExpression = { kind: "name", name: "*" };
  while (peekToken(cursor).text === "." && peekToken(cursor, 1).text !== "*" && acceptToken(cursor, ".")) {
    of = attribute(of, takeToken(cursor));
  }
  return of;
}

/** `.name`, or the legacy index form `.0`. */
function attribute(of: TerraformExpression, token: ExpressionToken): TerraformExpression {
  if (token.kind === "number") {
    return token.text
      .split(".")
      .reduce<TerraformExpression>(
        (inner, digits) => ({ kind: "index", of: inner, key: { kind: "value", value: Number(digits) } }),
        of,
      );
  }
  if (token.kind !== "name") {
    throw new Error(`expression: not readable, got ${token.text}; expected an attribute`);
  }
  return { kind: "attribute", of, name: token.text };
}

function primary(cursor: TokenCursor): TerraformExpression {
  const token = takeToken(cursor);
  switch (token.kind) {
    case "number":
      return { kind: "value", value: numberOfToken(token.text) };
    case "string":
      return parseQuotedTemplate(token.text, parseExpression);
    case "name":
      return keywordVariableOrCall(cursor, token.text);
    default:
      return bracketed(cursor, token.text);
  }
}

/** The number, or one that is too large to be known when it has more digits than JavaScript keeps. */
function numberOfToken(text: string): number {
  return text.replace(/[eE].*$|\./g, "").length > 15 ? Number.MAX_VALUE : Number(text);
}

const literalKeywords = new Map<string, string | number | boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function keywordVariableOrCall(cursor: TokenCursor, text: string): TerraformExpression {
  const value = literalKeywords.get(text);
  if (value !== undefined) {
    return { kind: "value", value };
  }
  if (!acceptToken(cursor, "(")) {
    return { kind: "name", name: text };
  }
  const items: TerraformExpression[] = [];
  let spread = false;
  while (!acceptToken(cursor, ")")) {
    items.push(conditional(cursor));
    spread = acceptToken(cursor, "...");
    if (!acceptToken(cursor, ",")) {
      expectToken(cursor, "operator", ")");
      break;
    }
  }
  return { kind: "call", name: text, arguments: items, spread };
}

function bracketed(cursor: TokenCursor, opener: string): TerraformExpression {
  if (opener === "(") {
    const inner = conditional(cursor);
    expectToken(cursor, "operator", ")");
    return inner;
  }
  const isFor =
    peekToken(cursor).kind === "name" && peekToken(cursor).text === "for" && peekToken(cursor, 1).kind === "name";
  if (opener === "[") {
    return isFor ? forExpression(cursor, "]") : list(cursor);
  }
  if (opener === "{") {
    return isFor ? forExpression(cursor, "}") : object(cursor);
  }
  throw new Error(`expression: not readable, got ${opener}; expected a value`);
}

function list(cursor: TokenCursor): TerraformExpression {
  const items: TerraformExpression[] = [];
  while (!acceptToken(cursor, "]")) {
    items.push(conditional(cursor));
    if (!acceptToken(cursor, ",")) {
      expectToken(cursor, "operator", "]");
      break;
    }
  }
  return { kind: "list", items };
}

function object(cursor: TokenCursor): TerraformExpression {
  const entries: { key: TerraformExpression; value: TerraformExpression }[] = [];
  while (!acceptToken(cursor, "}")) {
    const plain = peekToken(cursor).kind === "name" && ["=", ":"].includes(peekToken(cursor, 1).text);
    const key: TerraformExpression = plain ? { kind: "value", value: takeToken(cursor).text } : conditional(cursor);
    if (!acceptToken(cursor, "=")) {
      expectToken(cursor, "operator", ":");
    }
    entries.push({ key, value: conditional(cursor) });
    acceptToken(cursor, ",");
  }
  return { kind: "object", entries };
}

function forExpression(cursor: TokenCursor, closer: "]" | "}"): ForExpression {
  expectToken(cursor, "name", "for");
  const names = [expectToken(cursor, "name").text];
  if (acceptToken(cursor, ",")) {
    names.push(expectToken(cursor, "name").text);
  }
  expectToken(cursor, "name", "in");
  const collection = conditional(cursor);
  expectToken(cursor, "operator", ":");
  const first = conditional(cursor);
  const value = acceptToken(cursor, "=>") ? conditional(cursor) : undefined;
  const grouped = acceptToken(cursor, "...");
  const condition = acceptToken(cursor, "if") ? conditional(cursor) : undefined;
  expectToken(cursor, "operator", closer);
  const keyed = value === undefined ? { value: first } : { key: first, value };
  return { kind: "for", names, collection, grouped, ...keyed, ...(condition === undefined ? {} : { condition }) };
}
