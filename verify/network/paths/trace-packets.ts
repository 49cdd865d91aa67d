import { parseAddressSet } from "../../../ip/cidr";
import { allIpv4Addresses, allIpv6Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { intersection, overlaps, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { subnetMappingIds } from "../../terraform/references/firewall-sync-states";
import type { Json, Resource } from "../../terraform/terraform-configuration";
import type { NetworkModel } from "../network-model";
import { longestPrefixMatch, type RouteMatch } from "../routes/longest-prefix-match";
import type { Route } from "../routes/route-tables";
import type { RouteTarget } from "../routes/route-targets";
import type { Subnet } from "../vpc/read-subnets";
import type { ForwardingPath, Hop, PathDisposition } from "./forwarding-path";

/** A set of packets on their way: the current subnet, the source addresses and the destinations. */
export interface Packet {
  readonly source: Subnet;
  readonly currentSubnet: Subnet;
  readonly sourceAddresses: AddressSet | undefined;
  readonly destinations: AddressSet;
  readonly hops: readonly Hop[];
  /** An internet gateway drops packets of a private NAT gateway. */
  readonly isBehindPrivateNat: boolean;
}

/**
 * Every path from a subnet to a set of destinations. All destinations of one path have the same hops and the same end.
 */
export function tracePackets(
  network: NetworkModel,
  source: Subnet,
  destinations: AddressSet = internetAddresses,
): readonly ForwardingPath[] {
  const packet: Packet = {
    source,
    currentSubnet: source,
    sourceAddresses: source.addresses,
    destinations,
    hops: [],
    isBehindPrivateNat: false,
  };
  return traceFromSubnet(network, packet);
}

/** @param packet at the router of its current subnet, before that subnet's route tables are applied */
export function traceFromSubnet(network: NetworkModel, packet: Packet): readonly ForwardingPath[] {
  const { currentSubnet } = packet;
  const allowedByAcl = network.networkAcls.allowedAddresses(currentSubnet, "egress", { kind: "any" });
  const [allowed, deniedByAcl] = [
    intersection(packet.destinations, allowedByAcl),
    subtract(packet.destinations, allowedByAcl),
  ];
  const blocked =
    deniedByAcl.length === 0
      ? []
      : [completePath({ ...packet, destinations: deniedByAcl }, deniedByNetworkAcl(currentSubnet))];
  const tables = allowed.length === 0 ? [] : network.routeTableAssociations.ofSubnet(currentSubnet);
  if (allowed.length > 0 && tables.length === 0) {
    return [
      ...blocked,
      completePath(packet, { kind: "unknown", text: `the route table of ${currentSubnet.key} is declared elsewhere` }),
    ];
  }
  const routed = tables.flatMap(({ routeTable: table }) =>
    traceThroughRouteTable(network, table, { ...packet, destinations: allowed }),
  );
  return [...blocked, ...routed];
}

/** Applies one route table to the packet: of the subnet's router, or of a gateway at the edge of the VPC. */
export function traceThroughRouteTable(network: NetworkModel, key: string, packet: Packet): readonly ForwardingPath[] {
  const table = network.routeTables.get(key);
  if (table === undefined) {
    return [completePath(packet, { kind: "unknown", text: `route table ${key} is declared elsewhere` })];
  }
  const propagated = table.routePropagations.map((address) =>
    completePath(packet, { kind: "external-network", address, description: "routes that a VPN gateway propagates" }),
  );
  const vpc = table.vpc === undefined ? undefined : network.vpcs.get(table.vpc);
  const routeMatches = longestPrefixMatch(table, vpc, packet.destinations);
  const undeclaredRoutes = table.isDeclaredElsewhere
    ? [completePath(packet, { kind: "unknown", text: `${key} is declared elsewhere` })]
    : [];
  return [
    ...undeclaredRoutes,
    ...propagated,
    ...routeMatches.flatMap((piece) => traceRouteMatch(network, table.key, piece, packet)),
  ];
}

function traceRouteMatch(
  network: NetworkModel,
  table: string,
  match: RouteMatch,
  packet: Packet,
): readonly ForwardingPath[] {
  const part = { ...packet, destinations: match.addresses };
  switch (match.kind) {
    case "local":
      return [completePath(part, { kind: "local" })];
    case "no-route":
      return [completePath(part, { kind: "dropped", reason: `${table} has no route` })];
    case "unknown": {
      const text = `${match.route.address}: destination ${match.route.destination.text} is not written out`;
      return [completePath(part, { kind: "unknown", text })];
    }
    case "route": {
      const routed = { ...part, hops: [...part.hops, routeHop(match.route)] };
      return match.route.targets.flatMap((target) => traceToRouteTarget(network, match.route, target, routed));
    }
  }
}

function routeHop({ address }: Route): Hop {
  return { kind: "route", address };
}

function traceToRouteTarget(
  network: NetworkModel,
  route: Route,
  target: RouteTarget,
  packet: Packet,
): readonly ForwardingPath[] {
  switch (target.kind) {
    case "local":
      return [completePath(packet, { kind: "local" })];
    case "external-network":
      return [completePath(packet, target)];
    case "gateway-endpoint":
      return [completePath(packet, { kind: "service", endpoint: target.address })];
    case "unknown":
      return [completePath(packet, { kind: "unknown", text: `${route.address}: ${target.text} is not understood` })];
    case "internet-gateway":
      return traceThroughInternetGateway(packet, target);
    case "firewall": {
      const subnet = subnetAt(network, subnetMappingIds(target.resource)[target.endpointIndex]);
      return traceIntoHop(network, subnet, { kind: "firewall", address: target.address }, packet);
    }
    case "nat":
      return traceThroughNatGateway(network, target, packet);
    case "appliance": {
      const what = "an appliance that may forward it anywhere";
      return [
        completePath(packet, { kind: "external-network", address: target.address, description: what }),
        ...subnetsOfMiddlebox(network, target.resource).flatMap((subnet) =>
          traceIntoHop(network, subnet, { kind: "appliance", address: target.address }, packet),
        ),
      ];
    }
  }
}

function traceThroughInternetGateway(
  packet: Packet,
  gateway: RouteTarget & { kind: "internet-gateway" },
): readonly ForwardingPath[] {
  const carried = gateway.ipVersions.map((family) => (family === 4 ? allIpv4Addresses : allIpv6Addresses));
  const destinations = intersection(packet.destinations, union(...carried));
  if (destinations.length === 0 || packet.isBehindPrivateNat) {
    return [completePath(packet, { kind: "dropped", reason: `${gateway.address} does not forward such packets` })];
  }
  const hops = [...packet.hops, { kind: "internet-gateway", address: gateway.address } as const];
  return [completePath({ ...packet, destinations, hops }, { kind: "internet", gateway: gateway.address })];
}

/** Addresses by which IPv6 clients reach IPv4 servers. */
const nat64Prefix = parseAddressSet("64:ff9b::/96");

function traceThroughNatGateway(
  network: NetworkModel,
  { address, resource }: RouteTarget & { kind: "nat" },
  packet: Packet,
): readonly ForwardingPath[] {
  const { values } = resource;
  if (values.availability_mode === "regional") {
    return [completePath(packet, { kind: "unknown", text: `${address} is regional: AWS writes the routes behind it` })];
  }
  const isNat64 = overlaps(packet.destinations, nat64Prefix);
  const ipv4 = union(
    intersection(packet.destinations, allIpv4Addresses),
    isNat64 ? intersection(internetAddresses, allIpv4Addresses) : [],
  );
  if (ipv4.length === 0) {
    return [completePath(packet, { kind: "dropped", reason: `${address} forwards no IPv6` })];
  }
  const subnet = subnetAt(network, values.subnet_id);
  const translated = {
    ...packet,
    destinations: ipv4,
    isBehindPrivateNat: packet.isBehindPrivateNat || values.connectivity_type === "private",
  };
  return traceIntoHop(network, subnet, { kind: "nat", address }, translated);
}

/** The packet enters a hop in a subnet, and leaves it by that subnet's own route tables. */
function traceIntoHop(
  network: NetworkModel,
  subnet: Subnet | undefined,
  hop: Pick<Hop, "kind" | "address">,
  packet: Packet,
): readonly ForwardingPath[] {
  if (subnet === undefined) {
    return [completePath(packet, { kind: "unknown", text: `the subnet of ${hop.address} is declared elsewhere` })];
  }
  const isSame = (other: Hop): boolean => other.address === hop.address && other.subnet?.key === subnet.key;
  const hops = [...packet.hops, { ...hop, subnet }];
  const arrived = { ...packet, hops };
  if (packet.hops.some(isSame)) {
    return [completePath(arrived, { kind: "dropped", reason: "it goes round in circles" })];
  }
  const admitted = network.networkAcls.allowedAddresses(subnet, "ingress", { kind: "any" });
  if (
    subnet.key !== packet.currentSubnet.key &&
    packet.sourceAddresses !== undefined &&
    !overlaps(packet.sourceAddresses, admitted)
  ) {
    return [completePath(arrived, deniedByNetworkAcl(subnet))];
  }
  const from = hop.kind === "nat" ? subnet.addresses : packet.sourceAddresses;
  return traceFromSubnet(network, { ...arrived, currentSubnet: subnet, sourceAddresses: from });
}

function subnetAt(network: NetworkModel, value: Json | undefined): Subnet | undefined {
  return network.subnets.get(network.graph.referenceKey(value) ?? "");
}

function subnetsOfMiddlebox(network: NetworkModel, { values }: Resource): readonly Subnet[] {
  const ids = Array.isArray(values.subnet_ids) ? values.subnet_ids : [values.subnet_id];
  return ids.flatMap((id) => subnetAt(network, id) ?? []);
}

function completePath({ source, destinations, hops }: Packet, disposition: PathDisposition): ForwardingPath {
  return { source, destinations, hops, disposition };
}

function deniedByNetworkAcl(subnet: Subnet): PathDisposition {
  return { kind: "dropped", reason: `the network ACL of ${subnet.key} refuses it` };
}
