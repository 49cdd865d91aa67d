import type { AnyEnvironment } from "../../envs/inspection/inspection-environment";
import { REHEARSAL_ROLE } from "../stacks/rehearsal-inputs";

/**
 * The variable by which a command knows that a stand-in serves AWS. `rehearse --serve` prints it next to the variable that makes Terraform
 * use the stand-in, without which nothing is synthesized for it.
 */
export const STAND_IN_VARIABLE = "STUDIO_PERIMETER_STAND_IN";

/**
 * Whether the stacks are for a stand-in.
 *
 * @throws when the variable has another value than `served`, or Terraform would use AWS
 */
export function isForStandIn(variables: Readonly<Record<string, string | undefined>>): boolean {
  const value = variables[STAND_IN_VARIABLE];
  if (value === undefined || value === "") {
    return false;
  }
  if (value !== "served" || !variables.TF_REATTACH_PROVIDERS) {
    throw new Error(
      `${STAND_IN_VARIABLE}: needs served and TF_REATTACH_PROVIDERS, got ${value}; set what rehearse --serve prints, or unset it`,
    );
  }
  return true;
}

/** An environment of any kind as the stand-in provider can deploy it: by the role of rehearsals, with a local state. */
export function rehearsedEnvironment<Kind extends AnyEnvironment>(environment: Kind): Kind {
  return { ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE], state: { kind: "local" } };
}
