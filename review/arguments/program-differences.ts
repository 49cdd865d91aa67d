import { printableLine, printablePair } from "../model/printable-value";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";
import { hasAlikeResource } from "./alike-resources";
import type { ArgumentChange, ChangedResource } from "./argument-changes";
import type { BothSides } from "./argument-effects";
import { lineChanges } from "./line-changes";
import { isProgramArgument, programText } from "./program-arguments";

/**
 * Changes of what runs: scripts, user data, images, code, templates and definitions, with the changed lines where they are text. No
 * model reads what a program does. A further resource that runs what another one of its type runs already brings no program, and
 * one that is removed is a removed resource.
 */
export function programDifferences(
  resources: readonly ChangedResource[],
  sides: BothSides,
): readonly ReviewDifference[] {
  return resources.flatMap((resource) => {
    const programs = resource.changes.filter((change) => isProgramArgument(resource.type, change));
    return programs.length === 0 || resource.after === undefined || hasAlikeResource(resource, programs, sides)
      ? []
      : [programDifference(resource, programs)];
  });
}

function programDifference(
  { address, before }: ChangedResource,
  programs: readonly ArgumentChange[],
): ReviewDifference {
  const named = formatList(programs.map(({ place }) => place));
  const text =
    before === undefined
      ? `${address} is added and runs a program (${named})`
      : `The program of ${address} changes (${named})`;
  return {
    ...createDifference("executes", `${text}: review does not analyze programs`, [address]),
    details: programs.flatMap(changedLines),
  };
}

/** Longest line of a program in a review. */
const maximumLineLength = 160;

/** Longer lists are compared by their lines. */
const maximumListLength = 3;

/** Whether a value is a list of a few texts of one line, such as the ARNs of scripts, or is not there. */
function isShortList(value: ArgumentChange["before"]): boolean {
  return (
    value === undefined ||
    (Array.isArray(value) &&
      value.length <= maximumListLength &&
      value.every((item) => typeof item === "string" && !item.includes("\n")))
  );
}

/** A short value as a sentence, a text by its changed lines. */
function changedLines({ place, before, after }: ArgumentChange): readonly string[] {
  const [one, other] = [programText(before), programText(after)];
  const isShort = [before, after].every(isShortList);
  if (isShort || one === undefined || other === undefined || !`${one}${other}`.includes("\n")) {
    return [shortChange(place, before, after)];
  }
  const lines = lineChanges(one, other).map(
    (line) => `${place}: ${line[0]} ${printableLine(line.slice(2)).slice(0, maximumLineLength)}`,
  );
  return lines.length === 0 ? [`${place}: only line ends or the form of the text change`] : lines;
}

function shortChange(place: string, before: ArgumentChange["before"], after: ArgumentChange["after"]): string {
  const [one, other] = printablePair(place, before, after).map(printableLine);
  if (before === undefined) {
    return `${place} is set to ${other}`;
  }
  return after === undefined ? `${place} is removed; it was ${one}` : `${place} changes from ${one} to ${other}`;
}
