import { isJsonObject, type Json, type JsonObject } from "../configuration";
import { evaluateText } from "../expressions/evaluate";
import type { Scope } from "../expressions/traversal";
import { escapeTemplate, toJson } from "../expressions/value";
import { parseTemplate } from "../template";

/**
 * Brings arguments into the normal form: every expression that comes to something without the cloud is replaced by what it
 * comes to, and inside a module every reference gets the module's address. What stays open keeps its text.
 */
export function normalize(value: Json, scope: Scope): Json {
  if (typeof value === "string") {
    return normalizeText(value, scope);
  }
  if (Array.isArray(value)) {
    return value.map((item) => normalize(item, scope));
  }
  return isJsonObject(value) ? normalizeObject(value, scope) : value;
}

export function normalizeObject(values: JsonObject, scope: Scope): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, normalize(value, scope)]));
}

function normalizeText(text: string, scope: Scope): Json {
  if (!text.includes("{")) {
    return text;
  }
  const isPlain = parseTemplate(text).every(({ kind }) => kind !== "expression");
  if (isPlain && scope.prefix === "") {
    return text;
  }
  return toJson(evaluateText(text, scope)) ?? (scope.prefix === "" ? text : unread(text));
}

/** An expression that nobody will take for anything else: outside its module the text would mean other resources. */
export function unread(text: string): string {
  return `\${unread(${JSON.stringify(escapeTemplate(text))})}`;
}
