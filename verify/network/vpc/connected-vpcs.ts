import { dataSourceStart, referencesInExpression } from "../../terraform/expressions/template";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { typesThatVpcsMayShare } from "../../terraform/resource-types/groups/type-groups";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";
import { argumentsWithoutNetwork } from "./interface-owners";

/** IDs and ARNs of such resources, and of accounts and Availability Zones. */
const sharedIds =
  /^(?:\d{12}|\w+-az\d|ami-\w+|snap-\w+|pl-\w+|dopt-\w+|rslvr-(?:frg|fdl|qlc|rqlc)-\w+|arn:[^:]*:(?:iam|kms|s3|logs|sns|sqs|ssm|secretsmanager|network-firewall):.*)$/;

/** Arguments that create no connection. */
const argumentsWithoutConnection = new Set([...argumentsWithoutNetwork, "availability_zone_id"]);

/** Arguments whose literal values name something that is declared elsewhere. */
const idArgument = /(?:^|_)(?:ids?|arns?|identifier)$/;

/** What something in a configuration may connect with some of its VPCs. */
export interface ConnectedVpcs {
  /** Keys of the given VPCs, and of those that are connected with them. */
  readonly vpcs: ReadonlySet<string>;
  /** Whether a resource certainly belongs to other VPCs of the configuration, and names no part of a VPC that is declared elsewhere. */
  isOfOtherVpcs(resource: Resource): boolean;
}

/**
 * Divides the VPCs of a configuration by what connects them with the given ones: any resource, ID or data source that both have in
 * common, over any number of resources.
 */
export function connectedVpcs(graph: ResourceGraph, vpcs: ReadonlySet<string>, all: Iterable<string>): ConnectedVpcs {
  const others = [...all].filter((vpc) => !vpcs.has(vpc));
  if (others.length === 0 || vpcs.size === 0) {
    return { vpcs, isOfOtherVpcs: () => false };
  }
  const neighbors = neighborsOf(graph);
  const reached = reachedFrom(vpcs, neighbors);
  const unconnected = others.filter((vpc) => !reached.has(vpc) && graph.find(vpc)?.mode === "managed");
  const reachedFromOthers = reachedFrom(unconnected, neighbors);
  return {
    vpcs: new Set([...vpcs, ...others.filter((vpc) => reached.has(vpc))]),
    isOfOtherVpcs: ({ address, values }) =>
      reachedFromOthers.has(address) && !reached.has(address) && !namesPartsOfUndeclaredVpc(JSON.stringify(values)),
  };
}

function reachedFrom(
  nodes: Iterable<string>,
  neighbors: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const reached = new Set(nodes);
  // A set also visits what is added during the loop.
  for (const node of reached) {
    for (const neighbor of neighbors.get(node) ?? []) {
      reached.add(neighbor);
    }
  }
  return reached;
}

const dataSourceTypes = new RegExp(String.raw`${dataSourceStart}([a-z]\w*)\.`, "g");

/** An ID or a data source may name any VPC, and anything in it, so also Studio's. */
function namesPartsOfUndeclaredVpc(text: string): boolean {
  return (
    /\b(?:vpc|subnet|eni|sg|i|eipalloc|pcx)-[0-9a-z]/.test(text) ||
    [...text.matchAll(dataSourceTypes)].some(([, type = ""]) => !typesThatVpcsMayShare.has(type))
  );
}

function neighborsOf(graph: ResourceGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const neighbors = new Map<string, Set<string>>();
  const connect = (a: string, b: string): void => {
    neighbors.set(a, (neighbors.get(a) ?? new Set()).add(b));
    neighbors.set(b, (neighbors.get(b) ?? new Set()).add(a));
  };
  for (const resource of graph.configuration.resources.filter(({ type }) => !typesThatVpcsMayShare.has(type))) {
    const node = nodeOf(resource);
    for (const named of thingsNamedIn(graph, resource.values, "")) {
      connect(node, named);
    }
  }
  return neighbors;
}

/** Two data sources of one type may look up the same thing. */
function nodeOf({ address, mode, type }: Resource): string {
  return mode === "data" ? `data.${type}` : address;
}

function thingsNamedIn(graph: ResourceGraph, value: Json, name: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => thingsNamedIn(graph, item, name));
  }
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) =>
      argumentsWithoutConnection.has(key) ? [] : thingsNamedIn(graph, inner, key),
    );
  }
  if (typeof value !== "string") {
    return [];
  }
  return value.includes("${") ? resourcesNamedIn(graph, value) : idArgument.test(name) ? literalIds(value) : [];
}

function literalIds(value: string): readonly string[] {
  return value === "" || sharedIds.test(value) ? [] : [value];
}

/** The whole text is searched, its literal parts too: a name too many connects, and so hides nothing. */
function resourcesNamedIn(graph: ResourceGraph, text: string): readonly string[] {
  const found = referencesInExpression(text).flatMap(({ address }) => graph.find(address) ?? []);
  return found.filter(({ type }) => !typesThatVpcsMayShare.has(type)).map(nodeOf);
}
