import { applyOperator } from "./apply-operator";
import { concatenate } from "./concatenate";
import { type ForEntry, groupedMapOfFor, listOfFor, mapOfFor } from "./for-results";
import { parseExpression } from "./parse-expression";
import { type Evaluator, evaluateCall } from "./special-functions";
import { formatReference, parseTemplate, singleReference } from "./template";
import { linesOf, type TemplateToken, templateExpression, templateTokens } from "./template-tokens";
import type { ForExpression, TerraformExpression } from "./terraform-expression";
import { derivedList, haveCommonType, haveOneShape, setValue, unifiedItems } from "./terraform-list";
import {
  choiceValue,
  conditionOf,
  escapeTemplate,
  isOpenKey,
  isRefused,
  listValue,
  mapOptions,
  mapValue,
  plainText,
  refusedValue,
  replacedEntries,
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
  if (/%\{|\{~|~\}/.test(text)) {
    return evaluateDirectives(text, scope);
  }
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

/** Evaluates a text with `%{ if }`, `%{ for }` or strip markers. */
function evaluateDirectives(text: string, scope: EvaluationScope): TerraformValue {
  try {
    return evaluateExpression(templateExpression(templateTokens(text).flatMap(byLine), parseExpression), scope);
  } catch {
    return unknownValue;
  }
}

/** A strip marker removes the blanks of one line. */
function byLine(token: TemplateToken): readonly TemplateToken[] {
  return token.kind === "code" ? [token] : linesOf(token.text).map((text) => ({ kind: "literal", text }));
}

const evaluator: Evaluator = { expression: evaluateExpression, template: evaluateTemplate };

/** Evaluates a parsed expression. The result is unknown for everything that is not modeled. */
export function evaluateExpression(expression: TerraformExpression, scope: EvaluationScope): TerraformValue {
  const value = evaluatePart(expression, scope);
  if (scope.onDoubt !== undefined && isDoubtful(value) && !isWholeVariable(expression)) {
    scope.onDoubt();
  }
  return value;
}

/** Whether Terraform may fail to evaluate the value, for all that is known. */
function isDoubtful(value: TerraformValue): boolean {
  return value.kind === "choice" ? value.options.some(isDoubtful) : value.kind === "unknown" && !isRefused(value);
}

/** `var.x` has a value, known or not; an attribute or an item in it may be missing. */
function isWholeVariable(expression: TerraformExpression): boolean {
  return expression.kind === "name" || (expression.kind === "attribute" && expression.of.kind === "name");
}

function evaluatePart(expression: TerraformExpression, scope: EvaluationScope): TerraformValue {
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
      return evaluateCall(expression, scope, evaluator);
    case "list":
      return whole(listValue(expression.items.map((item) => evaluateExpression(item, scope))));
    case "object":
      return whole(evaluateObject(expression.entries, scope));
    case "for":
      return mapOptions(evaluateExpression(expression.collection, scope), (collection) =>
        whole(evaluateFor(expression, collection, scope)),
      );
    case "conditional": {
      const branches = [expression.yes, expression.no].map((branch) => evaluateExpression(branch, scope));
      const [yes = unknownValue, no = unknownValue] = inCommonType(branches);
      const condition = evaluateExpression(expression.condition, scope);
      const decided = conditionOf(condition);
      const isPlain = condition.kind === "scalar" && (condition.value === null || plainText(condition) !== undefined);
      if (isRefused(condition) || (isPlain && decided === undefined)) {
        return refusedValue;
      }
      return decided === undefined ? choiceValue([yes, no]) : decided ? yes : no;
    }
    case "operation":
      return applyOperator(
        expression.operator,
        expression.operands.map((operand) => evaluateExpression(operand, scope)),
      );
  }
}

/** A collection with an item that Terraform refuses is refused. */
function whole(value: TerraformValue): TerraformValue {
  return isRefused(value) ? refusedValue : value;
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

/** Terraform converts both results of a conditional to one type, and refuses those without one. */
function inCommonType(branches: readonly TerraformValue[]): readonly TerraformValue[] {
  const types = branches.map((value) => (value.kind === "scalar" ? typeof value.value : value.kind));
  if ((types.includes("number") && types.includes("boolean")) || !haveOneShape(branches)) {
    return branches.map(() => refusedValue);
  }
  if (!haveCommonType(branches.filter(({ kind }) => kind !== "scalar"))) {
    return unifiedItems(branches) ?? branches.map(() => unknownValue);
  }
  if (branches.some((value) => value.kind === "list" && value.isSet === true)) {
    return branches.map((value) => (value.kind === "list" ? setValue(value.items) : value));
  }
  const hasText = branches.some((value) => value.kind === "scalar" && typeof value.value === "string");
  const isOfOneType = !hasText || branches.some((value) => value.kind !== "scalar");
  return isOfOneType ? branches : branches.map(textValue);
}

function evaluateSplat(value: TerraformValue, each: TerraformExpression, scope: EvaluationScope): TerraformValue {
  const itemValue = (item: TerraformValue): TerraformValue =>
    evaluateExpression(each, withBindings(scope, [["*", item]]));
  return mapOptions(value, (of) => {
    if (of.kind === "list") {
      return whole(derivedList(of.items.map(itemValue), of));
    }
    if (of.kind === "scalar" && of.value === null) {
      return listValue([]);
    }
    // Any other value than a list is a list of one. A reference to an attribute may be a list.
    const reference = of.kind === "scalar" && typeof of.value === "string" ? singleReference(of.value) : undefined;
    const isSingle = of.kind === "map" || plainText(of) !== undefined || reference?.attribute === "";
    return isSingle ? whole(listValue([itemValue(of)])) : unknownValue;
  });
}

function evaluateObject(
  entries: readonly { readonly key: TerraformExpression; readonly value: TerraformExpression }[],
  scope: EvaluationScope,
): TerraformValue {
  const evaluated = entries.map(
    ({ key, value }) => [mapKeyText(evaluateExpression(key, scope)), evaluateExpression(value, scope)] as const,
  );
  return evaluated.every((entry): entry is readonly [string, TerraformValue] => entry[0] !== undefined)
    ? mapValue(replacedEntries(evaluated))
    : unknownValue;
}

function evaluateFor(expression: ForExpression, collection: TerraformValue, scope: EvaluationScope): TerraformValue {
  const { key: keyExpression, value, grouped } = expression;
  const scopes = keptMembers(expression, collection, scope);
  if (scopes === undefined) {
    return unknownValue;
  }
  if (keyExpression === undefined) {
    const values = scopes.map((inner) => evaluateExpression(value, inner));
    return listOfFor(values, collection);
  }
  const entries = scopes.map(
    (inner) => [mapKeyText(evaluateExpression(keyExpression, inner)), evaluateExpression(value, inner)] as const,
  );
  if (!entries.every((entry): entry is ForEntry => entry[0] !== undefined)) {
    return unknownValue;
  }
  return grouped ? groupedMapOfFor(entries, collection) : mapOfFor(entries);
}

/** A scope for each member of the collection that the condition keeps; `undefined` where one of them cannot be told. */
function keptMembers(
  { names: [first = "", second], condition }: ForExpression,
  collection: TerraformValue,
  scope: EvaluationScope,
): readonly EvaluationScope[] | undefined {
  const scopes = iterationEntries(collection)?.map(([key, member]) =>
    withBindings(
      scope,
      second === undefined
        ? [[first, member]]
        : [
            [first, key],
            [second, member],
          ],
    ),
  );
  if (scopes === undefined || condition === undefined) {
    return scopes;
  }
  const kept: EvaluationScope[] = [];
  for (const inner of scopes) {
    const isKept = conditionOf(evaluateExpression(condition, inner));
    if (isKept === undefined) {
      return undefined;
    }
    if (isKept) {
      kept.push(inner);
    }
  }
  return kept;
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

/** The text of a key: a single reference, or plain text that does not look like one. */
function mapKeyText(value: TerraformValue): string | undefined {
  const isReference = value.kind === "scalar" && typeof value.value === "string" && singleReference(value.value);
  const text = plainText(value);
  return isReference ? String(value.value) : text === undefined || isOpenKey(text) ? undefined : text;
}

function withBindings(scope: EvaluationScope, names: Iterable<readonly [string, TerraformValue]>): EvaluationScope {
  return { ...scope, bindings: new Map([...scope.bindings, ...names]) };
}
