import { evaluateTemplate } from "../../expressions/evaluate-expression";
import { parseTemplate } from "../../expressions/template";
import { escapeTemplate, valueToJson } from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";

/**
 * Brings arguments into the normal form: every expression that comes to something without the cloud is replaced by what it
 * comes to, and inside a module every reference gets the module's address. What stays open keeps its text.
 *
 * @param reach whether plain references are looked up too, or only what is more than they are
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
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalizeValue(item, scope, reach)]))
    : value;
}

export function normalizeObject(values: JsonObject, scope: EvaluationScope): JsonObject {
  return normalizeValue(values, scope) as JsonObject;
}

function normalizeText(text: string, scope: EvaluationScope, reach: "expressions" | "all"): Json {
  if (!text.includes("{")) {
    return text;
  }
  const isPlain = reach === "expressions" && parseTemplate(text).every(({ kind }) => kind !== "expression");
  if (isPlain && scope.prefix === "") {
    return text;
  }
  return valueToJson(evaluateTemplate(text, scope)) ?? (scope.prefix === "" ? text : unreadExpression(text));
}

/** An expression that nobody will take for anything else: outside its module the text would mean other resources. */
export function unreadExpression(text: string): string {
  return `\${unread(${JSON.stringify(escapeTemplate(text))})}`;
}
