import { memoizeByFirst } from "../../collections/memoize";
import type { NetworkModel } from "../network-model";
import { type Subnet, undeclaredSubnet } from "../vpc/read-subnets";
import { type ForwardingPath, type Hop, isSameHop } from "./forwarding-path";
import type { Packet } from "./packet";
import { traceFromSubnet, traceThroughRouteTable } from "./trace-packets";

/** The return path over one segment: from the internet gateway or a NAT back to the preceding NAT or the source subnet. */
export interface ReturnPathSegment {
  /** Terraform address of the gateway that receives the replies. */
  readonly from: string;
  readonly toSubnet: Subnet;
  /** The stateful hops of the outbound path in reverse order. Replies must cross exactly these. */
  readonly expectedHops: readonly Hop[];
  /** Every path that replies may take; empty when the addresses of `toSubnet` cannot be resolved. */
  readonly paths: readonly ForwardingPath[];
}

/** Traces the replies over a path that reaches the internet, one segment after the other. */
export function returnPathSegments(network: NetworkModel, path: ForwardingPath): readonly ReturnPathSegment[] {
  return segmentsOfPath(path, network);
}

const segmentsOfPath = memoizeByFirst((path: ForwardingPath, network: NetworkModel): readonly ReturnPathSegment[] =>
  pathSegmentsOf(path).map((segment) => ({
    from: segment.end.address,
    toSubnet: segment.start,
    expectedHops: segment.hops.toReversed(),
    paths: traceReturnPaths(network, path, segment).filter((reply) => areSelectionsSame(path, reply)),
  })),
);

/** Whether both paths can be taken at once: an expression that selects an endpoint by position selects one, for every route that has it. */
function areSelectionsSame({ hops: outbound }: ForwardingPath, { hops: replies }: ForwardingPath): boolean {
  return !replies.some((reply) =>
    outbound.some(
      (hop) => hop.selectedBy !== undefined && hop.selectedBy === reply.selectedBy && !isSameHop(hop, reply),
    ),
  );
}

/** Part of a path without address translation: from the source or a NAT to the next NAT or the internet gateway. */
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
    } else if (hop.kind === "firewall" || hop.kind === "appliance") {
      hops.push(hop);
    }
  }
  return segments;
}

/** Replies have the destinations of the outbound path as their source addresses. */
function traceReturnPaths(
  network: NetworkModel,
  { destinations: from }: ForwardingPath,
  { start, end }: PathSegment,
): readonly ForwardingPath[] {
  const { addresses } = start;
  if (addresses === undefined) {
    return [];
  }
  const internet: Subnet = { ...undeclaredSubnet(end.address, start.vpc), addresses: from };
  const source = end.subnet ?? internet;
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
    ? [{ source: internet, destinations: addresses, hops: [], disposition: { kind: "local" } }]
    : edges.flatMap(({ routeTable: table }) => traceThroughRouteTable(network, table, packet));
}
