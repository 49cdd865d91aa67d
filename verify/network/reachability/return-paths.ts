import type { NetworkModel } from "../model/network-model";
import type { Subnet } from "../routing/subnets";
import type { Hop, Path } from "./path";
import { type Packet, routeThrough, walk } from "./reachability";

/** The way back over one stretch of a path: from the internet gateway or a NAT to the NAT or the source before it. */
export interface ReturnLeg {
  /** Terraform address of where the answers come from. */
  readonly from: string;
  readonly toward: Subnet;
  /** The stateful hops that the answers must cross: those of the way out, backwards. */
  readonly expected: readonly Hop[];
  /** All ways that answers take; empty when the addresses they go to are not written out. */
  readonly paths: readonly Path[];
}

const legsOf = new WeakMap<Path, readonly ReturnLeg[]>();

/** How answers come back over a path that reaches the internet, stretch by stretch. */
export function returnLegs(network: NetworkModel, path: Path): readonly ReturnLeg[] {
  const known = legsOf.get(path);
  if (known !== undefined) {
    return known;
  }
  const legs = stretchesOf(path).map((stretch) => ({
    from: stretch.end.address,
    toward: stretch.start,
    expected: stretch.hops.toReversed(),
    paths: wayBack(network, path, stretch),
  }));
  legsOf.set(path, legs);
  return legs;
}

/** Part of a path over which the packet keeps its addresses: from the source or a NAT to the next NAT or the gateway. */
interface Stretch {
  readonly start: Subnet;
  readonly hops: readonly Hop[];
  readonly end: Hop;
}

function stretchesOf(path: Path): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = path.source;
  let hops: Hop[] = [];
  for (const hop of path.hops) {
    if (hop.kind === "nat" || hop.kind === "gateway") {
      stretches.push({ start, hops, end: hop });
      start = hop.subnet ?? start;
      hops = [];
    } else if (hop.kind !== "route") {
      hops.push(hop);
    }
  }
  return stretches;
}

/** The answers bear the addresses that the path led to. */
function wayBack(network: NetworkModel, { destinations: from }: Path, { start, end }: Stretch): readonly Path[] {
  const { addresses } = start;
  if (addresses === undefined) {
    return [];
  }
  const outside: Subnet = { key: end.address, vpc: start.vpc, zone: undefined, addresses: from, hasIpv6: false };
  const source = end.subnet ?? outside;
  const packet: Packet = {
    source: { ...source, key: end.address },
    at: source,
    from,
    destinations: addresses,
    hops: [],
    isPrivatelyTranslated: false,
  };
  if (end.kind === "nat") {
    return walk(network, packet);
  }
  const edges = network.associations.ofGateway(end.address);
  return edges.length === 0
    ? [{ source: outside, destinations: addresses, hops: [], end: { kind: "local" } }]
    : edges.flatMap(({ table }) => routeThrough(network, table, packet));
}
