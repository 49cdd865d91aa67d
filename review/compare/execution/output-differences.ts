import { type Json, objectOf } from "../../../verify/terraform/terraform-configuration";
import { createDifference, formatList, type ReviewDifference } from "../../model/review-difference";
import { changedLeaves } from "./changed-leaves";

/** Outputs that come and go are one sentence each, and their descriptions are none. */
export function outputDifferences(before: Json | undefined, after: Json | undefined): readonly ReviewDifference[] {
  const [one, other] = [objectOf(before), objectOf(after)];
  const leaves = changedLeaves("output", before, after).map((leaf) => ({
    ...leaf,
    name: leaf.path.split(".")[1] ?? "",
  }));
  const names = [...new Set(leaves.map(({ name }) => name))];
  return [
    ...listed(
      names.filter((name) => !(name in one)),
      "added",
    ),
    ...listed(
      names.filter((name) => !(name in other)),
      "removed",
    ),
    ...leaves
      .filter(({ name, path }) => name in one && name in other && path !== `output.${name}.description`)
      .map(({ path, text }) => createDifference("changes", text, [path])),
  ];
}

function listed(names: readonly string[], verb: string): readonly ReviewDifference[] {
  const [is, outputs] = names.length === 1 ? ["is", "Output"] : ["are", "Outputs"];
  const addresses = names.map((name) => `output.${name}`);
  return names.length === 0
    ? []
    : [createDifference("changes", `${outputs} ${formatList(names, 6)} ${is} ${verb}`, addresses)];
}
