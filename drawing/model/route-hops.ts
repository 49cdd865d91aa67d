import { type DiagramSubnet, type DiagramTier, routeTablesOfSubnets, subnetsByTier } from "./diagram-subnets";
import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedArguments,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** A route between two tiers, or from a tier to the internet. */
export interface RouteHop {
  readonly from: DiagramTier;
  readonly to: DiagramTier | "internet";
  readonly zone: string;
}

/** Routes of the route tables of subnets. */
export function routesOfSubnets(
  resources: SynthesizedResources,
  subnets: readonly DiagramSubnet[],
): readonly SynthesizedArguments[] {
  const tables = routeTablesOfSubnets(resources, subnets);
  return synthesizedResourcesOfType(resources, "aws_route")
    .map(({ values }) => values)
    .filter((route) => referencesAny(route.route_table_id, tables));
}

/**
 * The hops of all tiers, each once. Routes to the corporate network are not included; it has its own box. A default route to a transit
 * gateway goes on to the internet, through another VPC.
 */
export function routeHopsOf(resources: SynthesizedResources): readonly RouteHop[] {
  const tiers = subnetsByTier(resources);
  const transit = tiers.flatMap(([tier, subnets]) => (tier === "transit" ? subnets : []));
  const hops = tiers.flatMap(([from, subnets]) =>
    subnets.flatMap((subnet) => {
      const isAttached = transit.some(({ zone }) => zone === subnet.zone);
      return routesOfSubnets(resources, [subnet]).flatMap((route) => {
        const to = hopTargetOf(route) ?? (isAttached && route.transit_gateway_id !== undefined ? "transit" : undefined);
        return to === undefined ? [] : [{ from, to, zone: subnet.zone }];
      });
    }),
  );
  const central = hops.filter(({ from, to }) => from === "studio" && to === "transit");
  const onward = central.map(({ zone }): RouteHop => ({ from: "transit", to: "internet", zone }));
  return [...new Map([...hops, ...onward].map((hop) => [`${hop.from} ${hop.to} ${hop.zone}`, hop])).values()];
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

/** Whether a route refers to an internet gateway of the stack. */
export function targetsInternetGateway(route: SynthesizedArguments): boolean {
  return addressesReferencedIn(route.gateway_id).some((address) => address.startsWith("aws_internet_gateway."));
}
