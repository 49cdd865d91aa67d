import type { AnyEnvironment } from "../../envs/inspection/inspection-environment";
import { REHEARSAL_ROLE } from "../stacks/rehearsal-inputs";

/** An environment of any kind as the stand-in provider can deploy it: by the role of rehearsals, with a local state. */
export function rehearsedEnvironment<Kind extends AnyEnvironment>(environment: Kind): Kind {
  return { ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE], state: { kind: "local" } };
}
