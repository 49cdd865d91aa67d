import { singleReference } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import {
  typesThatOnlyMentionSubnets,
  typesThatOnlyReferenceGroups,
} from "../../terraform/resource-types/groups/type-groups";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";

/**
 * The managed resources that may have an interface with a security group. An expression that mentions the group, or another instance
 * of its block, may yield it.
 */
export function securityGroupHolders(graph: ResourceGraph, key: string): readonly Resource[] {
  return resourcesNaming(graph, key).filter(({ type }) => !typesThatOnlyReferenceGroups.has(type));
}

/** Types of groups and of their rules, which name a group without having it. */
const ruleTypes: ReadonlySet<string> = new Set([
  "aws_default_security_group",
  "aws_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
]);

/** The managed resources to which a rule of the group may apply: those with an interface, and VPC endpoints. */
export function resourcesWithSecurityGroup(graph: ResourceGraph, key: string): readonly Resource[] {
  return resourcesNaming(graph, key).filter(
    ({ type }) => !ruleTypes.has(type) && !typesThatOnlyMentionSubnets.has(type),
  );
}

function resourcesNaming({ configuration }: ResourceGraph, key: string): readonly Resource[] {
  const block = key.replace(/\[[^\]]*\]$/, "");
  return configuration.resources.filter(({ mode, values }) => mode === "managed" && mayName(values, key, block));
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
