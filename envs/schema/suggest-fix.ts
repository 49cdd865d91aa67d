import { closestWord } from "./closest-word";

/** Shorter words begin too many names. Nobody abbreviates a name to less. */
const MINIMUM_BEGINNING = 3;

/** The name that was probably meant: the closest one, or one that begins like it (`accept` for `accepted`). */
export function meantName(got: string, names: readonly string[]): string | undefined {
  return closestWord(got, names) ?? names.find((name) => isBeginning(got, name));
}

function isBeginning(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= MINIMUM_BEGINNING && long.startsWith(short);
}

/** Advice about a value that is not allowed: the name that was probably meant, or `otherwise`, or all that are allowed. */
export function suggestFix(got: unknown, allowed: readonly unknown[], otherwise?: string): string {
  const names = allowed.map(String);
  const meant = typeof got === "string" ? meantName(got, names) : undefined;
  return meant === undefined ? (otherwise ?? `use one of ${names.join(", ")}`) : `did you mean ${meant}?`;
}
