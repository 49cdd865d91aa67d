import type { Configuration } from "../../terraform/configuration";
import { mappedSubnets } from "../../terraform/references/firewall-sync-states";
import { graphOf, type ResourceGraph } from "../../terraform/references/resource-graph";
import { type NetworkAcls, readNetworkAcls } from "../filters/network-acls";
import { readSecurityGroups, type SecurityGroup } from "../filters/security-groups";
import { type Associations, readAssociations } from "../routing/associations";
import { type RouteTable, readRouteTables } from "../routing/route-tables";
import { readSubnets, readVpcs, type Subnet, type Vpc } from "../routing/subnets";
import { readTenants, type Tenants } from "./interfaces-by-subnet";
import { type PublicAddress, readPublicAddresses } from "./public-addresses";
import { readStudioPlacement, type StudioPlacement } from "./studio-subnets-and-groups";
import { type OpenEnds, readOpenEnds } from "./traffic-types";

/** A configuration's network, as far as packets can tell. */
export interface NetworkModel {
  readonly graph: ResourceGraph;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly tables: ReadonlyMap<string, RouteTable>;
  readonly associations: Associations;
  readonly acls: NetworkAcls;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly publicAddresses: readonly PublicAddress[];
  readonly openEnds: OpenEnds;
  readonly studio: StudioPlacement;
  readonly tenants: Tenants;
  /** Subnets that Studio runs in; those that are only named by id have no resource. */
  readonly studioSubnets: readonly Subnet[];
  /** VPCs of those subnets; every VPC of the configuration when it places no Studio. */
  readonly studioVpcs: ReadonlySet<string>;
  /** Subnets of those VPCs, and every one that Studio runs in. */
  readonly perimeter: readonly Subnet[];
  /**
   * The part of them from which a packet may start: all but those that hold nothing except endpoints of a firewall or
   * NAT gateways, which only pass on what others send.
   */
  readonly sources: readonly Subnet[];
}

const models = new WeakMap<Configuration, NetworkModel>();

/** The network of a configuration, built on first use. */
export function networkOf(configuration: Configuration): NetworkModel {
  const known = models.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const model = buildNetwork(graphOf(configuration));
  models.set(configuration, model);
  return model;
}

function buildNetwork(graph: ResourceGraph): NetworkModel {
  const subnets = readSubnets(graph);
  const vpcs = readVpcs(graph, subnets.values());
  const studio = readStudioPlacement(graph);
  const studioSubnets = [...studio.subnets].map((key) => subnets.get(key) ?? foreignSubnet(key));
  const placed = new Set(studioSubnets.flatMap(({ vpc }) => vpc ?? []));
  const studioVpcs = studioSubnets.length > 0 ? placed : new Set(vpcs.keys());
  const transit = transitSubnets(graph);
  const tenants = readTenants(graph);
  const declared = [...subnets.values()].filter(({ vpc }) => vpc !== undefined && studioVpcs.has(vpc));
  const perimeter = [...declared, ...studioSubnets.filter((subnet) => !declared.includes(subnet))];
  return {
    graph,
    vpcs,
    subnets,
    tables: readRouteTables(graph, vpcs.keys()),
    associations: readAssociations(graph),
    acls: readNetworkAcls(graph),
    securityGroups: readSecurityGroups(graph, vpcs.keys()),
    publicAddresses: readPublicAddresses(graph),
    openEnds: readOpenEnds(graph),
    studio,
    tenants,
    studioSubnets,
    studioVpcs,
    perimeter,
    sources: perimeter.filter(({ key }) => studio.subnets.has(key) || !transit.has(key) || tenants.bySubnet.has(key)),
  };
}

/** A subnet that is only named: nothing is known of it. */
export function foreignSubnet(key: string): Subnet {
  return { key, vpc: undefined, zone: undefined, addresses: undefined, hasIpv6: false };
}

function transitSubnets(graph: ResourceGraph): ReadonlySet<string> {
  const firewalls = graph.ofType("aws_networkfirewall_firewall", "aws_networkfirewall_vpc_endpoint_association");
  const ids = [
    ...graph.ofType("aws_nat_gateway").map(({ values }) => values.subnet_id),
    ...firewalls.flatMap(mappedSubnets),
  ];
  return new Set(ids.flatMap((id) => graph.text(id) ?? []));
}
