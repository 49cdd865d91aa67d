import type { PerimeterPosture } from "../../../verify/posture/posture";
import { type InstanceUse, instanceUses } from "../../../verify/posture/studio/read-instance-types";
import { addedAndRemoved, formatList, type ReviewDifference } from "../../model/review-difference";
import { postureDifference } from "./posture-difference";

type Declared = Pick<PerimeterPosture, "instanceTypes">;

/** Changes of the instance types that the stack declares, by use. A use without a list may use every type. */
export function instanceTypeDifferences(before: Declared, after: Declared): readonly ReviewDifference[] {
  return instanceUses.flatMap((use) => useDifferences(use, before.instanceTypes?.[use], after.instanceTypes?.[use]));
}

function useDifferences(
  use: InstanceUse,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): readonly ReviewDifference[] {
  if (before === undefined && after === undefined) {
    return [];
  }
  if (after === undefined) {
    return [postureDifference("opens", `Every instance type is now declared for ${use}`, "inside-request")];
  }
  if (before === undefined) {
    return [
      postureDifference("closes", `Only ${formatList(after)} are now declared for ${use}, of all instance types`),
    ];
  }
  const { added, removed } = addedAndRemoved(before, after, (type) => type);
  return [
    ...(added.length === 0
      ? []
      : [
          postureDifference("opens", `Instances of ${formatList(added)} are now declared for ${use}`, "inside-request"),
        ]),
    ...(removed.length === 0
      ? []
      : [postureDifference("closes", `Instances of ${formatList(removed)} are no longer declared for ${use}`)]),
  ];
}
