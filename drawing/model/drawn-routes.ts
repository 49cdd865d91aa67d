import { routeTablesOf, type Subnet, subnetsByTier, type Tier } from "./drawn-subnets";
import { ofType, type Resources, referenced, refersTo, type Values } from "./stack-resources";

/** One hop of a way out, or of the way back, as a route table has it. */
export interface Hop {
  readonly from: Tier;
  readonly to: Tier | "internet";
  readonly zone: string;
}

/** Routes of the tables that subnets have. */
export function routesOf(resources: Resources, subnets: readonly Subnet[]): readonly Values[] {
  const tables = routeTablesOf(resources, subnets);
  return ofType(resources, "aws_route")
    .map(({ values }) => values)
    .filter((route) => refersTo(route.route_table_id, tables));
}

/** The hops of every tier's tables; a route to another network is none, for that network is drawn by itself. */
export function hopsOf(resources: Resources): readonly Hop[] {
  return subnetsByTier(resources).flatMap(([from, subnets]) =>
    subnets.flatMap((subnet) =>
      routesOf(resources, [subnet]).flatMap((route) => {
        const to = targetOf(route);
        return to === undefined ? [] : [{ from, to, zone: subnet.zone }];
      }),
    ),
  );
}

function targetOf(route: Values): Hop["to"] | undefined {
  if (String(route.vpc_endpoint_id ?? "").includes("aws_networkfirewall_firewall")) {
    return "firewall";
  }
  if (route.nat_gateway_id !== undefined) {
    return "nat";
  }
  return leadsToInternet(route) ? "internet" : undefined;
}

export function leadsToInternet(route: Values): boolean {
  return referenced(route.gateway_id).some((address) => address.startsWith("aws_internet_gateway."));
}
