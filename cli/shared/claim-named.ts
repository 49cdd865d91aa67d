import { meantName } from "../../envs/schema/suggest-fix";
import { claims } from "../../verify/claims";
import type { Posture } from "../../verify/posture/posture";
import type { Claim } from "../../verify/verdict/claim";

/**
 * The claim of this name.
 *
 * @param option or command that names it, for the error
 * @throws an error that suggests the closest names
 */
export function claimNamed(option: string, name: string): Claim<Posture> {
  const found = claims.find((claim) => claim.name === name);
  if (found === undefined) {
    throw new Error(`${option}: no such claim, got ${name || "nothing"}; ${suggestion(name)}`);
  }
  return found;
}

/** Names that are more than these are a list, which `explain` prints with titles. */
const maxSuggestions = 5;

function suggestion(name: string): string {
  const names = claims.map((claim) => claim.name);
  const closest = meantName(name, names);
  const likely = closest === undefined ? names.filter((one) => name !== "" && one.includes(name)) : [closest];
  const list = "studio-perimeter explain lists the claims";
  return likely.length === 0 ? list : `did you mean ${likely.slice(0, maxSuggestions).join(" or ")}? ${list}`;
}
