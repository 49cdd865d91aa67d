import { closestWord } from "../../envs/schema/closest-word";

/**
 * The value as one of the allowed ones.
 *
 * @throws naming the one that was probably meant, else all of them
 */
export function parseChoice<Value extends string>(option: string, allowed: readonly Value[], value: string): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new Error(`${option}: not known, got ${value || "nothing"}; ${suggestChoice(value, allowed)}`);
  }
  return found;
}

/** What to do about a word that is none of the allowed ones. */
export function suggestChoice(word: string, allowed: readonly string[]): string {
  const meant = closestWord(word, allowed) ?? allowed.find((candidate) => word !== "" && candidate.startsWith(word));
  return meant === undefined ? `use one of ${allowed.join(", ")}` : `did you mean ${meant}?`;
}
