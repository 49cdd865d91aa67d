import { evaluateTemplate } from "../../expressions/evaluate-expression";
import { parseTemplate, type TemplatePart } from "../../expressions/template";
import { escapeTemplate, valueToJson } from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";

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
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalizeValue(item, scope, reach)]))
    : value;
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
  return valueToJson(evaluateTemplate(text, scope)) ?? (scope.prefix === "" ? text : unreadExpression(text));
}

/** Whether the part needs no evaluation. An iterator such as `ingress.value` of a dynamic block looks like a reference. */
function isResourceReference(part: TemplatePart, { bindings }: EvaluationScope): boolean {
  return part.kind === "literal" || (part.kind === "reference" && !bindings.has(part.address.split(".")[0] ?? ""));
}

/** Marks an expression as not resolved. Outside its module, its own text would refer to other resources. */
export function unreadExpression(text: string): string {
  return `\${unread(${JSON.stringify(escapeTemplate(text))})}`;
}
