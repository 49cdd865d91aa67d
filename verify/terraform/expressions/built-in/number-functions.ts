import { orderedList } from "../terraform-list";
import {
  numberOfText,
  refusedValue,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";
import { integerOf, isList, listFunction, numberOf, textFunction } from "./arguments";

function numberFunction(apply: (number: number) => number): TerraformFunction {
  return (args) => {
    const number = args.length === 1 ? numberOf(args[0]) : undefined;
    return number === undefined ? unknownValue : numberValue(apply(number));
  };
}

/** Results outside the exact range of JavaScript are unknown. */
function numberValue(number: number): TerraformValue {
  const isExact = Number.isSafeInteger(number) || numberOfText(String(number)) === number;
  return isExact ? scalarValue(number === 0 ? 0 : number) : unknownValue;
}

function extreme(choose: (...numbers: readonly number[]) => number): TerraformFunction {
  return (args) => {
    const numbers = args.map(numberOf);
    return numbers.length > 0 && numbers.every((number) => number !== undefined)
      ? numberValue(choose(...numbers))
      : unknownValue;
  };
}

/** Digits of a number in the bases up to 36. */
function parseInteger(text: string, base: number): TerraformValue {
  const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  const isNumber =
    /^-?\w{1,15}$/.test(text) && [...text.toLowerCase().replace("-", "")].every((c) => digits.includes(c));
  return isNumber ? numberValue(Number.parseInt(text, base)) : unknownValue;
}

/** Terraform refuses a range of more items. */
const maximumRange = 1024;

/** `range(limit)`, `range(start, limit)` or `range(start, limit, step)`; without a step it counts toward the limit. */
function rangeOf(args: readonly TerraformValue[]): TerraformValue {
  const numbers = args.map(integerOf);
  const [start, limit] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (start === undefined || limit === undefined || numbers.length > 3) {
    return unknownValue;
  }
  const direction = limit < start ? -1 : 1;
  const step = numbers.length === 3 ? numbers[2] : direction;
  const count = step === undefined || step * direction <= 0 ? undefined : Math.ceil((limit - start) / step);
  if (count === undefined || step === undefined || count > maximumRange) {
    return unknownValue;
  }
  const items = Array.from({ length: count }, (_, index) => scalarValue(start + index * step));
  return { kind: "list", items, ordered: true };
}

/** Functions over numbers, as Terraform documents them. */
export const numberFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs: numberFunction(Math.abs),
  ceil: numberFunction(Math.ceil),
  floor: numberFunction(Math.floor),
  // Terraform refuses a decimal.
  signum: ([number]) =>
    integerOf(number) === undefined ? unknownValue : numberFunction(Math.sign)([number ?? unknownValue]),
  max: extreme(Math.max),
  min: extreme(Math.min),
  pow: ([base, exponent]) => {
    const [a, b] = [integerOf(base), integerOf(exponent)];
    return a === undefined || b === undefined || b < 0 ? unknownValue : numberValue(a ** b);
  },
  parseint: ([text, base]) => {
    const radix = integerOf(base);
    const isKnown = radix !== undefined && radix >= 2 && radix <= 36;
    return isKnown
      ? textFunction(1, (digits = "") => parseInteger(digits, radix))([text ?? unknownValue])
      : unknownValue;
  },
  range: rangeOf,
  sum: listFunction((list) => {
    const numbers = orderedList(list).items.map(integerOf);
    if (list.items.length === 0) {
      return refusedValue;
    }
    const isKnown = numbers.every((number) => number !== undefined) && list.items.every((item) => !isList(item));
    return isKnown ? numberValue(numbers.reduce((total, number) => total + number, 0)) : unknownValue;
  }),
};
