import { isJsonObject, type Json, type Resource } from "../configuration";
import type { ResourceGraph } from "./resource-graph";

/** Resources that name a subnet without starting a packet in it. */
const plumbing =
  /^aws_(?:subnet|route_table_association|network_acl(?:_association)?|default_network_acl|nat_gateway|networkfirewall_\w+|vpc_endpoint(?:_subnet_association)?|flow_log|ec2_tag|ram_\w+|ec2_subnet_cidr_reservation)$/;

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
    const named = subnetsNamedBy(graph, resource);
    for (const key of new Set(named)) {
      bySubnet.set(key, [...(bySubnet.get(key) ?? []), resource]);
    }
    if (named.some((key) => graph.find(key)?.type !== "aws_subnet")) {
      unplaced.push(resource);
    }
  }
  return { bySubnet, unplaced };
}

function subnetsNamedBy(graph: ResourceGraph, { values }: Resource): readonly string[] {
  const named = (value: Json, name: string): readonly string[] => {
    if (name.includes("subnet")) {
      return (Array.isArray(value) ? value : [value]).flatMap((item) =>
        graph.list(item).flatMap((target) => (target.kind === "resource" ? [target.resource.address] : textOf(target))),
      );
    }
    if (Array.isArray(value)) {
      return value.flatMap((item) => named(item, ""));
    }
    return isJsonObject(value) ? Object.entries(value).flatMap(([key, inner]) => named(inner, key)) : [];
  };
  return named(values, "");
}

function textOf(target: {
  readonly kind: "absent" | "literal" | "unknown";
  readonly text?: string;
}): readonly string[] {
  return target.text === undefined ? [] : [target.text];
}
