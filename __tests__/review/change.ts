import type { Difference } from "../../review/difference";
import { type PolicySides, policySides } from "../../review/policy-sides";
import { changesBetween } from "../../review/resource-changes";
import type { Sides } from "../../review/sides";
import type { Configuration } from "../../verify/configuration";
import { readConfiguration } from "../../verify/read-configuration";
import { readPosture } from "../../verify/read-posture";
import { synthesizedText } from "../synthesized";
import type { Stack } from "../verify/mutants/mutant";

/** A stack of the project before and after somebody edits it. */
export interface Change {
  readonly before: Configuration;
  readonly after: Configuration;
  readonly sides: Sides;
}

/** Stacks as they were synthesized; what is read of one is remembered with it. */
const unedited = new Map<string, Configuration>();

export function changeOf(environment: string, ...edits: readonly ((stack: Stack) => void)[]): Change {
  const before = unedited.get(environment) ?? readConfiguration(JSON.parse(synthesizedText(environment)), "before");
  unedited.set(environment, before);
  if (edits.length === 0) {
    return { before, after: before, sides: { before, after: before, changes: [], drifted: [] } };
  }
  const stack = JSON.parse(synthesizedText(environment));
  for (const edit of edits) {
    edit(stack);
  }
  return between(before, readConfiguration(stack, "after"));
}

export function changeBetween(before: unknown, after: unknown): Change {
  return between(readConfiguration(before, "before"), readConfiguration(after, "after"));
}

function between(before: Configuration, after: Configuration): Change {
  return { before, after, sides: { before, after, changes: changesBetween(before, after), drifted: [] } };
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
