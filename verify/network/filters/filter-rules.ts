import { allAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";

/** The traffic that a filter is checked for: any traffic, or TCP to one port. */
export type TrafficClass = { readonly kind: "any" } | { readonly kind: "tcp"; readonly port: number };

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
  const known = protocolNames[name] ?? "other";
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

/** Whether the range contains every packet of the traffic class. */
export function coversTraffic(portRange: ProtocolPortRange, traffic: TrafficClass): boolean {
  return portRange.protocol === "all" || (traffic.kind === "tcp" && overlapsTraffic(portRange, traffic));
}

/** Whether the range contains at least one packet of the traffic class. */
export function overlapsTraffic(portRange: ProtocolPortRange, traffic: TrafficClass): boolean {
  if (traffic.kind === "any" || portRange.protocol === "all") {
    return true;
  }
  return portRange.protocol === "tcp" && portRange.fromPort <= traffic.port && traffic.port <= portRange.toPort;
}

/** One rule of a network ACL. */
export interface NetworkAclRule {
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
