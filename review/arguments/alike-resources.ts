import { memoize } from "../../verify/collections/memoize";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import type { Json, Resource } from "../../verify/terraform/terraform-configuration";
import { byAddress } from "../model/review-difference";
import { type ArgumentChange, argumentValues, type BothSides, type ChangedResource } from "./argument-changes";

/** A review asks about every resource that is new or goes. */
const resourcesByAddress = memoize((resources: readonly Resource[]) => byAddress(resources));

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
  const resourcesBefore = resourcesByAddress(sides.before.resources);
  const resourcesAfter = resourcesByAddress(sides.after.resources);
  // Every rule of a group that only one side has is compared.
  const isComparedGroup = (group: string): boolean =>
    group.startsWith("aws_security_group.") && resourcesBefore.has(group) !== resourcesAfter.has(group);
  const own = after ?? before;
  const places = own === undefined ? [] : [...argumentValues(own).keys()];
  return [...resourcesBefore.values()].some((other) => {
    const later = resourcesAfter.get(other.address);
    return (
      other.type === type &&
      other.mode === "managed" &&
      other.address !== address &&
      later !== undefined &&
      [other, later].every((one) => setsSameValues(one, places, changes, isComparedGroup))
    );
  });
}

/** Without security groups of its own, a resource gets the default group of the VPC. */
function setsSameValues(
  resource: Resource,
  places: readonly string[],
  changes: readonly ArgumentChange[],
  isComparedGroup: (address: string) => boolean,
): boolean {
  const values = argumentValues(resource);
  const isSetToo = [...values.keys()].every((place) => !isGroups(place) || places.includes(place));
  return (
    isSetToo &&
    changes.every(({ path, place, before, after }) => {
      const [value, own] = [values.get(place), after ?? before ?? null];
      return (
        value !== undefined && (jsonEquals(value, own) || (isGroups(path) && isWithin(own, value, isComparedGroup)))
      );
    })
  );
}

/** Whether the argument lists security groups. */
function isGroups(path: string): boolean {
  return /(?:^|\.)security_group(?:s|_ids)$/.test(path);
}

/** Whether each security group of a list is in the other one, or is compared rule by rule. Fewer groups allow less. */
function isWithin(own: Json, others: Json, isComparedGroup: (address: string) => boolean): boolean {
  const known = Array.isArray(others) ? others : [];
  return (
    Array.isArray(own) &&
    own.length > 0 &&
    own.every(
      (item: Json) =>
        known.includes(item) || (typeof item === "string" && isComparedGroup(singleReference(item)?.address ?? "")),
    )
  );
}
