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
  const likely = closest === undefined ? namesLike(name, names) : [closest];
  const list = "studio-perimeter explain lists the claims";
  return likely.length === 0 ? list : `did you mean ${likely.slice(0, maxSuggestions).join(" or ")}? ${list}`;
}

/** Names that contain the word, else those with most words of it. */
function namesLike(got: string, names: readonly string[]): readonly string[] {
  const containing = names.filter((name) => got !== "" && name.includes(got));
  if (containing.length > 0) {
    return containing;
  }
  const words = got.split("-").filter((word) => word.length > 2);
  const shared = new Map(names.map((name) => [name, name.split("-").filter((word) => words.includes(word)).length]));
  const most = Math.max(...shared.values());
  return most === 0 ? [] : names.filter((name) => shared.get(name) === most);
}
