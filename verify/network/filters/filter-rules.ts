import { allAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";

/** The traffic that a filter is asked about: any traffic, or TCP to one port. */
export type TrafficClass = { readonly kind: "any" } | { readonly kind: "tcp"; readonly port: number };

/** Protocol and ports of a rule. `ports` also covers ICMP types, which have no ports. */
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

/** @returns `undefined` when protocol or ports are not written out */
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

/** The scope in words. */
export function protocolPortRangeText(portRange: ProtocolPortRange | undefined): string {
  if (portRange === undefined) {
    return "traffic that is not written out";
  }
  if (portRange.protocol === "all") {
    return "every protocol";
  }
  const range =
    portRange.fromPort === portRange.toPort ? `${portRange.fromPort}` : `${portRange.fromPort}-${portRange.toPort}`;
  return `${portRange.protocol} ${range}`;
}

/** Whether the scope covers every packet of that traffic. */
export function coversTraffic(portRange: ProtocolPortRange, traffic: TrafficClass): boolean {
  return portRange.protocol === "all" || (traffic.kind === "tcp" && overlapsTraffic(portRange, traffic));
}

/** Whether the scope covers some packet of that traffic. */
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
  /** `undefined` if it is not a literal: it may match anything or nothing. */
  readonly portRange: ProtocolPortRange | undefined;
  readonly addresses: AddressSet | undefined;
}

/**
 * The addresses for which rules, tried in the order of their numbers, may allow some of the traffic. A value that is
 * not a literal counts as open, so an empty result is certain.
 */
export function addressesAllowedByAclRules(rules: readonly NetworkAclRule[], traffic: TrafficClass): AddressSet {
  let allowed = emptySet;
  let remaining = allAddresses;
  for (const { action, portRange: scope, addresses } of rules.toSorted((a, b) => a.number - b.number)) {
    if (scope !== undefined && !overlapsTraffic(scope, traffic)) {
      continue;
    }
    const matched = intersection(remaining, addresses ?? allAddresses);
    if (action === "allow") {
      allowed = union(allowed, matched);
    }
    if (scope !== undefined && addresses !== undefined && coversTraffic(scope, traffic)) {
      remaining = subtract(remaining, matched);
    }
  }
  return allowed;
}
