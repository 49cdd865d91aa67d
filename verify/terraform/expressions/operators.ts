import { lift, sameValue, scalar, unknown, type Value } from "./value";

type Operator = (a: number, b: number) => number | boolean;

const onNumbers: Readonly<Record<string, Operator>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

/** A Terraform operator over evaluated operands; a choice among operands is a choice among results. */
export function operate(operator: string, operands: readonly Value[]): Value {
  const [a = unknown, b] = operands;
  if (b === undefined) {
    return lift(a, (value) => negate(operator, value));
  }
  return lift(a, (left) => lift(b, (right) => operateOnTwo(operator, left, right)));
}

function negate(operator: string, value: Value): Value {
  if (value.kind !== "scalar") {
    return unknown;
  }
  if (operator === "!" && typeof value.value === "boolean") {
    return scalar(!value.value);
  }
  return operator === "-" && typeof value.value === "number" ? scalar(-value.value) : unknown;
}

function operateOnTwo(operator: string, a: Value, b: Value): Value {
  if (operator === "==" || operator === "!=") {
    const same = sameValue(a, b);
    return same === undefined ? unknown : scalar(same === (operator === "=="));
  }
  if (a.kind !== "scalar" || b.kind !== "scalar") {
    return unknown;
  }
  if (typeof a.value === "boolean" && typeof b.value === "boolean") {
    return operator === "&&" ? scalar(a.value && b.value) : operator === "||" ? scalar(a.value || b.value) : unknown;
  }
  const calculate = onNumbers[operator];
  return calculate !== undefined && typeof a.value === "number" && typeof b.value === "number"
    ? scalar(calculate(a.value, b.value))
    : unknown;
}
