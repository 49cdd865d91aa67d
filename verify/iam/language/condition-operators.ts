import { ownEntry } from "../../collections/own-entry";
import { compileGlob, evaluateGlob, type WildcardMode } from "../patterns/glob";
import { isInIpRange, isIpRange } from "../patterns/ip-ranges";
import { type ThreeValued, toThreeValued } from "../patterns/three-valued-logic";

/** What an operator compares, and therefore which values of a key it can distinguish. */
export type ConditionOperatorFamily = "text" | "number" | "date" | "boolean" | "address" | "presence";

/** A condition operator without its set prefix and `IfExists`. */
export interface ConditionOperator {
  readonly family: ConditionOperatorFamily;
  /** `Not` operators hold for an absent key. */
  readonly negated: boolean;
  /** Only of the `text` family. */
  readonly wildcards?: WildcardMode;
  readonly ignoreCase?: boolean;
  /** Compares one value of the policy with one of the request, before negation. */
  compare(policyValue: string, requestValue: string): ThreeValued;
}

/** The operator that holds where the other one does not: the `Not` form of an operator. */
function not(operator: ConditionOperator): ConditionOperator {
  return { ...operator, negated: true };
}

function stringOperator(
  wildcards: WildcardMode,
  { ignoreCase = false }: Pick<ConditionOperator, "ignoreCase"> = {},
): ConditionOperator {
  return {
    family: "text",
    negated: false,
    wildcards,
    ignoreCase,
    compare: (pattern, text) => evaluateGlob(compileGlob(pattern, wildcards, ignoreCase), text),
  };
}

function numericOrDateOperator(
  family: "number" | "date",
  holds: (left: number, right: number) => boolean,
): ConditionOperator {
  const read = family === "number" ? numericValue : epochSeconds;
  return {
    family,
    negated: false,
    compare: (policyValue, requestValue) => {
      const [bound, value] = [read(policyValue), read(requestValue)];
      return Number.isNaN(bound) || Number.isNaN(value) ? "unknown" : toThreeValued(holds(value, bound));
    },
  };
}

const ipAddressOperator: ConditionOperator = {
  family: "address",
  negated: false,
  compare: (range, address) =>
    isIpRange(range) && isIpRange(address) && !address.includes("/")
      ? toThreeValued(isInIpRange(range, address))
      : "unknown",
};

const equalNumbers = (left: number, right: number): boolean => left === right;

const booleans: ReadonlySet<string> = new Set(["true", "false"]);

/** What an operator for booleans does with other texts, AWS does not say. */
const compareBooleans: ConditionOperator["compare"] = (policyValue, requestValue) => {
  const written = policyValue.toLowerCase();
  const sent = requestValue.toLowerCase();
  return booleans.has(written) && booleans.has(sent) ? toThreeValued(written === sent) : "unknown";
};

/** Texts that differ may still encode the same bytes. */
const compareBinary: ConditionOperator["compare"] = (policyValue, requestValue) =>
  policyValue === requestValue ? "yes" : "unknown";

/**
 * Every condition operator of IAM. `ArnEquals` is `ArnLike`, as AWS defines it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: stringOperator("exact"),
  StringNotEquals: not(stringOperator("exact")),
  StringEqualsIgnoreCase: stringOperator("exact", { ignoreCase: true }),
  StringNotEqualsIgnoreCase: not(stringOperator("exact", { ignoreCase: true })),
  StringLike: stringOperator("text"),
  StringNotLike: not(stringOperator("text")),
  ArnEquals: stringOperator("arn"),
  ArnNotEquals: not(stringOperator("arn")),
  ArnLike: stringOperator("arn"),
  ArnNotLike: not(stringOperator("arn")),
  BinaryEquals: { ...stringOperator("exact"), compare: compareBinary },
  NumericEquals: numericOrDateOperator("number", equalNumbers),
  NumericNotEquals: not(numericOrDateOperator("number", equalNumbers)),
  NumericLessThan: numericOrDateOperator("number", (value, bound) => value < bound),
  NumericLessThanEquals: numericOrDateOperator("number", (value, bound) => value <= bound),
  NumericGreaterThan: numericOrDateOperator("number", (value, bound) => value > bound),
  NumericGreaterThanEquals: numericOrDateOperator("number", (value, bound) => value >= bound),
  DateEquals: numericOrDateOperator("date", equalNumbers),
  DateNotEquals: not(numericOrDateOperator("date", equalNumbers)),
  DateLessThan: numericOrDateOperator("date", (value, bound) => value < bound),
  DateLessThanEquals: numericOrDateOperator("date", (value, bound) => value <= bound),
  DateGreaterThan: numericOrDateOperator("date", (value, bound) => value > bound),
  DateGreaterThanEquals: numericOrDateOperator("date", (value, bound) => value >= bound),
  IpAddress: ipAddressOperator,
  NotIpAddress: not(ipAddressOperator),
  Bool: { family: "boolean", negated: false, compare: compareBooleans },
  Null: { family: "presence", negated: false, compare: compareBooleans },
};

/** The operator of that name, `undefined` where IAM has none. */
export function conditionOperatorNamed(name: string): ConditionOperator | undefined {
  return ownEntry(conditionOperators, name);
}

/** A decimal number; NaN for what AWS may read in another way, such as hexadecimal digits, an exponent or no digits. */
export function numericValue(text: string): number {
  return /^[+-]?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
}

const isoDate = /^\d{4}-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?)?$/u;

/**
 * Seconds since 1970. IAM accepts epoch time and the forms of ISO 8601 that the W3C lists. NaN for other texts, and for few
 * digits: they may be a year or a date.
 */
export function epochSeconds(text: string): number {
  if (/^\d{9,}(?:\.\d+)?$/u.test(text)) {
    return Number(text);
  }
  return isoDate.test(text) ? Date.parse(text) / 1000 : Number.NaN;
}
