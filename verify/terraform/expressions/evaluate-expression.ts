import type { Expression, ForExpression } from "./expression";
import { operate } from "./operators";
import { parseExpression } from "./parse-expression";
import { parseTemplate, printReference, soleReference } from "./template";
import { callFunction } from "./terraform-functions";
import { applyStep, referTo, type Scope, type Step, textOfStep } from "./traversal";
import { choiceOf, escapeTemplate, lift, listOf, mapOf, plainText, scalar, unknown, type Value } from "./value";

/** Evaluates a Terraform string: literals, references and expressions joined, or the value of its one interpolation. */
export function evaluateText(text: string, scope: Scope): Value {
  const parts = parseTemplate(text).map((part): Value => {
    if (part.kind === "literal") {
      return scalar(escapeTemplate(part.text));
    }
    const source = part.kind === "expression" ? part.text : printReference(part);
    const expression = parseExpression(source);
    return expression === undefined ? unknown : evaluate(expression, scope);
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joined(parts);
}

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "value":
      return scalar(typeof expression.value === "string" ? escapeTemplate(expression.value) : expression.value);
    case "template":
      return joined(expression.parts.map((part) => evaluate(part, scope)));
    case "name":
    case "attribute":
    case "index":
      return evaluateChain(expression, scope);
    case "splat":
      return evaluateSplat(evaluate(expression.of, scope), expression.each, scope);
    case "call":
      return expression.spread
        ? unknown
        : callFunction(
            expression.name,
            expression.arguments.map((argument) => evaluate(argument, scope)),
          );
    case "list":
      return listOf(expression.items.map((item) => evaluate(item, scope)));
    case "object":
      return evaluateObject(expression.entries, scope);
    case "for":
      return lift(evaluate(expression.collection, scope), (collection) => evaluateFor(expression, collection, scope));
    case "conditional": {
      const [yes, no] = [evaluate(expression.yes, scope), evaluate(expression.no, scope)];
      const condition = evaluate(expression.condition, scope);
      const decided = condition.kind === "scalar" && typeof condition.value === "boolean" ? condition.value : undefined;
      return decided === undefined ? choiceOf([yes, no]) : decided ? yes : no;
    }
    case "operation":
      return operate(
        expression.operator,
        expression.operands.map((operand) => evaluate(operand, scope)),
      );
  }
}

/** `a.b[c].d`: a name that the scope binds, or a reference to a resource, and the steps into it. */
function evaluateChain(expression: Expression, scope: Scope): Value {
  const steps: Step[] = [];
  let root = expression;
  while (root.kind === "attribute" || root.kind === "index") {
    steps.unshift(
      root.kind === "attribute"
        ? { kind: "attribute", name: root.name }
        : { kind: "index", key: evaluate(root.key, scope) },
    );
    root = root.of;
  }
  if (root.kind !== "name") {
    return steps.reduce((value, step) => applyStep(value, step, scope), evaluate(root, scope));
  }
  const bound = scope.names.get(root.name);
  if (bound !== undefined) {
    return steps.reduce((value, step) => applyStep(value, step, scope), bound);
  }
  const path = steps.map(textOfStep);
  return path.every((text) => text !== undefined)
    ? referTo(`${root.name}${path.join("")}`, scope, scope.prefix)
    : unknown;
}

function evaluateSplat(value: Value, each: Expression, scope: Scope): Value {
  return lift(value, (of) =>
    of.kind === "list"
      ? listOf(
          of.items.map((item) => evaluate(each, withNames(scope, [["*", item]]))),
          of.ordered,
        )
      : unknown,
  );
}

function evaluateObject(
  entries: readonly { readonly key: Expression; readonly value: Expression }[],
  scope: Scope,
): Value {
  const evaluated = entries.map(({ key, value }) => [keyText(evaluate(key, scope)), evaluate(value, scope)] as const);
  return evaluated.every((entry): entry is readonly [string, Value] => entry[0] !== undefined)
    ? mapOf(evaluated)
    : unknown;
}

function evaluateFor(expression: ForExpression, collection: Value, scope: Scope): Value {
  const members = membersOf(collection);
  if (members === undefined || expression.grouped) {
    return unknown;
  }
  const kept: { key: string | undefined; value: Value }[] = [];
  for (const [memberKey, member] of members) {
    const [first = "", second] = expression.names;
    const names: [string, Value][] =
      second === undefined
        ? [[first, member]]
        : [
            [first, memberKey],
            [second, member],
          ];
    const inner = withNames(scope, names);
    const condition = expression.condition === undefined ? scalar(true) : evaluate(expression.condition, inner);
    if (condition.kind !== "scalar") {
      return unknown;
    }
    if (condition.value === true) {
      const key = expression.key === undefined ? undefined : keyText(evaluate(expression.key, inner));
      kept.push({ key, value: evaluate(expression.value, inner) });
    }
  }
  if (expression.key === undefined) {
    return listOf(
      kept.map(({ value }) => value),
      collection.kind !== "list" || collection.ordered,
    );
  }
  const entries = kept.flatMap(({ key, value }): [string, Value][] => (key === undefined ? [] : [[key, value]]));
  return new Set(entries.map(([key]) => key)).size === kept.length ? mapOf(entries) : unknown;
}

/** Keys and values in the order in which `for` visits them. */
function membersOf(collection: Value): readonly (readonly [Value, Value])[] | undefined {
  if (collection.kind === "list") {
    return collection.items.map((item, index) => [collection.ordered ? scalar(index) : item, item]);
  }
  if (collection.kind === "map") {
    return [...collection.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [scalar(key), item]);
  }
  return undefined;
}

/** A key is plain text, or the one reference that it is. */
function keyText(value: Value): string | undefined {
  const isReference = value.kind === "scalar" && typeof value.value === "string" && soleReference(value.value);
  return isReference ? String(value.value) : plainText(value);
}

function withNames(scope: Scope, names: Iterable<readonly [string, Value]>): Scope {
  return { ...scope, names: new Map([...scope.names, ...names]) };
}

function joined(parts: readonly Value[]): Value {
  return parts.reduce<Value>(
    (text, part) =>
      lift(text, (left) =>
        lift(part, (right) =>
          left.kind === "scalar" && right.kind === "scalar" && right.value !== null
            ? scalar(`${left.value}${right.value}`)
            : unknown,
        ),
      ),
    scalar(""),
  );
}
