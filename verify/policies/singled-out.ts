import type { Subject } from "../claim";
import type { PolicyModel } from "./policy-model";
import type { Singled } from "./principals";

/** The principals that the configuration and its posture single out. */
export function singledOut({ posture }: Subject, model: PolicyModel): Singled {
  return {
    executionRoles: model.executionRoles.map(({ arn }) => arn),
    deployers: posture.deployers.map((pattern) => model.text.read(pattern)),
    breakGlass: posture.breakGlass.map((pattern) => model.text.read(pattern)),
  };
}
