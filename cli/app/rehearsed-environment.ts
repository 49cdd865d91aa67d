import type { Environment } from "../../envs/schema/environment";
import { REHEARSAL_ROLE } from "../stacks/rehearsal-inputs";

/** An environment as the stand-in provider can deploy it: by the role of rehearsals, with a local state. */
export function rehearsedEnvironment(environment: Environment): Environment {
  return { ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE], state: { kind: "local" } };
}
