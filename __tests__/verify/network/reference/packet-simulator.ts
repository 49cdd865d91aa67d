/** A network as plain data, for a packet walk so simple that it can be read and believed. */
export interface PlainNetwork {
  readonly subnets: readonly PlainSubnet[];
  readonly tables: readonly (readonly PlainRoute[])[];
  /** Routes that the internet gateway consults for what comes in; absent without an edge table. */
  readonly edge?: readonly PlainRoute[];
}

export interface PlainSubnet {
  /** Third octet of its /24 in 10.0.0.0/16. */
  readonly octet: number;
  /** Position of its table; the last table is the VPC's main one. */
  readonly table: number;
  readonly egress: readonly PlainRule[];
  readonly ingress: readonly PlainRule[];
}

export interface PlainRoute {
  readonly block: PlainCidr;
  readonly target: "internet" | { readonly kind: "nat" | "firewall"; readonly subnet: number };
}

export interface PlainRule {
  readonly allow: boolean;
  readonly block: PlainCidr;
}

/** First address as a number, and the length of the prefix. */
export interface PlainCidr {
  readonly first: number;
  readonly length: number;
}

/** What happened to one packet: the stateful hops it crossed, and where it ended. */
export interface PacketOutcome {
  readonly crossed: readonly string[];
  readonly end: "internet" | "local" | "dropped" | "unknown";
}

const vpc: PlainCidr = { first: 10 * 2 ** 24, length: 16 };

function holds({ first, length }: PlainCidr, address: number): boolean {
  const size = 2 ** (32 - length);
  return address >= first && address < first + size;
}

/** The first rule that matches decides; none is a refusal; no rules at all is AWS's default ACL. */
function passes(rules: readonly PlainRule[], address: number): boolean {
  return rules.length === 0 || (rules.find(({ block }) => holds(block, address))?.allow ?? false);
}

/** The longest route that matches; the VPC's own addresses have a route of 16 bits that stands behind written ones. */
function nextTarget(routes: readonly PlainRoute[], address: number): PlainRoute["target"] | "local" | undefined {
  for (let length = 32; length >= 0; length -= 1) {
    const route = routes.find(({ block }) => block.length === length && holds(block, address));
    if (route !== undefined) {
      return route.target;
    }
    if (length === vpc.length && holds(vpc, address)) {
      return "local";
    }
  }
  return undefined;
}

export function hostAddress(subnet: PlainSubnet, host: number): number {
  return vpc.first + subnet.octet * 256 + host;
}

/** Sends one packet from a subnet's router and follows it. */
export function sendFromSubnet(
  network: PlainNetwork,
  start: number,
  from: number,
  to: number,
  crossed: readonly string[] = [],
): PacketOutcome {
  const subnet = network.subnets[start];
  if (subnet === undefined || !passes(subnet.egress, to)) {
    return { crossed, end: "dropped" };
  }
  return route(network, network.tables[subnet.table] ?? [], start, from, to, crossed);
}

/** Sends one packet in through the internet gateway. */
export function sendFromInternet(network: PlainNetwork, from: number, to: number): PacketOutcome {
  return route(network, network.edge ?? [], undefined, from, to, []);
}

function route(
  network: PlainNetwork,
  routes: readonly PlainRoute[],
  at: number | undefined,
  from: number,
  to: number,
  crossed: readonly string[],
): PacketOutcome {
  const target = nextTarget(routes, to);
  // Only a route for a part of the VPC sends its addresses to the internet gateway, which drops them if it is one.
  if (target === "internet" && holds(vpc, to)) {
    return { crossed, end: "unknown" };
  }
  if (target === undefined || target === "internet" || target === "local") {
    return { crossed, end: target ?? "dropped" };
  }
  const next = network.subnets[target.subnet];
  const hop = `${target.kind} ${target.subnet}`;
  const isStopped = next === undefined || (at !== target.subnet && !passes(next.ingress, from));
  if (isStopped || crossed.includes(hop)) {
    return { crossed: [...crossed, hop], end: "dropped" };
  }
  const sender = target.kind === "nat" ? hostAddress(next, 9) : from;
  return sendFromSubnet(network, target.subnet, sender, to, [...crossed, hop]);
}
