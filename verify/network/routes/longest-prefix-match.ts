import { internetAddresses } from "../../../ip/internet-addresses";
import { emptySet, intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { groupBy } from "../../collections/group-by";
import { memoizeByFirst } from "../../collections/memoize";
import type { Vpc } from "../vpc/read-subnets";
import type { Route, RouteTable } from "./route-tables";

/** A set of destinations that match the same route. */
export type RouteMatch =
  | { readonly kind: "route"; readonly route: Route; readonly addresses: AddressSet }
  /** Delivered inside the VPC by the table's implicit `local` routes. */
  | { readonly kind: "local"; readonly addresses: AddressSet }
  | { readonly kind: "no-route"; readonly addresses: AddressSet }
  /** A route with an unresolved destination, which may match these addresses. */
  | { readonly kind: "unknown"; readonly route: Route; readonly addresses: AddressSet };

interface ForwardingTableEntry {
  /** The routes for one block; none for a local route. AWS keeps one of several, and the JSON does not show which. */
  readonly routes: readonly Route[];
  readonly prefixLength: number;
  readonly addresses: AddressSet;
}

/**
 * Divides a set of destinations by the routes of a table, longest prefix first. The matches by CIDR block, by local route and
 * without a route are disjoint and cover the set, but for several routes with one block, which all match. Routes with AWS-managed prefix lists or unresolved destinations add matches
 * for every address that they may match.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority
 */
export function longestPrefixMatch(
  table: RouteTable,
  vpc: Vpc | undefined,
  destinations: AddressSet,
): readonly RouteMatch[] {
  const matches: RouteMatch[] = [];
  let unmatched = destinations;
  for (const { routes, addresses } of forwardingTableOf(table, vpc)) {
    const matched = intersection(unmatched, addresses);
    if (matched.length > 0) {
      matches.push(
        ...(routes.length === 0
          ? [{ kind: "local", addresses: matched } as const]
          : routes.map((route) => ({ kind: "route", route, addresses: matched }) as const)),
      );
      unmatched = subtract(unmatched, matched);
    }
    if (unmatched.length === 0) {
      break;
    }
  }
  const localAddresses = union(...matches.map(({ kind, addresses }) => (kind === "local" ? addresses : emptySet)));
  const nonLocalDestinations = subtract(destinations, localAddresses);
  const unresolvedMatches = table.routes.flatMap((route) =>
    matchOfUnresolvedDestination(route, destinations, nonLocalDestinations),
  );
  return unmatched.length === 0
    ? [...matches, ...unresolvedMatches]
    : [...matches, ...unresolvedMatches, { kind: "no-route", addresses: unmatched }];
}

const forwardingTableOf = memoizeByFirst((table: RouteTable, vpc: Vpc | undefined): readonly ForwardingTableEntry[] => {
  const blocks = table.routes.flatMap((route) => {
    const { destination } = route;
    return destination.kind === "cidr" ? [{ route, destination }] : [];
  });
  const byBlock = groupBy(
    blocks,
    ({ destination: { addresses, prefixLength } }) => `${addresses[0]?.first}/${prefixLength}`,
  );
  const declared = [...byBlock.values()].flatMap((alike): readonly ForwardingTableEntry[] => {
    const destination = alike[0]?.destination;
    return destination === undefined ? [] : [{ routes: alike.map(({ route }) => route), ...destination }];
  });
  // A declared route for a VPC's exact CIDR block replaces the local route, so it sorts first among equal prefixes.
  const local = (vpc?.cidrBlocks ?? []).map(({ prefixLength, addresses }) => ({
    routes: [],
    prefixLength,
    addresses,
  }));
  return [...declared, ...local].sort((a, b) => b.prefixLength - a.prefixLength);
});

/**
 * Over-approximates what a route without a known CIDR block matches. The AWS-managed list of a gateway endpoint contains only
 * public service addresses. Any other prefix list or unresolved destination may match every address.
 *
 * @param nonLocalDestinations the destinations outside the VPC
 */
function matchOfUnresolvedDestination(
  route: Route,
  destinations: AddressSet,
  nonLocalDestinations: AddressSet,
): readonly RouteMatch[] {
  const { destination, targets } = route;
  if (destination.kind === "cidr") {
    return [];
  }
  if (destination.kind === "unknown") {
    return [{ kind: "unknown", route, addresses: destinations }];
  }
  if (targets.every(({ kind }) => kind === "gateway-endpoint")) {
    const publicAddresses = intersection(nonLocalDestinations, internetAddresses);
    return publicAddresses.length === 0 ? [] : [{ kind: "route", route, addresses: publicAddresses }];
  }
  return [{ kind: "unknown", route, addresses: destinations }];
}
