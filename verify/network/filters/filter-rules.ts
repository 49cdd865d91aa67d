import { type AddressSet, difference, intersection, nowhere, union } from "../../ip/address-space";
import { everywhere } from "../../ip/internet-addresses";

/** What a filter is asked about: anything at all, or TCP to one port. */
export type Traffic = { readonly kind: "any" } | { readonly kind: "tcp"; readonly port: number };

/** A rule's protocol and ports; `ports` covers the types of ICMP too where there are no ports. */
export interface Scope {
  readonly protocol: "all" | "tcp" | "udp" | "icmp" | "other";
  readonly fromPort: number;
  readonly toPort: number;
}

const protocols: Readonly<Record<string, Scope["protocol"]>> = {
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
export function readScope(
  protocol: string | undefined,
  fromPort: string | undefined,
  toPort: string | undefined,
): Scope | undefined {
  const name = protocol === undefined ? undefined : /^[a-z0-9-]+$/i.test(protocol) ? protocol.toLowerCase() : undefined;
  if (name === undefined) {
    return undefined;
  }
  const known = protocols[name] ?? "other";
  if (known === "all") {
    return { protocol: "all", fromPort: 0, toPort: 65535 };
  }
  const [from, to] = [fromPort, toPort].map((port) => (port === undefined ? Number.NaN : Number(port)));
  return Number.isInteger(from) && Number.isInteger(to)
    ? { protocol: known, fromPort: from ?? 0, toPort: to ?? 65535 }
    : undefined;
}

/** The scope in words. */
export function scopeText(scope: Scope | undefined): string {
  if (scope === undefined) {
    return "traffic that is not written out";
  }
  if (scope.protocol === "all") {
    return "every protocol";
  }
  const range = scope.fromPort === scope.toPort ? `${scope.fromPort}` : `${scope.fromPort}-${scope.toPort}`;
  return `${scope.protocol} ${range}`;
}

/** Whether the scope takes in every packet of that traffic. */
export function covers(scope: Scope, traffic: Traffic): boolean {
  return scope.protocol === "all" || (traffic.kind === "tcp" && matches(scope, traffic));
}

/** Whether the scope takes in some packet of that traffic. */
export function matches(scope: Scope, traffic: Traffic): boolean {
  if (traffic.kind === "any" || scope.protocol === "all") {
    return true;
  }
  return scope.protocol === "tcp" && scope.fromPort <= traffic.port && traffic.port <= scope.toPort;
}

/** One line of a network ACL. */
export interface NumberedRule {
  readonly number: number;
  readonly action: "allow" | "deny";
  /** `undefined` when not written out: it may then match anything or nothing. */
  readonly scope: Scope | undefined;
  readonly addresses: AddressSet | undefined;
}

/**
 * The addresses to or from which rules that are tried in their numbers' order may let some of the traffic through. What is
 * not written out is taken for open, so that an answer of "none" is certain.
 */
export function admittedBy(rules: readonly NumberedRule[], traffic: Traffic): AddressSet {
  let admitted = nowhere;
  let undecided = everywhere;
  for (const { action, scope, addresses } of rules.toSorted((a, b) => a.number - b.number)) {
    if (scope !== undefined && !matches(scope, traffic)) {
      continue;
    }
    const matched = intersection(undecided, addresses ?? everywhere);
    if (action === "allow") {
      admitted = union(admitted, matched);
    }
    if (scope !== undefined && addresses !== undefined && covers(scope, traffic)) {
      undecided = difference(undecided, matched);
    }
  }
  return admitted;
}
