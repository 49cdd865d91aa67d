import { glob, matchesPerhaps, type Wildcards } from "../patterns/glob";
import { inRange, isRange } from "../patterns/ip-ranges";
import { isComputed, isUnknown } from "../patterns/placeholders";
import { type Trilean, trilean } from "../patterns/three-valued-logic";

/** What an operator compares; decides which values of a key it can tell apart. */
export type OperatorFamily = "text" | "number" | "date" | "boolean" | "address" | "presence";

/** A condition operator without its set prefix and `IfExists`. */
export interface Operator {
  readonly family: OperatorFamily;
  /** `Not` operators hold for an absent key. */
  readonly negated: boolean;
  /** Only of the `text` family. */
  readonly wildcards?: Wildcards;
  readonly ignoreCase?: boolean;
  /** Compares one value of the policy with one of the request, before negation. */
  compare(policyValue: string, requestValue: string): Trilean;
}

function textual(wildcards: Wildcards, negated: boolean, ignoreCase = false): Operator {
  return {
    family: "text",
    negated,
    wildcards,
    ignoreCase,
    compare: (pattern, text) => matchesPerhaps(glob(pattern, wildcards, ignoreCase), text),
  };
}

function ordered(
  family: "number" | "date",
  negated: boolean,
  holds: (left: number, right: number) => boolean,
): Operator {
  const read = family === "number" ? Number : instant;
  return {
    family,
    negated,
    compare: (policyValue, requestValue) => {
      const [bound, value] = [read(policyValue), read(requestValue)];
      return Number.isNaN(bound) || Number.isNaN(value) ? "unknown" : trilean(holds(value, bound));
    },
  };
}

function addressed(negated: boolean): Operator {
  return {
    family: "address",
    negated,
    compare: (range, address) => (isRange(range) && isRange(address) ? trilean(inRange(range, address)) : "unknown"),
  };
}

const equal = (left: number, right: number): boolean => left === right;

const sameText: Operator["compare"] = (policyValue, requestValue) =>
  [...policyValue].some((letter) => isUnknown(letter) || isComputed(letter))
    ? "unknown"
    : trilean(policyValue.toLowerCase() === requestValue.toLowerCase());

/**
 * Every condition operator of IAM. `ArnEquals` is `ArnLike`, as AWS defines it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: textual("exact", false),
  StringNotEquals: textual("exact", true),
  StringEqualsIgnoreCase: textual("exact", false, true),
  StringNotEqualsIgnoreCase: textual("exact", true, true),
  StringLike: textual("text", false),
  StringNotLike: textual("text", true),
  ArnEquals: textual("arn", false),
  ArnNotEquals: textual("arn", true),
  ArnLike: textual("arn", false),
  ArnNotLike: textual("arn", true),
  BinaryEquals: textual("exact", false),
  NumericEquals: ordered("number", false, equal),
  NumericNotEquals: ordered("number", true, equal),
  NumericLessThan: ordered("number", false, (value, bound) => value < bound),
  NumericLessThanEquals: ordered("number", false, (value, bound) => value <= bound),
  NumericGreaterThan: ordered("number", false, (value, bound) => value > bound),
  NumericGreaterThanEquals: ordered("number", false, (value, bound) => value >= bound),
  DateEquals: ordered("date", false, equal),
  DateNotEquals: ordered("date", true, equal),
  DateLessThan: ordered("date", false, (value, bound) => value < bound),
  DateLessThanEquals: ordered("date", false, (value, bound) => value <= bound),
  DateGreaterThan: ordered("date", false, (value, bound) => value > bound),
  DateGreaterThanEquals: ordered("date", false, (value, bound) => value >= bound),
  IpAddress: addressed(false),
  NotIpAddress: addressed(true),
  Bool: { family: "boolean", negated: false, compare: sameText },
  Null: { family: "presence", negated: false, compare: sameText },
};

/** The operator of that name, `undefined` where IAM has none. */
export function operatorNamed(name: string): Operator | undefined {
  return Object.hasOwn(operators, name) ? operators[name] : undefined;
}

/** Seconds since 1970: IAM accepts ISO 8601 and epoch time. */
export function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
}
