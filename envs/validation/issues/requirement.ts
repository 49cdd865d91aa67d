import type { PartialEnvironment } from "./partial-environment";
import { formatValue, type ValidationIssue } from "./validation-issue";

/** A requirement that compares fields. */
export interface Requirement {
  readonly fails: (known: PartialEnvironment["validValues"]) => boolean;
  readonly fault: Omit<ValidationIssue, "got">;
  /** The value of the field. */
  readonly got: (known: PartialEnvironment["validValues"]) => unknown;
}

/** The faults of every requirement that fails. */
export function failedRequirements(
  requirements: readonly Requirement[],
  known: PartialEnvironment["validValues"],
): readonly ValidationIssue[] {
  return requirements
    .filter(({ fails }) => fails(known))
    .map(({ fault, got }) => ({ ...fault, got: formatValue(got(known)) }));
}
