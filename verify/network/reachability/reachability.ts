import { type AddressSet, difference, intersection, overlaps, union } from "../../ip/address-space";
import { addressesOf } from "../../ip/cidr";
import { everyIpv4, everyIpv6, internet } from "../../ip/internet-addresses";
import type { Json, Resource } from "../../terraform/configuration";
import { mappedSubnets } from "../../terraform/references/firewall-sync-states";
import type { NetworkModel } from "../model/network-model";
import { cutByRoutes, type Piece } from "../routing/route-lookup";
import type { Route } from "../routing/route-tables";
import type { RouteTarget } from "../routing/route-targets";
import type { Subnet } from "../routing/subnets";
import type { End, Hop, Path } from "./path";

/** A packet under way: where it is, whose address it bears and where it wants to go. */
export interface Packet {
  readonly source: Subnet;
  readonly at: Subnet;
  readonly from: AddressSet | undefined;
  readonly destinations: AddressSet;
  readonly hops: readonly Hop[];
  /** A private NAT's packets are dropped by internet gateways. */
  readonly isPrivatelyTranslated: boolean;
}

/** Every path that packets from a subnet take to a set of destinations; the destinations of one path fare alike. */
export function pathsFrom(network: NetworkModel, source: Subnet, destinations: AddressSet = internet): readonly Path[] {
  const packet = { source, at: source, from: source.addresses, destinations, hops: [], isPrivatelyTranslated: false };
  return walk(network, packet);
}

/** @param packet standing in its subnet's router, about to be routed by that subnet's tables */
export function walk(network: NetworkModel, packet: Packet): readonly Path[] {
  const { at } = packet;
  const admitted = network.acls.admitted(at, "egress", { kind: "any" });
  const [allowed, refused] = [intersection(packet.destinations, admitted), difference(packet.destinations, admitted)];
  const blocked = refused.length === 0 ? [] : [ended({ ...packet, destinations: refused }, refusedBy(at))];
  const tables = allowed.length === 0 ? [] : network.associations.ofSubnet(at);
  if (allowed.length > 0 && tables.length === 0) {
    return [...blocked, ended(packet, { kind: "unknown", text: `the route table of ${at.key} is declared elsewhere` })];
  }
  const routed = tables.flatMap(({ table }) => routeThrough(network, table, { ...packet, destinations: allowed }));
  return [...blocked, ...routed];
}

/** The packet meets one table: the router of its subnet, or the edge of the VPC. */
export function routeThrough(network: NetworkModel, key: string, packet: Packet): readonly Path[] {
  const table = network.tables.get(key);
  if (table === undefined) {
    return [ended(packet, { kind: "unknown", text: `route table ${key} is declared elsewhere` })];
  }
  const propagated = table.propagations.map((address) =>
    ended(packet, { kind: "elsewhere", address, what: "routes that a VPN gateway propagates" }),
  );
  const vpc = table.vpc === undefined ? undefined : network.vpcs.get(table.vpc);
  const pieces = cutByRoutes(table, vpc, packet.destinations);
  const foreign = table.isForeign ? [ended(packet, { kind: "unknown", text: `${key} is declared elsewhere` })] : [];
  return [...foreign, ...propagated, ...pieces.flatMap((piece) => routePiece(network, table.key, piece, packet))];
}

function routePiece(network: NetworkModel, table: string, piece: Piece, packet: Packet): readonly Path[] {
  const part = { ...packet, destinations: piece.addresses };
  switch (piece.kind) {
    case "local":
      return [ended(part, { kind: "local" })];
    case "no-route":
      return [ended(part, { kind: "dropped", why: `${table} has no route` })];
    case "unknown": {
      const text = `${piece.route.address}: destination ${piece.route.destination.text} is not written out`;
      return [ended(part, { kind: "unknown", text })];
    }
    case "route": {
      const routed = { ...part, hops: [...part.hops, routeHop(piece.route)] };
      return piece.route.targets.flatMap((target) => follow(network, piece.route, target, routed));
    }
  }
}

function routeHop({ address }: Route): Hop {
  return { kind: "route", address };
}

