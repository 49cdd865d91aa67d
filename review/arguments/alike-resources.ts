import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import type { Json } from "../../verify/terraform/terraform-configuration";
import { byAddress } from "../model/review-difference";
import { type ArgumentChange, argumentValues, type ChangedResource } from "./argument-changes";
import type { BothSides } from "./argument-effects";

/**
 * Whether a resource of the type that both sides have sets the same values, so that a further one does what that one does already, or
 * one that goes leaves one that still does.
 */
export function hasAlikeResource(
  { type, address, before, after }: Pick<ChangedResource, "type" | "address" | "before" | "after">,
  changes: readonly ArgumentChange[],
  sides: BothSides,
): boolean {
  if ((before === undefined) === (after === undefined)) {
    return false;
  }
  const [keptBefore, keptAfter] = [sides.before, sides.after].map((side) => byAddress(side.resources));
  return [...(keptBefore?.values() ?? [])].some((other) => {
    const later = keptAfter?.get(other.address);
    if (other.type !== type || other.mode !== "managed" || other.address === address || later === undefined) {
      return false;
    }
    return [other, later].every((one) => {
      const values = argumentValues(one);
      return changes.every(({ path, place, before: old, after: added }) => {
        const [value, own] = [values.get(place), added ?? old ?? null];
        return value !== undefined && (jsonEquals(value, own) || (isGroups(path) && isWithin(own, value)));
      });
    });
  });
  function isWithin(own: Json, others: Json): boolean {
    const known = Array.isArray(others) ? others : [];
    return Array.isArray(own) && own.every((item: Json) => known.includes(item) || isNewGroup(item));
  }
  /** Every rule of a group that only one side has is compared. */
  function isNewGroup(item: Json): boolean {
    const group = typeof item === "string" ? (singleReference(item)?.address ?? "") : "";
    return group.startsWith("aws_security_group.") && keptBefore?.has(group) !== keptAfter?.has(group);
  }
}

/** Whether the argument lists security groups. */
function isGroups(path: string): boolean {
  return /(?:^|\.)security_group(?:s|_ids)$/.test(path);
}
