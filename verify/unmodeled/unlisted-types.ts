import { resourceTypeOf } from "../terraform/resource-types";
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
    return [
      modelGap(everyTopic, `${address}: no model reads the type ${type}, so it may do anything`, resource, { type }),
    ];
  }
  return entry.kind === "gap"
    ? [modelGap(entry.topics, `${address} ${entry.doing}; this is not modeled`, resource, { type })]
    : [];
}
