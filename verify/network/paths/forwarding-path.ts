import { describeAddresses } from "../../../ip/cidr";
import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { contains, intersection, subtract } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { Evidence } from "../../verdict/claim";
import type { ExternalGateway } from "../routes/route-targets";
import type { Subnet } from "../vpc/read-subnets";

/** One hop of a path. Replies must return through the same stateful hops: firewall, NAT and appliance. */
export interface Hop {
  readonly kind:
    | "route"
    | "firewall"
    | "nat"
    | "appliance"
    | "internet-gateway"
    | "to-transit-gateway"
    | "from-transit-gateway";
  /** Terraform address of the route, firewall, gateway, appliance or transit gateway attachment. */
  readonly address: string;
  /** The subnet from which the hop forwards the packet. */
  readonly subnet?: Subnet;
  /** For a route: the key of its table, and its destination as written. */
  readonly route?: { readonly table: string; readonly destination: string };
  /** For an endpoint that an expression selects by position from a set: the expression. */
  readonly selectedBy?: string;
  /** For an attachment behind a transit gateway with subnets in several zones: how the gateway chooses the zone. */
  readonly zoneChoice?: "of-the-flow" | "of-each-packet";
}

/** How a path ends. */
export type PathDisposition =
  | { readonly kind: "internet"; readonly gateway: string }
  | {
      readonly kind: "external-network";
      readonly address: string;
      readonly description: string;
      /** The gateway to that network; absent for an appliance inside the VPC. */
      readonly gateway?: ExternalGateway;
    }
  | { readonly kind: "service"; readonly endpoint: string }
  /** Delivered inside a VPC: its key, if the route table has one. */
  | { readonly kind: "local"; readonly vpc?: string }
  | { readonly kind: "dropped"; readonly reason: string; readonly isDeniedByAcl?: boolean }
  /** `elsewhere`: what another root module has, if that is why. */
  | { readonly kind: "unknown"; readonly text: string; readonly elsewhere?: string };

/** The path of all packets from one subnet to a set of destination addresses. */
export interface ForwardingPath {
  readonly source: Subnet;
  readonly destinations: AddressSet;
  readonly hops: readonly Hop[];
  readonly disposition: PathDisposition;
}

/**
 * Whether the internet gateway of the path forwards only from interfaces with a public IPv4 address. IPv6 addresses are public, and a NAT
 * gateway has an address of its own.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export function needsPublicAddress({ hops, destinations }: Pick<ForwardingPath, "hops" | "destinations">): boolean {
  return (
    hops.some(({ kind }) => kind === "internet-gateway") &&
    !hops.some(({ kind }) => kind === "nat") &&
    intersection(destinations, allIpv4Addresses).length > 0
  );
}

/** A path as evidence: its source, its hops in order, its disposition and its destinations. */
export function pathEvidence(path: ForwardingPath, remark = ""): Evidence {
  const hops = path.hops.map(hopText);
  const { disposition } = path;
  const elsewhere = disposition.kind === "unknown" ? disposition.elsewhere : undefined;
  const text = `${[path.source.key, ...hops, pathDispositionText(disposition)].join(" -> ")}, for ${destinationText(path.destinations)}`;
  return {
    text: remark === "" ? text : `${remark}: ${text}`,
    addresses: terraformAddressesOfPath(path),
    ...(elsewhere !== undefined && { elsewhere: [elsewhere] }),
  };
}

/** Terraform addresses of the source, the hops and their subnets, in path order. */
export function terraformAddressesOfPath({ source, hops }: Pick<ForwardingPath, "source" | "hops">): readonly string[] {
  return [
    source.key,
    ...hops.flatMap(({ address, subnet }) => [address, ...(subnet === undefined ? [] : [subnet.key])]),
  ];
}

const everyPublicIpv4 = intersection(internetAddresses, allIpv4Addresses);

function destinationText(destinations: AddressSet): string {
  const isWhole = contains(destinations, everyPublicIpv4);
  const rest = isWhole ? subtract(destinations, everyPublicIpv4) : destinations;
  const named = [
    ...(isWhole ? ["every public IPv4 address"] : []),
    ...(rest.length === 0 ? [] : [describeAddresses(rest)]),
  ];
  return named.join(" and ");
}

function hopText({ address, subnet }: Hop): string {
  return subnet === undefined ? address : `${address} in ${subnet.key}`;
}

function pathDispositionText(disposition: PathDisposition): string {
  switch (disposition.kind) {
    case "internet":
      return "the internet";
    case "external-network":
      return `${disposition.description} (${disposition.address})`;
    case "service":
      return `the service of ${disposition.endpoint}`;
    case "local":
      return `delivered inside ${disposition.vpc ?? "the VPC"}`;
    case "dropped":
      return `dropped: ${disposition.reason}`;
    case "unknown":
      return `unknown: ${disposition.text}`;
  }
}

/** The hops that keep connection state, in path order. */
export function statefulHops({ hops }: Pick<ForwardingPath, "hops">): readonly Hop[] {
  return hops.filter(({ kind }) => kind === "firewall" || kind === "nat" || kind === "appliance");
}

/** Whether the path ends where this configuration shows no more: it may then continue anywhere. */
export function isOpenEnd({ disposition }: Pick<ForwardingPath, "disposition">): boolean {
  return disposition.kind === "external-network" || disposition.kind === "unknown";
}

/** Whether two hops are the same endpoint or gateway in the same subnet. */
export function isSameHop(a: Hop, b: Hop): boolean {
  return a.address === b.address && a.subnet?.key === b.subnet?.key;
}

/** Whether a hop of the path is in the Availability Zone. */
export function crossesAvailabilityZone({ hops }: Pick<ForwardingPath, "hops">, availabilityZone: string): boolean {
  return hops.some(({ subnet }) => subnet?.availabilityZone === availabilityZone);
}
