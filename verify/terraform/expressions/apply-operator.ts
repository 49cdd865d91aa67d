import { mapOptions, scalarValue, type TerraformValue, unknownValue, valuesEqual } from "./terraform-value";

type NumericOperator = (a: number, b: number) => number | boolean;

const numericOperators: Readonly<Record<string, NumericOperator>> = {
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
export function applyOperator(operator: string, operands: readonly TerraformValue[]): TerraformValue {
  const [a = unknownValue, b] = operands;
  if (b === undefined) {
    return mapOptions(a, (value) => applyUnaryOperator(operator, value));
  }
  return mapOptions(a, (left) => mapOptions(b, (right) => applyBinaryOperator(operator, left, right)));
}

function applyUnaryOperator(operator: string, value: TerraformValue): TerraformValue {
  if (value.kind !== "scalar") {
    return unknownValue;
  }
  if (operator === "!" && typeof value.value === "boolean") {
    return scalarValue(!value.value);
  }
  return operator === "-" && typeof value.value === "number" ? scalarValue(-value.value) : unknownValue;
}

function applyBinaryOperator(operator: string, a: TerraformValue, b: TerraformValue): TerraformValue {
  if (operator === "==" || operator === "!=") {
    const same = valuesEqual(a, b);
    return same === undefined ? unknownValue : scalarValue(same === (operator === "=="));
  }
  if (a.kind !== "scalar" || b.kind !== "scalar") {
    return unknownValue;
  }
  if (typeof a.value === "boolean" && typeof b.value === "boolean") {
    return operator === "&&"
      ? scalarValue(a.value && b.value)
      : operator === "||"
        ? scalarValue(a.value || b.value)
        : unknownValue;
  }
  const calculate = numericOperators[operator];
  return calculate !== undefined && isExact(a.value) && isExact(b.value)
    ? exactValue(calculate(a.value, b.value))
    : unknownValue;
}

/** Terraform computes with decimals and large numbers of more digits than JavaScript. */
function isExact(value: string | number | boolean | null): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function exactValue(value: number | boolean): TerraformValue {
  return typeof value === "boolean" || isExact(value) ? scalarValue(value) : unknownValue;
}
