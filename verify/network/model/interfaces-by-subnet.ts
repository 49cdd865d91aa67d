import { isJsonObject, type Json, type Resource } from "../../terraform/configuration";
import { parseReference, parseTemplate } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";

/** Resources that name a subnet without starting a packet in it. */
const plumbing =
  /^aws_(?:subnet|route_table_association|network_acl(?:_association)?|default_network_acl|nat_gateway|networkfirewall_\w+|vpc_endpoint(?:_subnet_association)?|flow_log|ec2_tag|ec2_subnet_cidr_reservation)$/;

/** Resources whose texts may speak of subnets, and put nothing in them: policies, parameters, alarms, routes. */
const texts =
  /^aws_(?:iam_\w+|\w+_policy|route|route_table|default_route_table|ssm_parameter|s3_object|cloudwatch_\w+|sagemaker_studio_lifecycle_config|scheduler_schedule)$/;

/** What starts packets in which subnets. */
export interface Tenants {
  /** By the address of the subnet. */
  readonly bySubnet: ReadonlyMap<string, readonly Resource[]>;
  /** Those that name a subnet which is not declared here, or not understood. */
  readonly unplaced: readonly Resource[];
}

export function readTenants(graph: ResourceGraph): Tenants {
  const bySubnet = new Map<string, Resource[]>();
  const unplaced: Resource[] = [];
  for (const resource of graph.configuration.resources) {
    if (resource.mode !== "managed" || plumbing.test(resource.type)) {
      continue;
    }
    const named = subnetsNamedBy(graph, resource.values, "");
    const spoken = texts.test(resource.type) ? [] : subnetsSpokenOf(graph, resource.values);
    for (const key of new Set([...named, ...spoken])) {
      bySubnet.set(key, [...(bySubnet.get(key) ?? []), resource]);
    }
    if (named.some((key) => graph.find(key)?.type !== "aws_subnet")) {
      unplaced.push(resource);
    }
  }
  return { bySubnet, unplaced };
}

function subnetsNamedBy(graph: ResourceGraph, value: Json, name: string): readonly string[] {
  if (name.includes("subnet") && !name.includes("subnet_group")) {
    return (Array.isArray(value) ? value : [value]).flatMap((item) =>
      graph.list(item).flatMap((target) => (target.kind === "resource" ? [target.resource.address] : textOf(target))),
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => subnetsNamedBy(graph, item, ""));
  }
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => subnetsNamedBy(graph, inner, key)) : [];
}

/** Arguments of every resource that place nothing. */
const meta = new Set(["depends_on", "lifecycle", "provisioner", "tags", "tags_all"]);

/** Subnets that stand anywhere in the arguments by their id or ARN, whatever the argument is called. */
function subnetsSpokenOf(graph: ResourceGraph, value: Json): readonly string[] {
  if (typeof value === "string") {
    return value.includes("subnet") ? subnetsIn(graph, value) : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) => subnetsSpokenOf(graph, item));
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => (meta.has(key) ? [] : subnetsSpokenOf(graph, inner)))
    : [];
}

const inExpressions =
  /(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*aws_(?:default_)?subnet\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?\.(?:id|arn)\b/g;

function subnetsIn(graph: ResourceGraph, text: string): readonly string[] {
  const references = parseTemplate(text).flatMap((part) => {
    if (part.kind === "expression") {
      return [...part.text.matchAll(inExpressions)].flatMap(([found]) => parseReference(found) ?? []);
    }
    return part.kind === "reference" ? [part] : [];
  });
  return references
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
