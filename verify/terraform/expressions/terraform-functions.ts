import { listFunctions } from "./list-functions";
import { textFunctions } from "./text-functions";
import { choiceOf, unknown, type Value } from "./value";

/** A Terraform function over values of which none is a choice at its top. */
export type TerraformFunction = (args: readonly Value[]) => Value;

const functions: ReadonlyMap<string, TerraformFunction> = new Map([
  ...Object.entries(listFunctions),
  ...Object.entries(textFunctions),
]);

/** More combinations than this are not worth following: the value counts as unknown. */
const maximumChoices = 64;

/** Calls a function by name. One that is not modelled gives an unknown value, never a guess. */
export function callFunction(name: string, args: readonly Value[]): Value {
  const call = functions.get(name);
  if (call === undefined) {
    return unknown;
  }
  const combinations = args.reduce<readonly (readonly Value[])[]>(
    (rows, arg) =>
      rows.flatMap((row) => (arg.kind === "choice" ? arg.options : [arg]).map((option) => [...row, option])),
    [[]],
  );
  return combinations.length > maximumChoices ? unknown : choiceOf(combinations.map((row) => call(row)));
}
