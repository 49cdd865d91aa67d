import { internetAddresses } from "../../../ip/internet-addresses";
import { contains, emptySet, intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { memoize } from "../../collections/memoize";
import type { Vpc } from "../vpc/read-subnets";
import type { Route, RouteTable } from "./route-tables";

/** A part of the destinations for which a table selects the same route. */
export type RouteMatch =
  | { readonly kind: "route"; readonly route: Route; readonly addresses: AddressSet }
  /** Delivered inside the VPC by the table's implicit `local` routes. */
  | { readonly kind: "local"; readonly addresses: AddressSet }
  | { readonly kind: "no-route"; readonly addresses: AddressSet }
  /** A route whose destination is not a literal may match these. */
  | { readonly kind: "unknown"; readonly route: Route; readonly addresses: AddressSet };

interface ForwardingTableEntry {
  readonly route: Route | undefined;
  readonly prefixLength: number;
  readonly addresses: AddressSet;
}

/**
 * Splits a set of destinations by a table's routes, longest prefix first. The parts are disjoint and cover the set.
 * Only routes to prefix lists repeat destinations, because AWS alone knows the addresses of its lists.
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
  for (const { route, addresses } of forwardingTableOf(table, vpc)) {
    const caught = intersection(unmatched, addresses);
    if (caught.length > 0) {
      matches.push(
        route === undefined ? { kind: "local", addresses: caught } : { kind: "route", route, addresses: caught },
      );
      unmatched = subtract(unmatched, caught);
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

const forwardingTableOf = memoize((table: RouteTable, vpc: Vpc | undefined): readonly ForwardingTableEntry[] => {
  const written = table.routes.flatMap((route): readonly ForwardingTableEntry[] => {
    const { destination } = route;
    return destination.kind === "cidr"
      ? [{ route, prefixLength: destination.prefixLength, addresses: destination.addresses }]
      : [];
  });
  // A declared route for a whole VPC block replaces the local one, so declared routes come first among equal prefixes.
  const local = (vpc?.cidrBlocks ?? []).map(({ prefixLength, addresses }) => ({
    route: undefined,
    prefixLength,
    addresses,
  }));
  return [...written, ...local].sort((a, b) => b.prefixLength - a.prefixLength);
});

/**
 * @param nonLocalDestinations the destinations that are not local: a list of AWS's holds public addresses of services and nothing of the
 *   VPC. Any other list, and a route whose destination is not written out, may catch anything.
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
    const ofServices = intersection(nonLocalDestinations, internetAddresses);
    return ofServices.length === 0 ? [] : [{ kind: "route", route, addresses: ofServices }];
  }
  return [{ kind: contains(internetAddresses, destinations) ? "route" : "unknown", route, addresses: destinations }];
}
