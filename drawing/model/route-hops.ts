import { type DiagramSubnet, type DiagramTier, routeTablesOfSubnets, subnetsByTier } from "./diagram-subnets";
import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedArguments,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** One hop of a way out, or of the way back, as a route table has it. */
export interface RouteHop {
  readonly from: DiagramTier;
  readonly to: DiagramTier | "internet";
  readonly zone: string;
}

/** Routes of the tables that subnets have. */
export function routesOfSubnets(
  resources: SynthesizedResources,
  subnets: readonly DiagramSubnet[],
): readonly SynthesizedArguments[] {
  const tables = routeTablesOfSubnets(resources, subnets);
  return synthesizedResourcesOfType(resources, "aws_route")
    .map(({ values }) => values)
    .filter((route) => referencesAny(route.route_table_id, tables));
}

/** The hops of every tier's tables; a route to another network is none, for that network is drawn by itself. */
export function routeHopsOf(resources: SynthesizedResources): readonly RouteHop[] {
  return subnetsByTier(resources).flatMap(([from, subnets]) =>
    subnets.flatMap((subnet) =>
      routesOfSubnets(resources, [subnet]).flatMap((route) => {
        const to = hopTargetOf(route);
        return to === undefined ? [] : [{ from, to, zone: subnet.zone }];
      }),
    ),
  );
}

function hopTargetOf(route: SynthesizedArguments): RouteHop["to"] | undefined {
  if (String(route.vpc_endpoint_id ?? "").includes("aws_networkfirewall_firewall")) {
    return "firewall";
  }
  if (route.nat_gateway_id !== undefined) {
    return "nat";
  }
  return targetsInternetGateway(route) ? "internet" : undefined;
}

export function targetsInternetGateway(route: SynthesizedArguments): boolean {
  return addressesReferencedIn(route.gateway_id).some((address) => address.startsWith("aws_internet_gateway."));
}
