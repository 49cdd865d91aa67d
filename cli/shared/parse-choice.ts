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

/** The allowed word that was probably meant; `undefined` when none is close. */
export function closestChoice(word: string, allowed: readonly string[]): string | undefined {
  return closestWord(word, allowed) ?? allowed.find((candidate) => word !== "" && candidate.startsWith(word));
}

/** Advice about a word that is not allowed: the closest one, or all of them. */
export function suggestChoice(word: string, allowed: readonly string[]): string {
  const meant = closestChoice(word, allowed);
  return meant === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${meant}?`;
}
