import { applyOperator } from "./apply-operator";
import { callFunction } from "./call-function";
import { parseExpression } from "./parse-expression";
import { formatReference, parseTemplate, singleReference } from "./template";
import type { ForExpression, TerraformExpression } from "./terraform-expression";
import {
  choiceValue,
  conditionOf,
  derivedList,
  escapeTemplate,
  listValue,
  mapOptions,
  mapValue,
  plainText,
  scalarText,
  scalarValue,
  type TerraformValue,
  textValue,
  unknownValue,
} from "./terraform-value";
import {
  applyTraversalStep,
  type EvaluationScope,
  resolveReference,
  type TraversalStep,
  traversalStepText,
} from "./traversal";

/** Evaluates a Terraform string: the value of its only interpolation, or the concatenation of its parts. */
export function evaluateTemplate(text: string, scope: EvaluationScope): TerraformValue {
  const parts = parseTemplate(text).map((part): TerraformValue => {
    if (part.kind === "literal") {
      return scalarValue(escapeTemplate(part.text));
    }
    const source = part.kind === "expression" ? part.text : formatReference(part);
    const expression = parseExpression(source);
    return expression === undefined ? unknownValue : evaluateExpression(expression, scope);
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : concatenate(parts);
}

/** Evaluates a parsed expression. The result is unknown for everything that is not modeled. */
export function evaluateExpression(expression: TerraformExpression, scope: EvaluationScope): TerraformValue {
  switch (expression.kind) {
    case "value":
      return scalarValue(typeof expression.value === "string" ? escapeTemplate(expression.value) : expression.value);
    case "template":
      return concatenate(expression.parts.map((part) => evaluateExpression(part, scope)));
    case "name":
    case "attribute":
    case "index":
      return evaluateTraversal(expression, scope);
    case "splat":
      return evaluateSplat(evaluateExpression(expression.of, scope), expression.each, scope);
    case "call":
      return expression.spread
        ? unknownValue
        : callFunction(
            expression.name,
            expression.arguments.map((argument) => evaluateExpression(argument, scope)),
          );
    case "list":
      return listValue(expression.items.map((item) => evaluateExpression(item, scope)));
    case "object":
      return evaluateObject(expression.entries, scope);
    case "for":
      return mapOptions(evaluateExpression(expression.collection, scope), (collection) =>
        evaluateFor(expression, collection, scope),
      );
    case "conditional": {
      const branches = [expression.yes, expression.no].map((branch) => evaluateExpression(branch, scope));
      const [yes = unknownValue, no = unknownValue] = inCommonType(branches);
      const decided = conditionOf(evaluateExpression(expression.condition, scope));
      return decided === undefined ? choiceValue([yes, no]) : decided ? yes : no;
    }
    case "operation":
      return applyOperator(
        expression.operator,
        expression.operands.map((operand) => evaluateExpression(operand, scope)),
      );
  }
}

/** `a.b[c].d`: steps into a name that the scope binds, or a reference to a resource. */
function evaluateTraversal(expression: TerraformExpression, scope: EvaluationScope): TerraformValue {
  const steps: TraversalStep[] = [];
  let root = expression;
  while (root.kind === "attribute" || root.kind === "index") {
    steps.unshift(
      root.kind === "attribute"
        ? { kind: "attribute", name: root.name }
        : { kind: "index", key: evaluateExpression(root.key, scope) },
    );
    root = root.of;
  }
  if (root.kind !== "name") {
    return steps.reduce((value, step) => applyTraversalStep(value, step, scope), evaluateExpression(root, scope));
  }
  const bound = scope.bindings.get(root.name);
  if (bound !== undefined) {
    return steps.reduce((value, step) => applyTraversalStep(value, step, scope), bound);
  }
  const path = steps.map(traversalStepText);
  return path.every((text) => text !== undefined)
    ? resolveReference(`${root.name}${path.join("")}`, scope, scope.prefix)
    : unknownValue;
}

/** Terraform converts both results of a conditional to one type. */
function inCommonType(branches: readonly TerraformValue[]): readonly TerraformValue[] {
  const hasText = branches.some((value) => value.kind === "scalar" && typeof value.value === "string");
  const isOfOneType = !hasText || branches.some((value) => value.kind !== "scalar");
  return isOfOneType ? branches : branches.map(textValue);
}

function evaluateSplat(value: TerraformValue, each: TerraformExpression, scope: EvaluationScope): TerraformValue {
  return mapOptions(value, (of) =>
    of.kind === "list"
      ? derivedList(
          of.items.map((item) => evaluateExpression(each, withBindings(scope, [["*", item]]))),
          of,
        )
      : unknownValue,
  );
}

function evaluateObject(
  entries: readonly { readonly key: TerraformExpression; readonly value: TerraformExpression }[],
  scope: EvaluationScope,
): TerraformValue {
  const evaluated = entries.map(
    ({ key, value }) => [mapKeyText(evaluateExpression(key, scope)), evaluateExpression(value, scope)] as const,
  );
  return evaluated.every((entry): entry is readonly [string, TerraformValue] => entry[0] !== undefined)
    ? mapValue(evaluated)
    : unknownValue;
}

function evaluateFor(expression: ForExpression, collection: TerraformValue, scope: EvaluationScope): TerraformValue {
  const members = iterationEntries(collection);
  if (members === undefined || expression.grouped) {
    return unknownValue;
  }
  const kept: { key: string | undefined; value: TerraformValue }[] = [];
  for (const [memberKey, member] of members) {
    const [first = "", second] = expression.names;
    const names: [string, TerraformValue][] =
      second === undefined
        ? [[first, member]]
        : [
            [first, memberKey],
            [second, member],
          ];
    const inner = withBindings(scope, names);
    const condition =
      expression.condition === undefined ? scalarValue(true) : evaluateExpression(expression.condition, inner);
    const isKept = conditionOf(condition);
    if (isKept === undefined) {
      return unknownValue;
    }
    if (isKept) {
      const key = expression.key === undefined ? undefined : mapKeyText(evaluateExpression(expression.key, inner));
      kept.push({ key, value: evaluateExpression(expression.value, inner) });
    }
  }
  if (expression.key === undefined) {
    const values = kept.map(({ value }) => value);
    return collection.kind === "list" ? derivedList(values, collection) : listValue(values);
  }
  const entries = kept.flatMap(({ key, value }): [string, TerraformValue][] =>
    key === undefined ? [] : [[key, value]],
  );
  return new Set(entries.map(([key]) => key)).size === kept.length ? mapValue(entries) : unknownValue;
}

/** Keys and values in the order in which `for` iterates over them. */
function iterationEntries(
  collection: TerraformValue,
): readonly (readonly [TerraformValue, TerraformValue])[] | undefined {
  if (collection.kind === "list") {
    return collection.items.map((item, index) => [collection.ordered ? scalarValue(index) : item, item]);
  }
  if (collection.kind === "map") {
    return [...collection.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [scalarValue(key), item]);
  }
  return undefined;
}

/** The text of a key: plain text or a single reference. */
function mapKeyText(value: TerraformValue): string | undefined {
  const isReference = value.kind === "scalar" && typeof value.value === "string" && singleReference(value.value);
  return isReference ? String(value.value) : plainText(value);
}

function withBindings(scope: EvaluationScope, names: Iterable<readonly [string, TerraformValue]>): EvaluationScope {
  return { ...scope, bindings: new Map([...scope.bindings, ...names]) };
}

function concatenate(parts: readonly TerraformValue[]): TerraformValue {
  return parts.reduce<TerraformValue>(
    (text, part) =>
      mapOptions(text, (left) =>
        mapOptions(part, (right) =>
          left.kind === "scalar" && right.kind === "scalar" ? joined(left.value, right.value) : unknownValue,
        ),
      ),
    scalarValue(""),
  );
}

function joined(left: Scalar, right: Scalar): TerraformValue {
  const text = right === null ? undefined : scalarText(right);
  return text === undefined ? unknownValue : scalarValue(`${left}${text}`);
}

type Scalar = (TerraformValue & { kind: "scalar" })["value"];
