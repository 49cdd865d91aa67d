import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../model/review-difference";
import type { ChangedLeaf } from "./changed-leaves";

/** Outputs that come and go are one sentence each, and their descriptions are none. */
export function outputDifferences(
  severity: Severity,
  leaves: readonly ChangedLeaf[],
  before: JsonObject,
  after: JsonObject,
): readonly ReviewDifference[] {
  const placed = leaves.map((leaf) => ({ ...leaf, name: leaf.path.split(".")[1] ?? "" }));
  const namesOnlyIn = (side: JsonObject, other: JsonObject): readonly string[] => [
    ...new Set(placed.flatMap(({ name }) => (name in side && !(name in other) ? [name] : []))),
  ];
  const listed = (names: readonly string[], verb: string): readonly ReviewDifference[] => {
    const [is, outputs] = names.length === 1 ? ["is", "Output"] : ["are", "Outputs"];
    const addresses = names.map((name) => `output.${name}`);
    return names.length === 0
      ? []
      : [createDifference(severity, `${outputs} ${formatList(names, 6)} ${is} ${verb}`, addresses)];
  };
  return [
    ...listed(namesOnlyIn(after, before), "added"),
    ...listed(namesOnlyIn(before, after), "removed"),
    ...placed
      .filter(({ name, path }) => name in before && name in after && path !== `output.${name}.description`)
      .map(({ path, text }) => createDifference(severity, text, [path])),
  ];
}
