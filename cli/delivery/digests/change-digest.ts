import { createHash } from "node:crypto";
import { sortedByContent } from "../../../verify/collections/sorted-by-content";
import { isJsonObject, type Json, type JsonObject } from "../../../verify/terraform/terraform-configuration";
import { sortedKeys } from "./canonical-json";
import type { PlanningTools } from "./planning-tools";

/**
 * SHA-256 of what a plan changes and of what would change it, in hexadecimal. Two plans of the same change by the same versions have the
 * same digest; plan files differ. Values that Terraform marks as sensitive do not enter: a digest is printed, and could be used to guess
 * them.
 *
 * @param plan output of `terraform show -json PLAN`
 * @param tools what made the plan, and applies it
 */
export function changeDigest(plan: JsonObject, tools: PlanningTools): string {
  return createHash("sha256")
    .update(JSON.stringify([canonicalChanges(plan), tools]))
    .digest("hex");
}

/** Whether the plan changes a resource or an output. */
export function changesAnything(plan: JsonObject): boolean {
  const { resources, outputs } = canonicalChanges(plan);
  return resources.length + outputs.length > 0;
}

const UNCHANGED: readonly string[] = ['["no-op"]', '["read"]'];

function canonicalChanges(plan: JsonObject): {
  readonly resources: readonly Json[];
  readonly outputs: readonly Json[];
} {
  const resources = Array.isArray(plan.resource_changes) ? plan.resource_changes : [];
  const outputs = isJsonObject(plan.output_changes) ? Object.entries(plan.output_changes) : [];
  return {
    resources: sortedByContent(resources.filter(isResourceChange).map(canonicalResource)),
    outputs: sortedByContent(
      outputs.filter(([, change]) => isChange(change)).map(([name, change]) => [name, canonicalChange(change)]),
    ),
  };
}

/** A resource that only moves, or is only imported, changes nothing in AWS and still changes the state. */
function isResourceChange(entry: Json): boolean {
  return (
    isJsonObject(entry) &&
    (isChange(entry.change) ||
      entry.previous_address !== undefined ||
      (isJsonObject(entry.change) && entry.change.importing !== undefined))
  );
}

function isChange(change: Json | undefined): boolean {
  return isJsonObject(change) && !UNCHANGED.includes(JSON.stringify(change.actions));
}

function canonicalResource(entry: Json): Json {
  const {
    address = null,
    previous_address = null,
    deposed = null,
    provider_name = null,
    change = null,
  } = isJsonObject(entry) ? entry : {};
  return [address, previous_address, deposed, provider_name, canonicalChange(change)];
}

function canonicalChange(change: Json): Json {
  if (!isJsonObject(change)) {
    return change;
  }
  const { before_sensitive = false, after_sensitive = false, before = null, after = null, ...rest } = change;
  return sortedKeys({
    ...rest,
    before: withoutSensitive(before, before_sensitive),
    after: withoutSensitive(after, after_sensitive),
    before_sensitive,
    after_sensitive,
  });
}

/** The marks of Terraform form a tree of the same shape as the values; `true` marks everything below. */
function withoutSensitive(value: Json, marks: Json): Json {
  if (marks === true) {
    return "(sensitive)";
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => withoutSensitive(item, Array.isArray(marks) ? (marks[at] ?? false) : false));
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        withoutSensitive(item, isJsonObject(marks) ? (marks[key] ?? false) : false),
      ]),
    );
  }
  return value;
}
