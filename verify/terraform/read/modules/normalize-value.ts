import { evaluateTemplate } from "../../expressions/evaluate-expression";
import { parseTemplate, singleReference, type TemplatePart } from "../../expressions/template";
import {
  escapeTemplate,
  listValue,
  mapValue,
  plainText,
  type TerraformValue,
  valueFromJson,
  valueToJson,
} from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { relocateTemplate } from "./relocate-template";

/**
 * Converts arguments to the normal form: an expression with a value that does not depend on AWS is replaced by that value, and
 * in a module every reference gets the address of the module. Other expressions keep their text.
 *
 * @param reach `all` resolves plain references too; `expressions` resolves only expressions that are more than a reference
 */
export function normalizeValue(
  value: Json,
  scope: EvaluationScope,
  reach: "expressions" | "all" = "expressions",
): Json {
  if (typeof value === "string") {
    return normalizeText(value, scope, reach);
  }
  if (Array.isArray(value)) {
    return value.map((item) => normalizeValue(item, scope, reach));
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(
    ([name, item]) => [normalizeKey(name, scope), normalizeValue(item, scope, reach)] as const,
  );
  return entries.every(([name]) => name !== undefined)
    ? (Object.fromEntries(entries) as JsonObject)
    : unreadExpression(JSON.stringify(value));
}

/** A key of a map is a template too: its text, or the reference that it consists of; `undefined` for anything else. */
function normalizeKey(name: string, scope: EvaluationScope): string | undefined {
  if (!name.includes("{")) {
    return name;
  }
  const value = evaluateTemplate(name, scope);
  const isReference = value.kind === "scalar" && typeof value.value === "string" && singleReference(value.value);
  return isReference ? String(value.value) : plainText(value);
}

/** As {@link normalizeValue}, as a value that knows its sets. An expression without a known value is its text. */
export function namedValue(json: Json, scope: EvaluationScope): TerraformValue {
  const value = typeof json === "string" ? evaluateTemplate(json, scope) : undefined;
  if (value !== undefined && valueToJson(value) !== undefined) {
    return value;
  }
  if (Array.isArray(json)) {
    return listValue(json.map((item) => namedValue(item, scope)));
  }
  return isJsonObject(json) && Object.keys(json).every((key) => !key.includes("{"))
    ? mapValue(Object.entries(json).map(([key, item]) => [key, namedValue(item, scope)]))
    : valueFromJson(normalizeValue(json, scope));
}

/** {@link normalizeValue} for the arguments of a block. */
export function normalizeObject(values: JsonObject, scope: EvaluationScope): JsonObject {
  return normalizeValue(values, scope) as JsonObject;
}

function normalizeText(text: string, scope: EvaluationScope, reach: "expressions" | "all"): Json {
  if (!text.includes("{")) {
    return text;
  }
  const isPlain = reach === "expressions" && parseTemplate(text).every((part) => isResourceReference(part, scope));
  if (isPlain && scope.prefix === "") {
    return text;
  }
  const value = valueToJson(evaluateTemplate(text, scope));
  if (value !== undefined) {
    return value;
  }
  if (scope.prefix === "") {
    // What depends on a resource is evaluated later, when `each`, `local` and `var` have no values any more.
    return mentionsBoundName(text, scope) ? (relocateTemplate(text, scope) ?? text) : text;
  }
  return relocateTemplate(text, scope) ?? unreadExpression(text);
}

function mentionsBoundName(text: string, { bindings }: EvaluationScope): boolean {
  return [...bindings.keys()].some((name) => text.includes(`${name}.`));
}

/** Whether the part needs no evaluation. An iterator such as `ingress.value` of a dynamic block looks like a reference. */
function isResourceReference(part: TemplatePart, { bindings }: EvaluationScope): boolean {
  return part.kind === "literal" || (part.kind === "reference" && !bindings.has(part.address.split(".")[0] ?? ""));
}

/** Marks an expression as not resolved. Outside its module, its own text would refer to other resources. */
export function unreadExpression(text: string): string {
  return `\${unread(${JSON.stringify(escapeTemplate(text))})}`;
}
