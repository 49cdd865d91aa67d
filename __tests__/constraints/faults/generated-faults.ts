import type { ValueFacts } from "../../../constraints/schemas/schema-facts";

/** A value that violates one fact, and the fact as a noun phrase. */
export interface ViolatingValue {
  readonly violates: string;
  readonly value: unknown;
}

const OUTSIDE_PATTERNS = [
  "",
  "\u0007",
  "a\u0000b",
  " ",
  "!",
  "é",
  "-",
  "a b",
  "A_b-",
  "\ud83d\ude80",
  "a\nb",
  "..",
  "x".repeat(40),
];

/** One value for each fact of an argument that the value violates. Facts that every text fulfills give none. */
export function violatingValues(facts: ValueFacts): readonly ViolatingValue[] {
  const { enum: choices, pattern, minLength = 0, maxLength, minimum, maximum } = facts;
  const outside = pattern === undefined ? undefined : textOutside(pattern, minLength, maxLength);
  return [
    ...(choices === undefined ? [] : [{ violates: "an enumeration", value: "no-such-value" }]),
    ...(maxLength === undefined || maxLength > 10_000
      ? []
      : [{ violates: "a maximum length", value: "a".repeat(maxLength + 1) }]),
    ...(minLength > 0 ? [{ violates: "a minimum length", value: "a".repeat(minLength - 1) }] : []),
    ...(minimum === undefined ? [] : [{ violates: "a minimum", value: minimum - 1 }]),
    ...(maximum === undefined ? [] : [{ violates: "a maximum", value: maximum + 1 }]),
    ...(outside === undefined ? [] : [{ violates: "a pattern", value: outside }]),
  ];
}

function textOutside(pattern: string, minLength: number, maxLength = Number.POSITIVE_INFINITY): string | undefined {
  const expression = compiled(pattern);
  return OUTSIDE_PATTERNS.find(
    (text) => text.length >= minLength && text.length <= maxLength && !expression.test(text),
  );
}

function compiled(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}
