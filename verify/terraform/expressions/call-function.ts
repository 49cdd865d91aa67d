import { collectionFunctions } from "./collection-functions";
import { stringFunctions } from "./string-functions";
import { choiceValue, type TerraformFunction, type TerraformValue, unknownValue } from "./terraform-value";

const terraformFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(collectionFunctions),
  ...Object.entries(stringFunctions),
]);

/** With more combinations of options than this, the result counts as unknown. */
const maximumCombinations = 64;

/** Calls a function by name. The result of a function that is not modeled is unknown. */
export function callFunction(name: string, args: readonly TerraformValue[]): TerraformValue {
  const call = terraformFunctions.get(name);
  if (call === undefined) {
    return unknownValue;
  }
  const combinations = args.reduce<readonly (readonly TerraformValue[])[]>(
    (rows, arg) =>
      rows.flatMap((row) => (arg.kind === "choice" ? arg.options : [arg]).map((option) => [...row, option])),
    [[]],
  );
  return combinations.length > maximumCombinations
    ? unknownValue
    : choiceValue(combinations.map((row) => resultOf(call, row)));
}

/** A call that fails, such as `jsondecode` of a text that is not JSON, has no value. */
function resultOf(call: TerraformFunction, args: readonly TerraformValue[]): TerraformValue {
  try {
    return call(args);
  } catch {
    return unknownValue;
  }
}
