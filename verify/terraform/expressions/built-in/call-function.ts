import {
  choiceValue,
  hasTooManyCombinations,
  isNull,
  isRefused,
  refusedValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";
import { evaluatedFunctions, functionsOfNull } from "./terraform-functions";

/** Calls a function of values by name. The result of a function that is not modeled is unknown. */
export function callFunction(name: string, args: readonly TerraformValue[]): TerraformValue {
  const call = evaluatedFunctions.get(name);
  if (args.some(isRefused)) {
    return refusedValue;
  }
  if (call === undefined) {
    return unknownValue;
  }
  if (hasTooManyCombinations(args)) {
    return unknownValue;
  }
  const combinations = args.reduce<readonly (readonly TerraformValue[])[]>(
    (rows, arg) =>
      rows.flatMap((row) => (arg.kind === "choice" ? arg.options : [arg]).map((option) => [...row, option])),
    [[]],
  );
  return choiceValue(combinations.map((row) => resultOf(name, call, row)));
}

/** A call that fails in JavaScript has no known value. */
function resultOf(name: string, call: TerraformFunction, args: readonly TerraformValue[]): TerraformValue {
  if (args.some(isRefused) || (args.some(isNull) && !functionsOfNull.has(name))) {
    return refusedValue;
  }
  try {
    return call(args);
  } catch {
    return unknownValue;
  }
}
