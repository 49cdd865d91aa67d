import {
  isExpressionText,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
} from "../terraform/terraform-configuration";
import { visibleText } from "../terraform/visible-text";

/**
 * Refuses a declaration with a field that no reader knows. A misspelled field would be left out in silence, and with it what it
 * demands or restricts.
 *
 * @throws when there is one
 */
export function requireKnownFields(declared: Json, known: readonly string[], where: string): void {
  const unknown = isJsonObject(declared) ? Object.keys(declared).filter((name) => !known.includes(name)) : [];
  if (unknown.length > 0) {
    throw new Error(
      `${where}: not known to this version, got ${unknown.join(", ")}; the fields are ${known.join(", ")}`,
    );
  }
}

/** One of a few words. */
export function readChoice<Choice extends string>(
  declared: JsonObject,
  key: string,
  choices: readonly Choice[],
  where: string,
): Choice {
  const choice = choices.find((candidate) => candidate === declared[key]);
  if (choice === undefined) {
    throw new Error(
      `${where}.${key}: not one of the choices, got ${JSON.stringify(declared[key] ?? null)}; use ${choices.join(" or ")}, or leave it out`,
    );
  }
  return choice;
}

/** Where a list, a number or a boolean is declared, a text with an expression is what could not be evaluated. */
function requireKnown(value: Json | undefined, key: string, where: string): void {
  if (isExpressionText(value)) {
    throw new Error(
      `${where}.${key}: not known before the apply, got ${visibleText(jsonText(value))}; pass a plan with --plan, or the root module that sets the variables`,
    );
  }
}

/** A known value of a type. */
export function requireField(declared: JsonObject, key: string, type: "boolean" | "number", where: string): Json {
  const value = declared[key] ?? null;
  requireKnown(value, key, where);
  if (typeof value !== type) {
    throw new Error(`${where}.${key}: not a ${type}, got ${JSON.stringify(value)}; declare a ${type}`);
  }
  return value;
}

/** A known list. */
export function requireList(declared: JsonObject, key: string, where: string): readonly Json[] {
  const value = declared[key];
  requireKnown(value, key, where);
  if (!Array.isArray(value)) {
    throw new Error(`${where}.${key}: not a list, got ${JSON.stringify(value ?? null)}; declare a list`);
  }
  return value;
}

/** A known list of ARN patterns. */
export function requireStrings(declared: JsonObject, key: string, where: string): readonly string[] {
  return requireList(declared, key, where).map((entry) => {
    if (typeof entry !== "string") {
      throw new Error(`${where}.${key}: not a text, got ${JSON.stringify(entry)}; list ARN patterns`);
    }
    return entry;
  });
}

/** Whether a value is a TCP or UDP port that a service can have. */
export function isPort(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
