import { collectionFunctions } from "./collection-functions";
import { stringFunctions } from "./string-functions";
import { choiceValue, type TerraformFunction, type TerraformValue, unknownValue } from "./terraform-value";

const terraformFunctions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(collectionFunctions),
  ...Object.entries(stringFunctions),
]);

/** More combinations than this are not worth following: the value counts as unknown. */
const maximumCombinations = 64;

/** Calls a function by name. One that is not modelled gives an unknown value, never a guess. */
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
  return combinations.length > maximumCombinations ? unknownValue : choiceValue(combinations.map((row) => call(row)));
}
