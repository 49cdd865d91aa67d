import type { Subject } from "../claim";
import type { PolicyModel } from "./policy-model";
import type { Singled } from "./principals";

/** The principals that the posture declares. */
export function declaredPrincipals(
  { posture }: Subject,
  { text }: PolicyModel,
): Pick<Singled, "deployers" | "breakGlass"> {
  return {
    deployers: posture.deployers.map((pattern) => text.read(pattern)),
    breakGlass: posture.breakGlass.map((pattern) => text.read(pattern)),
  };
}
