import { suggestFix } from "../../envs/schema/suggest-fix";

/**
 * The value as one of the allowed ones.
 *
 * @param option or command that the value belongs to, for the error
 * @throws an error that suggests the closest value, or lists all of them
 */
export function parseChoice<Value extends string>(option: string, allowed: readonly Value[], value: string): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new Error(`${option}: unknown value, got ${value || "nothing"}; ${suggestFix(value, allowed)}`);
  }
  return found;
}
