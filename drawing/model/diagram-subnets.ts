import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** What the picture has a row for. */
export type DiagramTier = "studio" | "endpoint" | "firewall" | "nat";

export interface DiagramSubnet {
  readonly address: string;
  readonly zone: string;
  readonly cidrBlock: string;
}

/** A subnet belongs to the tier of what stands in it, whatever it is called. */
const TIER_RESOURCES: Readonly<Record<DiagramTier, { readonly type: string; readonly argument: string }>> = {
  studio: { type: "aws_sagemaker_domain", argument: "subnet_ids" },
  endpoint: { type: "aws_vpc_endpoint", argument: "subnet_ids" },
  firewall: { type: "aws_networkfirewall_firewall", argument: "subnet_mapping" },
  nat: { type: "aws_nat_gateway", argument: "subnet_id" },
};

const TIERS = Object.keys(TIER_RESOURCES) as readonly DiagramTier[];

/** Subnets that a value names, by zone. */
export function referencedSubnets(resources: SynthesizedResources, value: unknown): readonly DiagramSubnet[] {
  const named = addressesReferencedIn(value);
  return synthesizedResourcesOfType(resources, "aws_subnet")
    .filter(({ address }) => named.includes(address))
    .map(({ address, values }) => ({
      address,
      zone: String(values.availability_zone),
      cidrBlock: String(values.cidr_block),
    }))
    .sort((one, other) => one.zone.localeCompare(other.zone));
}

/** Subnets by tier; those in which nothing stands are in none. */
export function subnetsByTier(
  resources: SynthesizedResources,
): readonly (readonly [DiagramTier, readonly DiagramSubnet[]])[] {
  return TIERS.map((tier) => {
    const { type, argument } = TIER_RESOURCES[tier];
    return [
      tier,
      referencedSubnets(
        resources,
        synthesizedResourcesOfType(resources, type).map(({ values }) => values[argument]),
      ),
    ];
  });
}

/** Route tables of subnets, as their associations say. */
export function routeTablesOfSubnets(
  resources: SynthesizedResources,
  subnets: readonly DiagramSubnet[],
): readonly string[] {
  const addresses = subnets.map(({ address }) => address);
  return synthesizedResourcesOfType(resources, "aws_route_table_association")
    .filter(({ values }) => referencesAny(values.subnet_id, addresses))
    .flatMap(({ values }) => addressesReferencedIn(values.route_table_id));
}
