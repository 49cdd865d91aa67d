import { referencesInText } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { typesThatOnlyMentionSubnets, typesWithoutInterfaces } from "../../terraform/resource-types/groups/type-groups";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";

/** Resources with network interfaces, which may originate traffic, by subnet. */
export interface InterfaceOwners {
  /** By the Terraform address of the subnet. */
  readonly bySubnet: ReadonlyMap<string, readonly Resource[]>;
  /** Resources that name a subnet that is not declared here or cannot be resolved. */
  readonly inUndeclaredSubnets: readonly Resource[];
}

/** Reads the resources that place network interfaces in subnets. */
export function readInterfaceOwners(graph: ResourceGraph): InterfaceOwners {
  const bySubnet = new Map<string, Resource[]>();
  const inUndeclaredSubnets: Resource[] = [];
  for (const resource of graph.configuration.resources) {
    if (resource.mode !== "managed" || typesWithoutInterfaces.has(resource.type)) {
      continue;
    }
    const inSubnetArguments = subnetsInSubnetArguments(graph, resource.values, "");
    const referencedAnywhere = typesThatOnlyMentionSubnets.has(resource.type)
      ? []
      : subnetsReferencedAnywhere(graph, resource.values);
    for (const key of new Set([...inSubnetArguments, ...referencedAnywhere])) {
      bySubnet.set(key, [...(bySubnet.get(key) ?? []), resource]);
    }
    if (inSubnetArguments.some((key) => graph.find(key)?.type !== "aws_subnet")) {
      inUndeclaredSubnets.push(resource);
    }
  }
  return { bySubnet, inUndeclaredSubnets };
}

/** Keys of the subnets in which a resource has interfaces. */
export function subnetsWithInterfacesOf({ bySubnet }: InterfaceOwners, owner: Resource): readonly string[] {
  return [...bySubnet].flatMap(([key, owners]) => (owners.includes(owner) ? [key] : []));
}

function subnetsInSubnetArguments(graph: ResourceGraph, value: Json, name: string): readonly string[] {
  if (name.includes("subnet") && !name.includes("subnet_group")) {
    return (Array.isArray(value) ? value : [value]).flatMap((item) =>
      graph
        .listTargets(item)
        .flatMap((target) => (target.kind === "resource" ? [target.resource.address] : textOf(target))),
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => subnetsInSubnetArguments(graph, item, ""));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => subnetsInSubnetArguments(graph, inner, key))
    : [];
}

/** Arguments of all resource types that create no network interface, and connect nothing. */
export const argumentsWithoutNetwork: ReadonlySet<string> = new Set([
  "depends_on",
  "lifecycle",
  "provisioner",
  "tags",
  "tags_all",
]);

/** Subnets that any argument references by id or ARN, also inside longer texts. */
function subnetsReferencedAnywhere(graph: ResourceGraph, value: Json): readonly string[] {
  if (typeof value === "string") {
    return value.includes("subnet") ? subnetsReferencedInText(graph, value) : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => subnetsReferencedAnywhere(graph, item));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        argumentsWithoutNetwork.has(key) ? [] : subnetsReferencedAnywhere(graph, inner),
      )
    : [];
}

function subnetsReferencedInText(graph: ResourceGraph, text: string): readonly string[] {
  return referencesInText(text)
    .filter(({ attribute }) => ["", "id", "arn"].includes(attribute))
    .map(({ address }) => address)
    .filter((address) => graph.find(address)?.type === "aws_subnet");
}

function textOf(target: {
  readonly kind: "absent" | "literal" | "unknown";
  readonly text?: string;
}): readonly string[] {
  return target.text === undefined ? [] : [target.text];
}
