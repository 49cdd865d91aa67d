import { type AddressSet, contains, difference, intersection, nowhere, union } from "../../ip/address-space";
import { internet } from "../../ip/internet-addresses";
import type { Route, RouteTable } from "./route-tables";
import type { Vpc } from "./subnets";

/** A part of the destinations that a table treats alike. */
export type Piece =
  | { readonly kind: "route"; readonly route: Route; readonly addresses: AddressSet }
  /** Delivered inside the VPC by the table's implicit `local` routes. */
  | { readonly kind: "local"; readonly addresses: AddressSet }
  | { readonly kind: "no-route"; readonly addresses: AddressSet }
  /** A route of which the JSON does not say what it catches may catch these. */
  | { readonly kind: "unknown"; readonly route: Route; readonly addresses: AddressSet };

interface Line {
  readonly route: Route | undefined;
  readonly prefixLength: number;
  readonly addresses: AddressSet;
}

const preparedLines = new WeakMap<RouteTable, readonly Line[]>();

/**
 * Cuts a set of destinations by a table's routes, longest prefix first: the pieces are disjoint and together they are the
 * set, apart from those by prefix lists, whose addresses only AWS knows and which therefore repeat what they may catch.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html#route-tables-priority
 */
export function cutByRoutes(table: RouteTable, vpc: Vpc | undefined, destinations: AddressSet): readonly Piece[] {
  const pieces: Piece[] = [];
  let rest = destinations;
  for (const { route, addresses } of linesOf(table, vpc)) {
    const caught = intersection(rest, addresses);
    if (caught.length > 0) {
      pieces.push(
        route === undefined ? { kind: "local", addresses: caught } : { kind: "route", route, addresses: caught },
      );
      rest = difference(rest, caught);
    }
    if (rest.length === 0) {
      break;
    }
  }
  const inside = union(...pieces.map(({ kind, addresses }) => (kind === "local" ? addresses : nowhere)));
  const beyond = difference(destinations, inside);
  const open = table.routes.flatMap((route) => openPiece(route, destinations, beyond));
  return rest.length === 0 ? [...pieces, ...open] : [...pieces, ...open, { kind: "no-route", addresses: rest }];
}

function linesOf(table: RouteTable, vpc: Vpc | undefined): readonly Line[] {
  const known = preparedLines.get(table);
  if (known !== undefined) {
    return known;
  }
  const written = table.routes.flatMap((route): readonly Line[] => {
    const { destination } = route;
    return destination.kind === "cidr"
      ? [{ route, prefixLength: destination.prefixLength, addresses: destination.addresses }]
      : [];
  });
  // A written route for the whole of a VPC's block replaces the local one, so written routes come first among equals.
  const local = (vpc?.blocks ?? []).map(({ prefixLength, addresses }) => ({
    route: undefined,
    prefixLength,
    addresses,
  }));
  const lines = [...written, ...local].sort((a, b) => b.prefixLength - a.prefixLength);
  preparedLines.set(table, lines);
  return lines;
}

/**
 * @param beyond the destinations that are not local: a list of AWS's holds public addresses of services and nothing of the
 *   VPC. Any other list, and a route whose destination is not written out, may catch anything.
 */
function openPiece(route: Route, destinations: AddressSet, beyond: AddressSet): readonly Piece[] {
  const { destination, targets } = route;
  if (destination.kind === "cidr") {
    return [];
  }
  if (destination.kind === "unknown") {
    return [{ kind: "unknown", route, addresses: destinations }];
  }
  if (targets.every(({ kind }) => kind === "gateway-endpoint")) {
    const ofServices = intersection(beyond, internet);
    return ofServices.length === 0 ? [] : [{ kind: "route", route, addresses: ofServices }];
  }
  return [{ kind: contains(internet, destinations) ? "route" : "unknown", route, addresses: destinations }];
}
