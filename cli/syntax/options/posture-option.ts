import { type PerimeterPostureKind, perimeterPostureKinds } from "../../../verify/posture/posture";
import { parseChoice } from "../../shared/parse-choice";

/** `--posture` of the commands that judge. */
export const postureOption = {
  type: "string",
  value: "POSTURE",
  description: "replaces the declared posture",
  completion: perimeterPostureKinds,
} as const;

/**
 * The posture that `--posture` names.
 *
 * @throws when there is no such posture
 */
export function givenPosture(name: string | undefined): PerimeterPostureKind | undefined {
  return name === undefined ? undefined : parseChoice("--posture", perimeterPostureKinds, name);
}
