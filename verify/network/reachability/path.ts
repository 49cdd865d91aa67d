import { type AddressSet, contains, difference, intersection } from "../../ip/address-space";
import { describeAddresses } from "../../ip/cidr";
import { everyIpv4, internet } from "../../ip/internet-addresses";
import type { Evidence } from "../../verdict/claim";
import type { Subnet } from "../routing/subnets";

/** One step of a packet. Stateful ones remember a flow, so its answers must come back through them. */
export interface Hop {
  readonly kind: "route" | "firewall" | "nat" | "appliance" | "gateway";
  /** Terraform address of the route, firewall, gateway or appliance. */
  readonly address: string;
  /** The subnet the packet leaves this hop from. */
  readonly subnet?: Subnet;
}

/** What becomes of a packet. */
export type End =
  | { readonly kind: "internet"; readonly gateway: string }
  | { readonly kind: "elsewhere"; readonly address: string; readonly what: string }
  | { readonly kind: "service"; readonly endpoint: string }
  /** Delivered inside the VPC. */
  | { readonly kind: "local" }
  | { readonly kind: "dropped"; readonly why: string }
  | { readonly kind: "unknown"; readonly text: string };

export interface Path {
  readonly source: Subnet;
  readonly destinations: AddressSet;
  readonly hops: readonly Hop[];
  readonly end: End;
}

/** A path as evidence: its hops in order, and what becomes of the packet. */
export function pathEvidence(path: Path, remark = ""): Evidence {
  const hops = path.hops.map(hopText);
  const text = `${[path.source.key, ...hops, endText(path.end)].join(" -> ")}, for ${destinationText(path.destinations)}`;
  return {
    text: remark === "" ? text : `${remark}: ${text}`,
    addresses: addressesOfPath(path),
  };
}

/** Every Terraform address that a path rests on, in its order. */
export function addressesOfPath({ source, hops }: Pick<Path, "source" | "hops">): readonly string[] {
  return [
    source.key,
    ...hops.flatMap(({ address, subnet }) => [address, ...(subnet === undefined ? [] : [subnet.key])]),
  ];
}

const everyPublicIpv4 = intersection(internet, everyIpv4);

function destinationText(destinations: AddressSet): string {
  const isWhole = contains(destinations, everyPublicIpv4);
  const rest = isWhole ? difference(destinations, everyPublicIpv4) : destinations;
  const named = [
    ...(isWhole ? ["every public IPv4 address"] : []),
    ...(rest.length === 0 ? [] : [describeAddresses(rest)]),
  ];
  return named.join(" and ");
}

function hopText({ address, subnet }: Hop): string {
  return subnet === undefined ? address : `${address} in ${subnet.key}`;
}

function endText(end: End): string {
  switch (end.kind) {
    case "internet":
      return "the internet";
    case "elsewhere":
      return `${end.what} (${end.address})`;
    case "service":
      return `the service behind ${end.endpoint}`;
    case "local":
      return "delivered inside the VPC";
    case "dropped":
      return `dropped, because ${end.why}`;
    case "unknown":
      return `not known, because ${end.text}`;
  }
}

/** The hops that remember a flow, in their order. */
export function statefulHops({ hops }: Pick<Path, "hops">): readonly Hop[] {
  return hops.filter(({ kind }) => kind === "firewall" || kind === "nat" || kind === "appliance");
}

/** Whether two hops are the same endpoint or gateway in the same subnet. */
export function isSameHop(a: Hop, b: Hop): boolean {
  return a.address === b.address && a.subnet?.key === b.subnet?.key;
}

/** Whether a path goes through anything that stands in the zone. */
export function touches({ hops }: Pick<Path, "hops">, zone: string): boolean {
  return hops.some(({ subnet }) => subnet?.zone === zone);
}
