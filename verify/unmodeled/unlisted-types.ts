import { isCloudControlType, resourceTypeOf } from "../terraform/resource-types";
import { activeDataSource } from "../terraform/resource-types/data-sources";
import { everyTopic } from "../terraform/resource-types/resource-type";
import type { Resource } from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/** The gap of a resource or data source of a type that no model reads. */
export function unlistedTypeGaps(resource: Resource): readonly ModelGap[] {
  const { address, mode, type } = resource;
  if (mode === "data") {
    const active = activeDataSource(type);
    return active === undefined
      ? []
      : [modelGap(active.topics, `${address} ${active.doing}; this is not modeled`, resource, { type })];
  }
  const entry = resourceTypeOf(type);
  if (entry === undefined) {
    const text = `${address}: no model reads the type ${type}, so it may do anything${adviceOnProvider(type)}`;
    return [modelGap(everyTopic, text, resource, { type })];
  }
  return entry.kind === "gap"
    ? [
        modelGap(entry.topics, `${address} ${entry.doing}; ${entry.advice ?? "this is not modeled"}`, resource, {
          type,
        }),
      ]
    : [];
}

/** Models read the AWS provider alone. That of the Cloud Control API has the same services of the AWS provider under other names and arguments. */
function adviceOnProvider(type: string): string {
  return isCloudControlType(type)
    ? "; use the resource type of the AWS provider in its place, or declare the type harmless if it is"
    : "";
}
