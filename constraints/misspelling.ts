const MOST_EDITS = 2;

/**
 * The name of a list that another text was most likely meant to be: letters differ in case, or at most two of them are missing, added
 * or wrong. A list is of its day, so a text that only looks new is no misspelling: one with other digits, or with a version behind it.
 */
export function misspelledName(text: string, names: readonly string[]): string | undefined {
  const lowered = text.toLowerCase();
  return names.includes(text)
    ? undefined
    : names.find(
        (name) =>
          digitsOf(name) === digitsOf(text) && editsWithin(lowered, name.toLowerCase(), MOST_EDITS) !== undefined,
      );
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D+/g, ".");
}

/** Number of letters to add, remove or replace, unless there are more than a bound. */
function editsWithin(from: string, to: string, most: number): number | undefined {
  if (Math.abs(from.length - to.length) > most) {
    return undefined;
  }
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [other, wanted] of [...to].entries()) {
      const replaced = (row[other] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[other + 1] ?? 0) + 1, (next[other] ?? 0) + 1));
    }
    if (Math.min(...next) > most) {
      return undefined;
    }
    row = next;
  }
  const edits = row.at(-1) ?? 0;
  return edits > most ? undefined : edits;
}
