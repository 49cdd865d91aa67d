import { closestWord } from "../../envs/schema/closest-word";

/**
 * The value as one of the allowed ones.
 *
 * @param option or command that the value belongs to, for the error
 * @throws an error that suggests the closest value, or lists all of them
 */
export function parseChoice<Value extends string>(option: string, allowed: readonly Value[], value: string): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new Error(`${option}: unknown value, got ${value || "nothing"}; ${suggestChoice(value, allowed)}`);
  }
  return found;
}

/** Advice about a word that is not allowed: the closest one, or all of them. */
export function suggestChoice(word: string, allowed: readonly string[]): string {
  const meant = closestWord(word, allowed) ?? allowed.find((candidate) => word !== "" && candidate.startsWith(word));
  return meant === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${meant}?`;
}
