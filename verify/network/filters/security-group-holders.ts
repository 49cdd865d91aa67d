import { singleReference } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { typesThatOnlyReferenceGroups } from "../../terraform/resource-types/groups/type-groups";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";

/**
 * The managed resources that may have an interface with a security group. An expression that mentions the group, or another instance
 * of its block, may yield it.
 */
export function securityGroupHolders({ configuration }: ResourceGraph, key: string): readonly Resource[] {
  const block = key.replace(/\[[^\]]*\]$/, "");
  return configuration.resources.filter(
    ({ mode, type, values }) =>
      mode === "managed" && !typesThatOnlyReferenceGroups.has(type) && mayName(values, key, block),
  );
}

function mayName(value: Json, key: string, block: string): boolean {
  if (typeof value === "string") {
    const reference = singleReference(value);
    return reference === undefined ? value.includes("${") && value.includes(block) : reference.address === key;
  }
  if (Array.isArray(value)) {
    return value.some((item) => mayName(item, key, block));
  }
  return isJsonObject(value) && Object.values(value).some((item) => mayName(item, key, block));
}
