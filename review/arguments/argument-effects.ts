import { ownEntry } from "../../verify/collections/own-entry";
import { policyDocumentArguments } from "../../verify/iam/attachments/resource-based-policies";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { CONTENT } from "../../verify/terraform/resource-types/neutral-reasons";
import { isJsonObject, memberOf } from "../../verify/terraform/terraform-configuration";
import { isOurs } from "../../verify/unmodeled/parties/ownership";
import { byAddress } from "../model/review-difference";
import type { ArgumentChange, BothSides, ChangedResource } from "./argument-changes";
import { isComparedArgument, isHarmlessArgument, policyHolderArguments } from "./compared-arguments";
import { mayCompareTag } from "./compared-tags";
import { isProgramArgument } from "./programs/program-arguments";
import { isLostSafeguard, isStrictness, isTightened, isUnknownSafeguard } from "./safeguards";

/**
 * What a changed argument does.
 *
 * - `neutral`: nothing that a review must say besides the changed attribute.
 * - `compared`: another comparison decides it.
 * - `harmless`: it gives nobody anything.
 * - `safeguard`: it can only refuse or keep more, so that its loss is a loss.
 * - `undetermined`: nobody knows.
 */
export type ArgumentEffect = "neutral" | "compared" | "harmless" | "safeguard" | "undetermined";

/** What the change of one argument does. */
export function effectOf(resource: ChangedResource, change: ArgumentChange, sides: BothSides): ArgumentEffect {
  const { type, before, after } = resource;
  const { path, use } = change;
  const entry = resourceTypeOf(type);
  if (use === CONTENT && !isProgramArgument(type, change)) {
    return "harmless";
  }
  const isKept = before !== undefined && after !== undefined;
  const isLost = isKept && isLostSafeguard(resource, change);
  if (isKept && !isLost && isUnknownSafeguard(type, change)) {
    return "undetermined";
  }
  if (isLost || (isKept && isStrictness(use))) {
    return "safeguard";
  }
  if (
    (isKept && isTightened(type, change)) ||
    use?.kind === "neutral" ||
    isProgramArgument(type, change) ||
    isReportedAlways(resource, change) ||
    isUncomparedTag(change, sides) ||
    isRegionOfStack(change, sides)
  ) {
    return "neutral";
  }
  if (entry?.kind !== "modeled" || use === undefined) {
    return "undetermined";
  }
  if (isComparedArgument(type, path) || path === ownEntry(policyHolderArguments, type)) {
    return isComparable(resource, sides) ? "compared" : "undetermined";
  }
  const isOwn =
    use.kind !== "ours" || after === undefined || textsIn(change).every((text) => isOurs(sides.after, text));
  return isHarmlessArgument(type, path) && isOwn ? "harmless" : "undetermined";
}

/** Whether nothing but tags changes that no policy of either side compares. */
function isUncomparedTag({ path, before = {}, after = {} }: ArgumentChange, sides: BothSides): boolean {
  if ((path !== "tags" && path !== "tags_all") || !isJsonObject(before) || !isJsonObject(after)) {
    return false;
  }
  const changed = Object.keys({ ...before, ...after }).filter(
    (tag) => !jsonEquals(memberOf(before, tag) ?? null, memberOf(after, tag) ?? null),
  );
  return !changed.some((tag) => mayCompareTag([sides.before, sides.after], tag));
}

/** A resource in another region is a gap, which leaves claims undecided. */
function isRegionOfStack({ path, before, after }: ArgumentChange, sides: BothSides): boolean {
  const { region } = sides.after;
  return (
    path === "region" && region !== undefined && [before, after].every((one) => one === undefined || one === region)
  );
}

/** The texts that the argument has after the change. */
function textsIn({ after }: ArgumentChange): readonly string[] {
  return (Array.isArray(after) ? after : [after]).filter((item) => typeof item === "string");
}

/** What other comparisons report whenever it changes: policies that review does not analyze, and environment variables. */
function isReportedAlways({ type, after }: ChangedResource, { path }: ArgumentChange): boolean {
  return (
    (type === "aws_lambda_function" && path === "environment.variables") ||
    (after !== undefined && policyDocumentArguments.includes(path) && !isComparedArgument(type, path))
  );
}

/** A policy that another resource has is compared if that resource is on both sides, and keeps it. */
function isComparable({ type, before, after }: ChangedResource, sides: BothSides): boolean {
  const argument = ownEntry(policyHolderArguments, type);
  if (argument === undefined) {
    return true;
  }
  const holders = [before, after].flatMap((resource) => {
    const value = resource?.values[argument];
    return typeof value === "string" ? [singleReference(value)?.address ?? ""] : [];
  });
  const resources = [sides.before, sides.after].map((side) => byAddress(side.resources));
  return holders.length > 0 && holders.every((holder) => resources.every((side) => side.has(holder)));
}
