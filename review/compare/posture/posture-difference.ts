import type { DifferenceKind } from "../../model/difference-kinds";
import { createDifference, type ReviewDifference, type Severity } from "../../model/review-difference";

/** The output that declares the posture. */
const postureOutputAddress = ["output.perimeter_posture"];

/** A change of what the posture declares. */
export function postureDifference(severity: Severity, text: string, kind?: DifferenceKind): ReviewDifference {
  return createDifference(severity, text, postureOutputAddress, kind);
}
