import { memoize } from "../../collections/memoize";
import type { NetworkModel } from "../network-model";
import type { Subnet } from "../vpc/read-subnets";
import type { ForwardingPath, Hop } from "./forwarding-path";
import { type Packet, traceFromSubnet, traceThroughRouteTable } from "./trace-packets";

/**
 * The return path over one segment: from the internet gateway or a NAT gateway back to the NAT gateway or the source
 * before it.
 */
export interface ReturnPathSegment {
  /** Terraform address of the hop that the responses come from. */
  readonly from: string;
  readonly toSubnet: Subnet;
  /** The stateful hops that the responses must cross: those of the outbound path, in reverse order. */
  readonly expectedHops: readonly Hop[];
  /** All paths that the responses can take; empty if the addresses of the source are not literals. */
  readonly paths: readonly ForwardingPath[];
}

/** How responses return over a path that reaches the internet, one segment at a time. */
export function returnPathSegments(network: NetworkModel, path: ForwardingPath): readonly ReturnPathSegment[] {
  return segmentsOfPath(path, network);
}

const segmentsOfPath = memoize((path: ForwardingPath, network: NetworkModel): readonly ReturnPathSegment[] =>
  pathSegmentsOf(path).map((stretch) => ({
    from: stretch.end.address,
    toSubnet: stretch.start,
    expectedHops: stretch.hops.toReversed(),
    paths: traceReturnPaths(network, path, stretch),
  })),
);

/**
 * Part of a path over which the packet keeps its addresses: from the source or a NAT gateway to the next NAT or
 * internet gateway.
 */
interface PathSegment {
  readonly start: Subnet;
  readonly hops: readonly Hop[];
  readonly end: Hop;
}

function pathSegmentsOf(path: ForwardingPath): readonly PathSegment[] {
  const segments: PathSegment[] = [];
  let start = path.source;
  let hops: Hop[] = [];
  for (const hop of path.hops) {
    if (hop.kind === "nat" || hop.kind === "internet-gateway") {
      segments.push({ start, hops, end: hop });
      start = hop.subnet ?? start;
      hops = [];
    } else if (hop.kind !== "route") {
      hops.push(hop);
    }
  }
  return segments;
}

/** The source addresses of the responses are the destinations of the path. */
function traceReturnPaths(
  network: NetworkModel,
  { destinations: from }: ForwardingPath,
  { start, end }: PathSegment,
): readonly ForwardingPath[] {
  const { addresses } = start;
  if (addresses === undefined) {
    return [];
  }
  const outside: Subnet = {
    key: end.address,
    vpc: start.vpc,
    availabilityZone: undefined,
    addresses: from,
    hasIpv6: false,
  };
  const source = end.subnet ?? outside;
  const packet: Packet = {
    source: { ...source, key: end.address },
    currentSubnet: source,
    sourceAddresses: from,
    destinations: addresses,
    hops: [],
    isBehindPrivateNat: false,
  };
  if (end.kind === "nat") {
    return traceFromSubnet(network, packet);
  }
  const edges = network.routeTableAssociations.ofGateway(end.address);
  return edges.length === 0
    ? [{ source: outside, destinations: addresses, hops: [], disposition: { kind: "local" } }]
    : edges.flatMap(({ routeTable: table }) => traceThroughRouteTable(network, table, packet));
}
