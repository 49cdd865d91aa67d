import type { Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";

/** A rule of AWS on the arguments of one resource that no schema states. */
export interface ArgumentRule {
  /** Terraform types that it applies to. @default - every type */
  readonly types?: readonly string[];
  /** Page of AWS that states it. */
  readonly page: string;
  /** What is wrong. Values that are not known are never wrong. */
  readonly check: (values: Values, type: string) => readonly RuleProblem[];
}

/** A refusal without its source. */
export type RuleProblem = Omit<ArgumentRefusal, "source">;

/** A list of one problem if a condition is true, for rules of the form "wrong if". */
export function problemIf(isWrong: boolean, problem: RuleProblem): readonly RuleProblem[] {
  return isWrong ? [problem] : [];
}
