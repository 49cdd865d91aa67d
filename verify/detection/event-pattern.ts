import { ownEntry } from "../collections/own-entry";
import { containsPlaceholder } from "../iam/patterns/placeholders";
import { isJsonObject, type Json } from "../terraform/terraform-configuration";

/**
 * What is known of a field in every event of a class.
 *
 * - `value`: exactly this text.
 * - `absent`: no event has the field.
 * - `other`: every event has a value, and one that is none of these.
 */
export type FieldFact =
  | { readonly kind: "value"; readonly value: string }
  | { readonly kind: "absent" }
  | { readonly kind: "other"; readonly than: readonly string[] };

/** A class of events: facts by the path of a field, such as `detail.eventName`. Of other fields nothing is known. */
export type EventClass = Readonly<Record<string, FieldFact>>;

/**
 * Whether an event pattern matches every event of a class. A part of the pattern that is not understood matches none, so the
 * answer "yes" is sure, and "no" says that some event may be left out.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function matchesEvery(pattern: Json, facts: EventClass): boolean {
  return isJsonObject(pattern) && Object.keys(pattern).length > 0 && matchesBelow(pattern, facts, "");
}

function matchesBelow(pattern: Json, facts: EventClass, path: string): boolean {
  if (Array.isArray(pattern)) {
    return pattern.some((matcher) => matchesFact(matcher, facts[path]));
  }
  return (
    isJsonObject(pattern) &&
    Object.entries(pattern).every(([key, inner]) =>
      key === "$or"
        ? Array.isArray(inner) && inner.some((alternative) => matchesBelow(alternative, facts, path))
        : matchesBelow(inner, facts, path === "" ? key : `${path}.${key}`),
    )
  );
}

function matchesFact(matcher: Json, fact: FieldFact | undefined): boolean {
  if (fact === undefined) {
    return false;
  }
  if (!isJsonObject(matcher)) {
    return fact.kind === "value" && matcher === fact.value;
  }
  const [operator, ...others] = Object.keys(matcher);
  return (
    operator !== undefined &&
    others.length === 0 &&
    (ownEntry(operators, operator)?.(matcher[operator] ?? null, fact) ?? false)
  );
}

/** Operators of patterns. `anything-but` with another operator inside is not understood. */
const operators: Readonly<Record<string, (operand: Json, fact: FieldFact) => boolean>> = {
  exists: (operand, fact) => operand === (fact.kind !== "absent"),
  prefix: (operand, fact) => fact.kind === "value" && typeof operand === "string" && fact.value.startsWith(operand),
  suffix: (operand, fact) => fact.kind === "value" && typeof operand === "string" && fact.value.endsWith(operand),
  "anything-but": (operand, fact) => {
    const excluded = [operand].flat();
    const isText = excluded.every((value) => typeof value === "string");
    switch (fact.kind) {
      case "value":
        return (
          isText &&
          ![fact.value, ...excluded].some((text) => containsPlaceholder(String(text))) &&
          !excluded.includes(fact.value)
        );
      case "other":
        return isText && excluded.every((value) => fact.than.includes(value));
      case "absent":
        return false;
    }
  },
};
