import { Route } from "@cdktf/provider-aws/lib/route";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { IRouteTable, ISubnet } from "../network/tiered-network";

/** Target of a route. */
export type RouteTarget =
  | { readonly gatewayId: string }
  | { readonly natGatewayId: string }
  | { readonly vpcEndpointId: string };

/** The resources of one Availability Zone on the egress path. */
export interface ZoneEgress {
  /** Letter of the Availability Zone. */
  readonly suffix: string;
  readonly subnets: Readonly<Record<"studio" | "nat", ISubnet>>;
  readonly routeTables: Readonly<Record<"studio" | "firewall" | "nat", IRouteTable>>;
  readonly firewallEndpoint: RouteTarget;
  readonly natGateway: RouteTarget;
  readonly internetGateway: RouteTarget;
}

/** A route to create. */
interface RouteSpec {
  readonly id: string;
  readonly table: IRouteTable;
  readonly destinationCidrBlock: string;
  readonly target: RouteTarget;
}

/** The routes of one Availability Zone. */
export interface ZoneRoutes {
  /** Default route of the Studio subnet. */
  readonly studioRoute: RouteSpec;
  /** Routes of the next hops, in both directions. */
  readonly downstreamRoutes: readonly RouteSpec[];
}

/** CIDR block of a default route. */
export const ALL_IPV4_ADDRESSES = "0.0.0.0/0";

/**
 * Routes for Studio -> firewall -> NAT gateway -> internet, and back on the same path.
 *
 * The NAT subnet has a route to the Studio subnet that is more specific than the local route; AWS allows this for the exact
 * CIDR block of a subnet. Without it, return traffic would bypass the firewall.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html
 */
export function firewallFirstRoutes(zone: ZoneEgress): ZoneRoutes {
  const { suffix, subnets, routeTables, firewallEndpoint, natGateway, internetGateway } = zone;
  return {
    studioRoute: routeSpec(`studio_${suffix}_default`, routeTables.studio, ALL_IPV4_ADDRESSES, firewallEndpoint),
    downstreamRoutes: [
      routeSpec(`firewall_${suffix}_default`, routeTables.firewall, ALL_IPV4_ADDRESSES, natGateway),
      routeSpec(`nat_${suffix}_default`, routeTables.nat, ALL_IPV4_ADDRESSES, internetGateway),
      routeSpec(`nat_${suffix}_return`, routeTables.nat, subnets.studio.cidrBlock, firewallEndpoint),
    ],
  };
}

/**
 * Routes for Studio -> NAT gateway -> firewall -> internet, and back on the same path.
 *
 * @param gatewayRouteTable route table of the internet gateway, which sends return traffic to the firewall
 */
export function natFirstRoutes(zone: ZoneEgress, gatewayRouteTable: IRouteTable): ZoneRoutes {
  const { suffix, subnets, routeTables, firewallEndpoint, natGateway, internetGateway } = zone;
  return {
    studioRoute: routeSpec(`studio_${suffix}_default`, routeTables.studio, ALL_IPV4_ADDRESSES, natGateway),
    downstreamRoutes: [
      routeSpec(`nat_${suffix}_default`, routeTables.nat, ALL_IPV4_ADDRESSES, firewallEndpoint),
      routeSpec(`firewall_${suffix}_default`, routeTables.firewall, ALL_IPV4_ADDRESSES, internetGateway),
      routeSpec(`edge_${suffix}_return`, gatewayRouteTable, subnets.nat.cidrBlock, firewallEndpoint),
    ],
  };
}

/**
 * Creates the routes of a zone. The Studio route depends on logging and on all other routes, so it is created last and
 * destroyed first.
 */
export function createRoutes(scope: Construct, routes: ZoneRoutes, logging: ITerraformDependable): void {
  const downstreamRoutes = routes.downstreamRoutes.map((one) => createRoute(scope, one, []));
  createRoute(scope, routes.studioRoute, [...downstreamRoutes, logging]);
}

function routeSpec(id: string, table: IRouteTable, destinationCidrBlock: string, target: RouteTarget): RouteSpec {
  return { id, table, destinationCidrBlock, target };
}

function createRoute(scope: Construct, route: RouteSpec, dependsOn: ITerraformDependable[]): Route {
  return new Route(scope, route.id, {
    routeTableId: route.table.id,
    destinationCidrBlock: route.destinationCidrBlock,
    ...route.target,
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
  });
}
