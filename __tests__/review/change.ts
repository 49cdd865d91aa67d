import type { Difference } from "../../review/difference";
import { type PolicySides, policySides } from "../../review/policy-sides";
import { type Sides, sidesOfFiles } from "../../review/sides";
import type { Configuration } from "../../verify/configuration";
import { readPosture } from "../../verify/read-posture";
import { synthesizedText } from "../synthesized";
import type { Stack } from "../verify/mutants/mutant";

/** A stack of the project before and after somebody edits it; one of which nothing is removed stays as it is. */
export interface Change {
  readonly before: Configuration;
  readonly after: Configuration;
  readonly sides: Sides;
}

export function changeOf(environment: string, ...edits: readonly ((stack: Stack) => void)[]): Change {
  const [before, after] = [[], edits].map((done) => {
    const stack = JSON.parse(synthesizedText(environment));
    for (const edit of done) {
      edit(stack);
    }
    return stack;
  });
  return changeBetween(before, after);
}

export function changeBetween(before: unknown, after: unknown): Change {
  const sides = sidesOfFiles({ json: before, name: "before" }, { json: after, name: "after" });
  if (sides.before === undefined || sides.after === undefined) {
    throw new Error("change: nothing is on one side, got no resource; edit a stack that stays");
  }
  return { before: sides.before, after: sides.after, sides };
}

export function swapped({ before, after, sides }: Change): Change {
  return { before: after, after: before, sides: { ...sides, before: after, after: before } };
}

export function policiesIn({ before, after, sides }: Change): PolicySides {
  return policySides(
    { configuration: before, posture: readPosture(before) },
    { configuration: after, posture: readPosture(after) },
    sides.changes,
  );
}

/** Differences in the form `opens: Studio may reach ...`. */
export function said(differences: readonly Difference[]): readonly string[] {
  return differences.map(({ severity, text }) => `${severity}: ${text}`);
}
