import { jsonEquals } from "../../../verify/terraform/read/agreement/json-shape";
import { blocksOf, type Json, type JsonObject } from "../../../verify/terraform/terraform-configuration";
import type { ReviewDifference } from "../../model/review-difference";
import { leafText } from "../execution/changed-leaves";
import { postureDifference } from "./posture-difference";

/** The teams that come, go or change. Teams have names, and no order. `undefined` if they have no names. */
export function teamDifferences(
  before: Json | undefined,
  after: Json | undefined,
): readonly ReviewDifference[] | undefined {
  const [one, other] = [teamsByName(before), teamsByName(after)];
  if (one === undefined || other === undefined) {
    return undefined;
  }
  return [...new Set([...other.keys(), ...one.keys()])].flatMap((name) => {
    const [was, is] = [one.get(name), other.get(name)];
    const verb = was === undefined ? "is now declared" : is === undefined ? "is no longer declared" : "changes";
    const details = Object.keys({ ...was, ...is })
      .filter((field) => field !== "name" && !jsonEquals(was?.[field] ?? null, is?.[field] ?? null))
      .map((field) => leafText(field, was?.[field], is?.[field]));
    return jsonEquals(was ?? null, is ?? null)
      ? []
      : [{ ...postureDifference("unclear", `Team ${name} ${verb}`), details }];
  });
}

function teamsByName(value: Json | undefined): ReadonlyMap<string, JsonObject> | undefined {
  const teams = blocksOf(value ?? null);
  const named = teams.flatMap((team) => (typeof team.name === "string" ? [[team.name, team] as const] : []));
  const found = new Map(named);
  return found.size === teams.length ? found : undefined;
}
