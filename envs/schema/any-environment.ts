import type { EnvironmentInput } from "./environment";
import { type InspectionEnvironmentInput, isInspectionInput } from "./inspection/inspection-environment";

/** An environment of any kind, as written in its file. */
export type AnyEnvironmentInput = EnvironmentInput | InspectionEnvironmentInput;

/** Whether an environment has Studio. */
export function isStudioInput(environment: AnyEnvironmentInput): environment is EnvironmentInput {
  return !isInspectionInput(environment);
}
