import { allAddresses } from "../../../ip/internet-addresses";
import { containsPoint, emptySet, type IntervalSet, intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { ownEntry } from "../../collections/own-entry";

/** The traffic that a filter is checked for: any traffic, TCP or UDP to one port, or ICMP of every type. */
export type TrafficClass =
  | { readonly kind: "any" }
  | { readonly kind: "tcp" | "udp"; readonly port: number }
  | { readonly kind: "icmp" };

/** A rule's protocol and port range. For ICMP, `fromPort` and `toPort` are the ICMP type and code. */
export interface ProtocolPortRange {
  readonly protocol: "all" | "tcp" | "udp" | "icmp" | "other";
  readonly fromPort: number;
  readonly toPort: number;
}

const protocolNames: Readonly<Record<string, ProtocolPortRange["protocol"]>> = {
  "-1": "all",
  all: "all",
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
  icmpv6: "icmp",
  "58": "icmp",
};

/**
 * Parses the protocol and ports of a security group rule or a network ACL rule.
 *
 * @returns `undefined` when the protocol or a port cannot be resolved
 */
export function readProtocolPortRange(
  protocol: string | undefined,
  fromPort: string | undefined,
  toPort: string | undefined,
): ProtocolPortRange | undefined {
  const name = protocol === undefined ? undefined : /^[a-z0-9-]+$/i.test(protocol) ? protocol.toLowerCase() : undefined;
  if (name === undefined) {
    return undefined;
  }
  const known = ownEntry(protocolNames, name) ?? "other";
  if (known === "all") {
    return { protocol: "all", fromPort: 0, toPort: 65535 };
  }
  const [from, to] = [fromPort, toPort].map((port) => (port === undefined ? Number.NaN : Number(port)));
  return Number.isInteger(from) && Number.isInteger(to)
    ? { protocol: known, fromPort: from ?? 0, toPort: to ?? 65535 }
    : undefined;
}

/** For messages: `tcp 443`, `every protocol`. */
export function protocolPortRangeText(portRange: ProtocolPortRange | undefined): string {
  if (portRange === undefined) {
    return "a protocol or port that cannot be resolved";
  }
  if (portRange.protocol === "all") {
    return "every protocol";
  }
  const range =
    portRange.fromPort === portRange.toPort ? `${portRange.fromPort}` : `${portRange.fromPort}-${portRange.toPort}`;
  return `${portRange.protocol} ${range}`;
}

/** The numbers of the range as a set: the ports of TCP and UDP. An ICMP type and code are no such range. */
export function portsOf({ fromPort, toPort }: ProtocolPortRange): IntervalSet {
  return [{ first: BigInt(fromPort), last: BigInt(toPort) }];
}

/** Whether the range contains every packet of the traffic class. */
export function coversTraffic(portRange: ProtocolPortRange, traffic: TrafficClass): boolean {
  if (portRange.protocol === "all") {
    return true;
  }
  switch (traffic.kind) {
    case "any":
      return false;
    case "icmp":
      return portRange.protocol === "icmp" && portRange.fromPort === everyIcmpType;
    default:
      return overlapsTraffic(portRange, traffic);
  }
}

/** As AWS writes it in rules. */
const everyIcmpType = -1;

/** Whether the range contains at least one packet of the traffic class. */
export function overlapsTraffic(portRange: ProtocolPortRange, traffic: TrafficClass): boolean {
  if (traffic.kind === "any" || portRange.protocol === "all") {
    return true;
  }
  if (portRange.protocol !== traffic.kind) {
    return false;
  }
  return traffic.kind === "icmp" || (portRange.fromPort <= traffic.port && traffic.port <= portRange.toPort);
}

/** One rule of a network ACL. */
export interface NetworkAclRule {
  /** The resource that declares the rule. @default - not known */
  readonly address?: string;
  readonly number: number;
  readonly action: "allow" | "deny";
  /** `undefined` when it cannot be resolved: the rule may then match anything or nothing. */
  readonly portRange: ProtocolPortRange | undefined;
  readonly addresses: AddressSet | undefined;
}

/**
 * Over-approximates the addresses to or from which the rules allow some of the traffic, in order of rule number. Unresolved
 * values count as allowed, so an empty result proves that the ACL denies the traffic.
 */
export function addressesAllowedByAclRules(rules: readonly NetworkAclRule[], traffic: TrafficClass): AddressSet {
  let allowed = emptySet;
  let remaining = allAddresses;
  for (const { action, portRange, addresses } of rules.toSorted((a, b) => a.number - b.number)) {
    if (portRange !== undefined && !overlapsTraffic(portRange, traffic)) {
      continue;
    }
    const matched = intersection(remaining, addresses ?? allAddresses);
    if (action === "allow") {
      allowed = union(allowed, matched);
    }
    if (portRange !== undefined && addresses !== undefined && coversTraffic(portRange, traffic)) {
      remaining = subtract(remaining, matched);
    }
  }
  return allowed;
}

/** Under-approximates the same addresses: what an unresolved rule may deny does not count as allowed. */
export function addressesSurelyAllowedByAclRules(rules: readonly NetworkAclRule[], traffic: TrafficClass): AddressSet {
  let allowed = emptySet;
  let remaining = allAddresses;
  for (const { action, portRange, addresses } of rules.toSorted((a, b) => a.number - b.number)) {
    if (portRange !== undefined && !overlapsTraffic(portRange, traffic)) {
      continue;
    }
    const isKnown = portRange !== undefined && addresses !== undefined && coversTraffic(portRange, traffic);
    const matched = intersection(remaining, addresses ?? allAddresses);
    if (action === "allow" && isKnown) {
      allowed = union(allowed, matched);
    }
    if (action === "deny" || isKnown) {
      remaining = subtract(remaining, matched);
    }
  }
  return allowed;
}

/**
 * The rules that may decide about traffic to or from one address, in order of rule number: the last one decides if no other does.
 * Without one, the ACL denies the traffic.
 */
export function aclRulesThatMayDecide(
  rules: readonly NetworkAclRule[],
  traffic: TrafficClass,
  address: bigint,
): readonly NetworkAclRule[] {
  const matching = rules
    .toSorted((a, b) => a.number - b.number)
    .filter(
      ({ portRange, addresses }) =>
        (portRange === undefined || overlapsTraffic(portRange, traffic)) &&
        (addresses === undefined || containsPoint(addresses, address)),
    );
  const decided = matching.findIndex(
    ({ portRange, addresses }) =>
      portRange !== undefined && addresses !== undefined && coversTraffic(portRange, traffic),
  );
  return decided < 0 ? matching : matching.slice(0, decided + 1);
}