function follow(network: NetworkModel, route: Route, target: RouteTarget, packet: Packet): readonly Path[] {
  switch (target.kind) {
    case "local":
      return [ended(packet, { kind: "local" })];
    case "elsewhere":
      return [ended(packet, target)];
    case "gateway-endpoint":
      return [ended(packet, { kind: "service", endpoint: target.address })];
    case "unknown":
      return [ended(packet, { kind: "unknown", text: `${route.address}: ${target.text} is not understood` })];
    case "internet-gateway":
      return throughGateway(packet, target);
    case "firewall": {
      const subnet = subnetAt(network, mappedSubnets(target.resource)[target.position]);
      return enter(network, subnet, { kind: "firewall", address: target.address }, packet);
    }
    case "nat":
      return throughNat(network, target, packet);
    case "appliance": {
      const what = "an appliance that may forward it anywhere";
      return [
        ended(packet, { kind: "elsewhere", address: target.address, what }),
        ...subnetsOfAppliance(network, target.resource).flatMap((subnet) =>
          enter(network, subnet, { kind: "appliance", address: target.address }, packet),
        ),
      ];
    }
  }
}

function throughGateway(packet: Packet, gateway: RouteTarget & { kind: "internet-gateway" }): readonly Path[] {
  const carried = gateway.families.map((family) => (family === 4 ? everyIpv4 : everyIpv6));
  const destinations = intersection(packet.destinations, union(...carried));
  if (destinations.length === 0 || packet.isPrivatelyTranslated) {
    return [ended(packet, { kind: "dropped", why: `${gateway.address} does not forward such packets` })];
  }
  const hops = [...packet.hops, { kind: "gateway", address: gateway.address } as const];
  return [ended({ ...packet, destinations, hops }, { kind: "internet", gateway: gateway.address })];
}

/** Addresses by which IPv6 clients name IPv4 servers. */
const translatable = addressesOf("64:ff9b::/96");

function throughNat(
  network: NetworkModel,
  { address, resource }: RouteTarget & { kind: "nat" },
  packet: Packet,
): readonly Path[] {
  const { values } = resource;
  if (values.availability_mode === "regional") {
    return [ended(packet, { kind: "unknown", text: `${address} is regional: AWS writes the routes behind it` })];
  }
  const isNat64 = overlaps(packet.destinations, translatable);
  const ipv4 = union(intersection(packet.destinations, everyIpv4), isNat64 ? intersection(internet, everyIpv4) : []);
  if (ipv4.length === 0) {
    return [ended(packet, { kind: "dropped", why: `${address} forwards no IPv6` })];
  }
  const subnet = subnetAt(network, values.subnet_id);
  const translated = {
    ...packet,
    destinations: ipv4,
    isPrivatelyTranslated: packet.isPrivatelyTranslated || values.connectivity_type === "private",
  };
  return enter(network, subnet, { kind: "nat", address }, translated);
}

/** The packet arrives at a hop in a subnet, and leaves it by that subnet's own tables. */
function enter(
  network: NetworkModel,
  subnet: Subnet | undefined,
  hop: Pick<Hop, "kind" | "address">,
  packet: Packet,
): readonly Path[] {
  if (subnet === undefined) {
    return [ended(packet, { kind: "unknown", text: `the subnet of ${hop.address} is declared elsewhere` })];
  }
  const isSame = (other: Hop): boolean => other.address === hop.address && other.subnet?.key === subnet.key;
  const hops = [...packet.hops, { ...hop, subnet }];
  const arrived = { ...packet, hops };
  if (packet.hops.some(isSame)) {
    return [ended(arrived, { kind: "dropped", why: "it goes round in circles" })];
  }
  const admitted = network.acls.admitted(subnet, "ingress", { kind: "any" });
  if (subnet.key !== packet.at.key && packet.from !== undefined && !overlaps(packet.from, admitted)) {
    return [ended(arrived, refusedBy(subnet))];
  }
  const from = hop.kind === "nat" ? subnet.addresses : packet.from;
  return walk(network, { ...arrived, at: subnet, from });
}

function subnetAt(network: NetworkModel, value: Json | undefined): Subnet | undefined {
  return network.subnets.get(network.graph.text(value) ?? "");
}

function subnetsOfAppliance(network: NetworkModel, { values }: Resource): readonly Subnet[] {
  const ids = Array.isArray(values.subnet_ids) ? values.subnet_ids : [values.subnet_id];
  return ids.flatMap((id) => subnetAt(network, id) ?? []);
}

function ended({ source, destinations, hops }: Packet, end: End): Path {
  return { source, destinations, hops, end };
}

function refusedBy(subnet: Subnet): End {
  return { kind: "dropped", why: `the network ACL of ${subnet.key} refuses it` };
}
