import { groupBy } from "../../../verify/collections/group-by";
import { printableLine, printablePair } from "../../model/printable-value";
import { createDifference, formatList, type ReviewDifference } from "../../model/review-difference";
import { hasAlikeResource } from "../alike-resources";
import type { ArgumentChange, BothSides, ChangedResource } from "../argument-changes";
import { lineChanges } from "./line-changes";
import { isProgramArgument, programText } from "./program-arguments";

/**
 * Changes of what runs: scripts, user data, images, code, templates and definitions, with the changed lines where they are text. No
 * model reads what a program does. A further resource that runs what another one of its type runs already brings no program, and
 * one that is removed is a removed resource. The same change of several resources is one item, so that nobody reads its lines twice.
 */
export function programDifferences(
  resources: readonly ChangedResource[],
  sides: BothSides,
): readonly ReviewDifference[] {
  const changed = resources.flatMap((resource) => {
    const programs = resource.changes.filter((change) => isProgramArgument(resource.type, change));
    return programs.length === 0 || resource.after === undefined || hasAlikeResource(resource, programs, sides)
      ? []
      : [programChange(resource, programs)];
  });
  const alike = groupBy(changed, ({ isAdded, named, details }) => JSON.stringify([isAdded, named, details]));
  return [...alike.values()].map(programDifference);
}

interface ProgramChange {
  readonly address: string;
  readonly isAdded: boolean;
  /** The arguments that hold the program. */
  readonly named: string;
  readonly details: readonly string[];
  /** The arguments whose lines are all here, and not cut. */
  readonly shown: readonly string[];
}

function programChange({ address, before }: ChangedResource, programs: readonly ArgumentChange[]): ProgramChange {
  const lines = programs.map((program) => ({ place: program.place, texts: changedLines(program) }));
  return {
    address,
    isAdded: before === undefined,
    named: formatList(programs.map(({ place }) => place)),
    details: lines.flatMap(({ texts }) => texts),
    shown: lines.flatMap(({ place, texts }) => (texts.every((text) => text.length < maximumLineLength) ? [place] : [])),
  };
}

/** @param changes the same change, of one resource or of several */
function programDifference(changes: readonly ProgramChange[]): ReviewDifference {
  const addresses = changes.map(({ address }) => address);
  const [{ isAdded = false, named = "", details = [], shown = [] } = {}] = changes;
  // Every address: a resource that is not named would be one that nobody approves.
  const subject = formatList(addresses, addresses.length);
  const text = isAdded
    ? `${subject} ${addresses.length === 1 ? "is added and runs" : "are added and run"} a program (${named})`
    : `The program of ${subject} changes (${named})`;
  return {
    ...createDifference("executes", `${text}: review does not analyze programs`, addresses),
    details,
    shown,
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
