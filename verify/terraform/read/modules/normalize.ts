import { isJsonObject, type Json, type JsonObject } from "../../configuration";
import { evaluateText } from "../../expressions/evaluate-expression";
import { parseTemplate } from "../../expressions/template";
import type { Scope } from "../../expressions/traversal";
import { escapeTemplate, toJson } from "../../expressions/value";

/**
 * Brings arguments into the normal form: every expression that comes to something without the cloud is replaced by what it
 * comes to, and inside a module every reference gets the module's address. What stays open keeps its text.
 *
 * @param reach whether plain references are looked up too, or only what is more than they are
 */
export function normalize(value: Json, scope: Scope, reach: "expressions" | "all" = "expressions"): Json {
  if (typeof value === "string") {
    return normalizeText(value, scope, reach);
  }
  if (Array.isArray(value)) {
    return value.map((item) => normalize(item, scope, reach));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normalize(item, scope, reach)]))
    : value;
}

export function normalizeObject(values: JsonObject, scope: Scope): JsonObject {
  return normalize(values, scope) as JsonObject;
}

function normalizeText(text: string, scope: Scope, reach: "expressions" | "all"): Json {
  if (!text.includes("{")) {
    return text;
  }
  const isPlain = reach === "expressions" && parseTemplate(text).every(({ kind }) => kind !== "expression");
  if (isPlain && scope.prefix === "") {
    return text;
  }
  return toJson(evaluateText(text, scope)) ?? (scope.prefix === "" ? text : unread(text));
}

/** An expression that nobody will take for anything else: outside its module the text would mean other resources. */
export function unread(text: string): string {
  return `\${unread(${JSON.stringify(escapeTemplate(text))})}`;
}
