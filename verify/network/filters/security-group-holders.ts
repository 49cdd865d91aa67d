import { memoize } from "../../collections/memoize";
import { singleReference } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import {
  typesThatOnlyMentionSubnets,
  typesThatOnlyReferenceGroups,
} from "../../terraform/resource-types/groups/type-groups";
import {
  isJsonObject,
  type Json,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";

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
  return resourcesWithExpressions(configuration)
    .filter(({ expressions }) => expressions.some((text) => mayName(text, key, block)))
    .map(({ resource }) => resource);
}

function mayName(expression: string, key: string, block: string): boolean {
  const reference = singleReference(expression);
  return reference === undefined ? expression.includes(block) : reference.address === key;
}

/** The managed resources that name anything, once for all groups: most resources of a large plan name nothing. */
const resourcesWithExpressions = memoize(({ resources }: TerraformConfiguration) =>
  resources
    .filter(({ mode }) => mode === "managed")
    .map((resource) => ({ resource, expressions: expressionsIn(resource.values) }))
    .filter(({ expressions }) => expressions.length > 0),
);

function expressionsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return value.includes("${") ? [value] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap(expressionsIn);
  }
  return isJsonObject(value) ? Object.values(value).flatMap(expressionsIn) : [];
}
