import { parseAddressSet } from "../../../ip/cidr";
import { allIpv4Addresses, allIpv6Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, overlaps, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { subnetMappingIds } from "../../terraform/references/firewall-sync-states";
import type { Json, Resource } from "../../terraform/terraform-configuration";
import type { NetworkModel } from "../network-model";
import { longestPrefixMatch, type RouteMatch } from "../routes/longest-prefix-match";
import type { Route, RouteTable } from "../routes/route-tables";
import type { RouteTarget } from "../routes/route-targets";
import type { Subnet } from "../vpc/read-subnets";
import type { ForwardingPath, Hop, PathDisposition } from "./forwarding-path";
import { completePath, deniedByNetworkAcl, type Packet } from "./packet";
import { enterTransitGateway, leaveTransitGateway } from "./transit-steps";

/**
 * Traces every path that packets may take from a subnet to a set of destinations. All destinations of one returned path have
 * the same hops and disposition.
 *
 * @param destinations addresses to trace to. @default - every internet address
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

/** Applies the egress network ACL of the packet's current subnet, then the route tables of that subnet. */
export function traceFromSubnet(network: NetworkModel, packet: Packet): readonly ForwardingPath[] {
  const { currentSubnet } = packet;
  const allowedByAcl = network.networkAcls.allowedAddresses(currentSubnet, "egress", { kind: "any" });
  const [allowed, deniedByAcl] = [
    intersection(packet.destinations, allowedByAcl),
    subtract(packet.destinations, allowedByAcl),
  ];
  const denied =
    deniedByAcl.length === 0
      ? []
      : [completePath({ ...packet, destinations: deniedByAcl }, deniedByNetworkAcl(currentSubnet))];
  const tables = allowed.length === 0 ? [] : network.routeTableAssociations.ofSubnet(currentSubnet);
  if (allowed.length > 0 && tables.length === 0) {
    return [
      ...denied,
      completePath(packet, unknownElsewhere(currentSubnet.key, `the route table of ${currentSubnet.key}`)),
    ];
  }
  const routed = tables.flatMap(({ routeTable: table }) =>
    traceThroughRouteTable(network, table, { ...packet, destinations: allowed }),
  );
  return [...denied, ...routed];
}

function unknownElsewhere(elsewhere: string, what: string): PathDisposition {
  return { kind: "unknown", text: `${what} is declared elsewhere`, elsewhere };
}

/** Applies one route table: the table of a subnet, or the edge table of a gateway. */
export function traceThroughRouteTable(network: NetworkModel, key: string, packet: Packet): readonly ForwardingPath[] {
  const table = network.routeTables.get(key);
  return table === undefined
    ? [completePath(packet, unknownElsewhere(key, `route table ${key}`))]
    : traceThroughTable(network, table, packet);
}

/** Applies one route table of a VPC or of a transit gateway. */
export function traceThroughTable(network: NetworkModel, table: RouteTable, packet: Packet): readonly ForwardingPath[] {
  const propagated = table.routePropagations.map((address) =>
    completePath(packet, {
      kind: "external-network",
      address,
      description: "routes propagated by a VPN gateway",
      gateway: "route-propagation",
    }),
  );
  const vpc = table.vpc === undefined ? undefined : network.vpcs.get(table.vpc);
  const routeMatches = longestPrefixMatch(table, vpc, packet.destinations);
  const undeclaredRoutes = table.isDeclaredElsewhere
    ? [completePath(packet, unknownElsewhere(table.key, table.key))]
    : [];
  return [
    ...undeclaredRoutes,
    ...propagated,
    ...routeMatches.flatMap((match) => traceRouteMatch(network, table, match, packet)),
  ];
}

function traceRouteMatch(
  network: NetworkModel,
  table: RouteTable,
  match: RouteMatch,
  packet: Packet,
): readonly ForwardingPath[] {
  const part = { ...packet, destinations: match.addresses };
  switch (match.kind) {
    case "local":
      return [completePath(part, deliveredIn(table.vpc))];
    case "no-route":
      return [completePath(part, { kind: "dropped", reason: `${table.key} has no matching route` })];
    case "unknown": {
      const text = `destination ${match.route.destination.text} of ${match.route.address} cannot be resolved`;
      return [completePath(part, { kind: "unknown", text })];
    }
    case "route": {
      const routed = { ...part, hops: [...part.hops, routeHop(table.key, match.route)] };
      return match.route.targets.flatMap((target) => traceToRouteTarget(network, match.route, target, routed));
    }
  }
}

function deliveredIn(vpc: string | undefined): PathDisposition {
  return { kind: "local", ...(vpc !== undefined && { vpc }) };
}

function routeHop(table: string, { address, destination }: Route): Hop {
  return { kind: "route", address, route: { table, destination: destination.text } };
}

function traceToRouteTarget(
  network: NetworkModel,
  route: Route,
  target: RouteTarget,
  packet: Packet,
): readonly ForwardingPath[] {
  switch (target.kind) {
    case "local":
      return [completePath(packet, deliveredIn(packet.currentSubnet.vpc))];
    case "blackhole":
      return [completePath(packet, { kind: "dropped", reason: `${target.address} is a blackhole` })];
    case "transit-gateway": {
      const { ended, routed } = enterTransitGateway(network, target.address, packet);
      return [...ended, ...routed.flatMap(({ table, arrived }) => traceThroughTable(network, table, arrived))];
    }
    case "transit-attachment": {
      const { ended, arrived } = leaveTransitGateway(target.attachment, packet);
      return [...ended, ...arrived.flatMap((one) => traceFromSubnet(network, one))];
    }
    case "external-network":
      return [completePath(packet, target)];
    case "gateway-endpoint":
      return [completePath(packet, { kind: "service", endpoint: target.address })];
    case "unknown":
      return [
        completePath(packet, { kind: "unknown", text: `target ${target.text} of ${route.address} cannot be resolved` }),
      ];
    case "internet-gateway":
      return traceThroughInternetGateway(packet, route, target);
    case "firewall": {
      const subnet = subnetAt(network, subnetMappingIds(target.resource)[target.endpointIndex]);
      const { address, selectedBy } = target;
      return traceIntoHop(
        network,
        subnet,
        { kind: "firewall", address, ...(selectedBy !== undefined && { selectedBy }) },
        packet,
      );
    }
    case "nat":
      return traceThroughNatGateway(network, target, packet);
    case "appliance": {
      const description = "an appliance that may forward packets anywhere";
      return [
        completePath(packet, { kind: "external-network", address: target.address, description }),
        ...subnetsOfMiddlebox(network, target.resource).flatMap((subnet) =>
          traceIntoHop(network, subnet, { kind: "appliance", address: target.address }, packet),
        ),
      ];
    }
  }
}

/** An internet gateway drops packets with private destinations; a carrier gateway may forward them. */
function traceThroughInternetGateway(
  packet: Packet,
  route: Route,
  gateway: RouteTarget & { kind: "internet-gateway" },
): readonly ForwardingPath[] {
  const { address, isCarrierGateway, ipVersions } = gateway;
  const supported = union(...ipVersions.map((version) => (version === 4 ? allIpv4Addresses : allIpv6Addresses)));
  const forwarded = packet.isBehindPrivateNat
    ? emptySet
    : intersection(packet.destinations, intersection(supported, internetAddresses));
  const rest = { ...packet, destinations: subtract(packet.destinations, forwarded) };
  const hops = [...packet.hops, { kind: "internet-gateway", address } as const];
  return [
    ...(forwarded.length === 0
      ? []
      : [completePath({ ...packet, destinations: forwarded, hops }, { kind: "internet", gateway: address })]),
    ...(rest.destinations.length === 0 ? [] : [completePath(rest, dispositionOfOtherDestinations())]),
  ];

  function dispositionOfOtherDestinations(): PathDisposition {
    if (isCarrierGateway === true) {
      return { kind: "external-network", address, description: "the network of a carrier", gateway: "other" };
    }
    // A private destination makes no sense with an internet gateway, so the ID may be that of another target.
    const isPrivateRoute =
      route.destination.kind === "cidr" && !overlaps(route.destination.addresses, internetAddresses);
    return isPrivateRoute
      ? { kind: "unknown", text: `${route.address} routes private addresses to the internet gateway ${address}` }
      : { kind: "dropped", reason: `${address} does not forward these packets` };
  }
}

/** The well-known NAT64 prefix: IPv6 clients reach IPv4 servers under it. */
const nat64Prefix = parseAddressSet("64:ff9b::/96");

function traceThroughNatGateway(
  network: NetworkModel,
  { address, resource }: RouteTarget & { kind: "nat" },
  packet: Packet,
): readonly ForwardingPath[] {
  const { values } = resource;
  if (values.availability_mode === "regional") {
    return [
      completePath(packet, { kind: "unknown", text: `${address} is a regional NAT gateway: AWS manages its routes` }),
    ];
  }
  const isNat64 = overlaps(packet.destinations, nat64Prefix);
  const ipv4 = union(
    intersection(packet.destinations, allIpv4Addresses),
    isNat64 ? intersection(internetAddresses, allIpv4Addresses) : [],
  );
  if (ipv4.length === 0) {
    return [completePath(packet, { kind: "dropped", reason: `${address} does not forward IPv6` })];
  }
  const subnet = subnetAt(network, values.subnet_id);
  const translated = {
    ...packet,
    destinations: ipv4,
    isBehindPrivateNat: packet.isBehindPrivateNat || values.connectivity_type === "private",
  };
  return traceIntoHop(network, subnet, { kind: "nat", address }, translated);
}

/** Adds a hop in a subnet, then forwards the packet by that subnet's own route tables. */
function traceIntoHop(
  network: NetworkModel,
  subnet: Subnet | undefined,
  hop: Pick<Hop, "kind" | "address" | "selectedBy">,
  packet: Packet,
): readonly ForwardingPath[] {
  if (subnet === undefined) {
    return [completePath(packet, { kind: "unknown", text: `the subnet of ${hop.address} is declared elsewhere` })];
  }
  const isSame = (other: Hop): boolean => other.address === hop.address && other.subnet?.key === subnet.key;
  const hops = [...packet.hops, { ...hop, subnet }];
  const arrived = { ...packet, hops };
  if (packet.hops.some(isSame)) {
    return [completePath(arrived, { kind: "dropped", reason: "routing loop" })];
  }
  const allowed = network.networkAcls.allowedAddresses(subnet, "ingress", { kind: "any" });
  if (
    subnet.key !== packet.currentSubnet.key &&
    packet.sourceAddresses !== undefined &&
    !overlaps(packet.sourceAddresses, allowed)
  ) {
    return [completePath(arrived, deniedByNetworkAcl(subnet))];
  }
  const sourceAddresses = hop.kind === "nat" ? subnet.addresses : packet.sourceAddresses;
  return traceFromSubnet(network, { ...arrived, currentSubnet: subnet, sourceAddresses });
}

function subnetAt(network: NetworkModel, value: Json | undefined): Subnet | undefined {
  return network.subnets.get(network.graph.referenceKey(value) ?? "");
}

function subnetsOfMiddlebox(network: NetworkModel, { values }: Resource): readonly Subnet[] {
  const ids = Array.isArray(values.subnet_ids) ? values.subnet_ids : [values.subnet_id];
  return ids.flatMap((id) => subnetAt(network, id) ?? []);
}
