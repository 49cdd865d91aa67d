import { overlaps } from "../../../ip/interval-set";
import type { NetworkModel } from "../network-model";
import type { RouteTable } from "../routes/route-tables";
import type { TransitAttachment } from "../routes/transit-attachment";
import { isAssociated } from "../transit/transit-gateways";
import { compareZones } from "../vpc/compare-zones";
import type { Subnet } from "../vpc/read-subnets";
import type { ForwardingPath, Hop, PathDisposition } from "./forwarding-path";
import { completePath, deniedByNetworkAcl, type Packet } from "./packet";

/** Packets that a transit gateway received, with the table that routes them, and those that go no further. */
interface EnteringPackets {
  readonly ended: readonly ForwardingPath[];
  readonly routed: readonly { readonly table: RouteTable; readonly arrived: Packet }[];
}

/**
 * Packets that a route of a VPC targets at a transit gateway. AWS forwards them only where the attachment has a subnet in their zone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export function enterTransitGateway(network: NetworkModel, gateway: string, packet: Packet): EnteringPackets {
  const { vpc } = packet.currentSubnet;
  const { transitNetwork: transit } = network;
  const attachments = transit.attachments.filter((one) => one.gateway === gateway && one.vpc === vpc);
  if (vpc === undefined || attachments.length === 0) {
    return { ended: [completePath(packet, networksBehind(gateway))], routed: [] };
  }
  return merge(attachments.map((attachment) => enterThrough(network, attachment, packet)));
}

function enterThrough(network: NetworkModel, attachment: TransitAttachment, packet: Packet): EnteringPackets {
  const { subnets, isCertain } = subnetsInZone(attachment, packet.currentSubnet);
  const text = `the configuration does not say whether ${attachment.address} has a subnet in the zone of ${packet.currentSubnet.key}`;
  const doubts = isCertain ? [] : [completePath(packet, { kind: "unknown", text })];
  if (subnets.length === 0 && isCertain) {
    const reason = `${attachment.address} has no subnet in the zone of ${packet.currentSubnet.key}`;
    return { ended: [completePath(packet, { kind: "dropped", reason })], routed: [] };
  }
  const entered = subnets.map((subnet) => enterAt(network, attachment, subnet, packet));
  return merge([{ ended: doubts, routed: [] }, ...entered]);
}

function enterAt(
  { networkAcls, transitNetwork: transit }: NetworkModel,
  attachment: TransitAttachment,
  subnet: Subnet,
  packet: Packet,
): EnteringPackets {
  const { arrived, isLoop } = atHop({ kind: "to-transit-gateway", address: attachment.address, subnet }, packet);
  if (isLoop) {
    return { ended: [completePath(arrived, routingLoop)], routed: [] };
  }
  const { sourceAddresses: sources, currentSubnet: current } = packet;
  const allowed = networkAcls.allowedAddresses(subnet, "ingress", { kind: "any" });
  if (subnet.key !== current.key && sources !== undefined && !overlaps(sources, allowed)) {
    return { ended: [completePath(arrived, deniedByNetworkAcl(subnet))], routed: [] };
  }
  const tables = attachment.routeTables.flatMap((key) => transit.routeTables.get(key) ?? []);
  const unknown = transit.unresolved.map((address) => `the route table or attachment of ${address} cannot be resolved`);
  return {
    ended: [
      ...(isAssociated(transit, attachment) ? [] : [completePath(arrived, networksBehind(attachment.gateway))]),
      ...unknown.map((text) => completePath(arrived, { kind: "unknown", text })),
    ],
    routed: tables.map((table) => ({ table, arrived })),
  };
}

/** Where packets go whose route table is not in the configuration. */
function networksBehind(address: string): PathDisposition {
  const description = "the networks attached to the transit gateway";
  return { kind: "external-network", address, description, gateway: "transit-gateway" };
}

/** Packets that a transit gateway sends into a VPC, one for each subnet of the attachment that it may choose. */
export function leaveTransitGateway(
  attachment: TransitAttachment,
  packet: Packet,
): { readonly ended: readonly ForwardingPath[]; readonly arrived: readonly Packet[] } {
  const { applianceMode: mode, subnets, isComplete, address } = attachment;
  const near = subnetsInZone(attachment, packet.currentSubnet);
  const chosen = mode !== "off" || near.subnets.length === 0 || !near.isCertain ? subnets : near.subnets;
  const choice = mode === "on" ? "of-the-flow" : "of-each-packet";
  const choosesZone = subnets.length > 1 || !isComplete;
  const candidates = chosen.map((subnet) =>
    atHop({ kind: "from-transit-gateway", address, subnet, ...(choosesZone && { zoneChoice: choice }) }, packet),
  );
  return {
    ended: [
      ...(isComplete
        ? []
        : [completePath(packet, { kind: "unknown", text: `the subnets of ${address} are not in this configuration` })]),
      ...candidates.filter(({ isLoop }) => isLoop).map(({ arrived }) => completePath(arrived, routingLoop)),
    ],
    arrived: candidates.filter(({ isLoop }) => !isLoop).map(({ arrived }) => arrived),
  };
}

const routingLoop = { kind: "dropped", reason: "routing loop" } as const;

function atHop(
  hop: Hop & { readonly subnet: Subnet },
  packet: Packet,
): { readonly arrived: Packet; readonly isLoop: boolean } {
  const isLoop = packet.hops.some(
    (other) => other.kind === hop.kind && other.address === hop.address && other.subnet?.key === hop.subnet.key,
  );
  return { arrived: { ...packet, currentSubnet: hop.subnet, hops: [...packet.hops, hop] }, isLoop };
}

/** The subnets of an attachment that are, or may be, in the zone of another subnet. */
function subnetsInZone(
  { subnets, isComplete }: TransitAttachment,
  { availabilityZone }: Subnet,
): { readonly subnets: readonly Subnet[]; readonly isCertain: boolean } {
  const compared = subnets.map((subnet) => ({ subnet, is: compareZones(availabilityZone, subnet.availabilityZone) }));
  const same = compared.filter(({ is }) => is === "same");
  const unknown = compared.filter(({ is }) => is === "unknown");
  // AWS allows one subnet of an attachment in each zone.
  return same.length > 0
    ? { subnets: same.map(({ subnet }) => subnet), isCertain: true }
    : { subnets: unknown.map(({ subnet }) => subnet), isCertain: isComplete && unknown.length === 0 };
}

function merge(parts: readonly EnteringPackets[]): EnteringPackets {
  return { ended: parts.flatMap(({ ended }) => ended), routed: parts.flatMap(({ routed }) => routed) };
}
