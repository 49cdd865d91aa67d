import { Route } from "@cdktf/provider-aws/lib/route";
import type { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/** Where a route leads to: exactly one kind of target. */
export type RouteTarget =
  | { readonly gatewayId: string }
  | { readonly natGatewayId: string }
  | { readonly vpcEndpointId: string };

/** Everything of one zone that its packets cross; nothing of another zone is within reach. */
export interface ZoneEgress {
  /** The zone's letter. */
  readonly suffix: string;
  readonly subnets: Readonly<Record<"studio" | "nat", Subnet>>;
  readonly routeTables: Readonly<Record<"studio" | "firewall" | "nat", RouteTable>>;
  readonly firewallEndpoint: RouteTarget;
  readonly natGateway: RouteTarget;
  readonly internetGateway: RouteTarget;
}

/** A route to create. */
interface RouteSpec {
  readonly id: string;
  readonly table: RouteTable;
  readonly destinationCidrBlock: string;
  readonly target: RouteTarget;
}

/** The routes of a zone: `entrance` lets Studio's packets in, `beyond` takes them out and their answers back. */
export interface ZoneRoutes {
  readonly studioRoute: RouteSpec;
  readonly downstreamRoutes: readonly RouteSpec[];
}

const ALL_IPV4_ADDRESSES = "0.0.0.0/0";

/**
 * Studio, firewall, NAT gateway, internet; back the same way. The firewall sees who speaks.
 *
 * The NAT subnet's route to the Studio subnet is more specific than the local one, which AWS admits for the exact CIDR
 * block of a subnet. Without it answers would go straight to Studio, and the firewall would see half of every connection.
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
 * Studio, NAT gateway, firewall, internet; back the same way. The firewall sees the NAT gateway's address only.
 *
 * @param gatewayRouteTable the table of the internet gateway itself, which sends answers to the firewall and not to the NAT gateway
 */
export function natFirstRoutes(zone: ZoneEgress, gatewayRouteTable: RouteTable): ZoneRoutes {
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
 * Creates the routes of a path. Studio's packets are let in last, once they are logged and their answers find back, and
 * shut out first when it is taken down.
 */
export function createRoutes(scope: Construct, routes: ZoneRoutes, logging: ITerraformDependable): void {
  const downstreamRoutes = routes.downstreamRoutes.map((one) => createRoute(scope, one, []));
  createRoute(scope, routes.studioRoute, [...downstreamRoutes, logging]);
}

function routeSpec(id: string, table: RouteTable, destinationCidrBlock: string, target: RouteTarget): RouteSpec {
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
