import { literalNumber, literalText } from "../configuration/terraform-values";
import type { ValueFacts } from "./schema-facts";

/** What is wrong with a value, and what to do. */
export interface ValueProblem {
  readonly problem: string;
  readonly remedy: string;
}

const SHOWN_CHOICES = 12;

/** Problems of one known value. An expression has none. */
export function valueProblems(value: unknown, facts: ValueFacts): readonly ValueProblem[] {
  const text = typeof value === "boolean" ? String(value) : literalText(value);
  const number = facts.minimum === undefined && facts.maximum === undefined ? undefined : literalNumber(value);
  return [
    ...(text === undefined ? [] : textProblems(text, facts)),
    ...(number === undefined ? [] : numberProblems(number, facts)),
    ...(isSwitch(value, facts) ? [] : enumProblems(typeof value === "number" ? String(value) : text, facts)),
  ];
}

/** Problems of a number of items, entries or blocks. */
export function countProblems(count: number, { minItems = 0, maxItems }: ValueFacts): readonly ValueProblem[] {
  return [
    ...(count < minItems ? [{ problem: `must have at least ${items(minItems)}`, remedy: "add the missing ones" }] : []),
    ...(maxItems !== undefined && count > maxItems
      ? [{ problem: `must have at most ${items(maxItems)}, but has ${count}`, remedy: "remove some" }]
      : []),
  ];
}

function items(count: number): string {
  return count === 1 ? "1 item" : `${count} items`;
}

function textProblems(text: string, facts: ValueFacts): readonly ValueProblem[] {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = facts;
  const length = [...text].length;
  if (length < minLength || length > maxLength) {
    const bound = length < minLength ? `at least ${minLength}` : `at most ${maxLength}`;
    return [
      {
        problem: `must have ${bound} characters, but has ${length}`,
        remedy: length < minLength ? "lengthen it" : "shorten it",
      },
    ];
  }
  return pattern === undefined || compiled(pattern).test(text)
    ? []
    : [{ problem: `must match ${shortPattern(pattern)}`, remedy: "use only what the pattern allows" }];
}

function numberProblems(number: number, facts: ValueFacts): readonly ValueProblem[] {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = facts;
  if (number >= minimum && number <= maximum) {
    return [];
  }
  const range = [
    ...(Number.isFinite(minimum) ? [`at least ${minimum}`] : []),
    ...(Number.isFinite(maximum) ? [`at most ${maximum}`] : []),
  ].join(" and ");
  return [{ problem: `must be ${range}`, remedy: "use a number in that range" }];
}

/** Whether the provider has a boolean for an argument that AWS gives names, and chooses the name itself. */
function isSwitch(value: unknown, { enum: choices = [] }: ValueFacts): boolean {
  return typeof value === "boolean" && !choices.some((choice) => choice === "true" || choice === "false");
}

function enumProblems(text: string | undefined, { enum: choices }: ValueFacts): readonly ValueProblem[] {
  if (choices === undefined || text === undefined || choices.includes(text)) {
    return [];
  }
  const shown = choices.slice(0, SHOWN_CHOICES).join(", ");
  const others = choices.length > SHOWN_CHOICES ? ` and ${choices.length - SHOWN_CHOICES} more` : "";
  return [{ problem: "is not a value that AWS has", remedy: `use one of ${shown}${others}` }];
}

const patterns = new Map<string, RegExp>();

/** Schemas are written for engines that differ in escapes, so a pattern that the strict dialect refuses is read in the other. */
function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const expression = strictly(pattern) ?? new RegExp(pattern);
  patterns.set(pattern, expression);
  return expression;
}

function strictly(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function shortPattern(pattern: string): string {
  return pattern.length > 120 ? `${pattern.slice(0, 120)}...` : pattern;
}
