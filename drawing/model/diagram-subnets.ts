import {
  addressesReferencedIn,
  referencesAny,
  type SynthesizedResources,
  synthesizedResourcesOfType,
} from "./synthesized-resources";

/** Subnet tiers; each has a row in the picture. */
export type DiagramTier = "studio" | "endpoint" | "firewall" | "nat" | "transit";

/** A subnet with its Availability Zone and CIDR block. */
export interface DiagramSubnet {
  readonly address: string;
  readonly zone: string;
  readonly cidrBlock: string;
}

/** The tier of a subnet is determined by the resource in it, not by its name. */
const TIER_RESOURCES: Readonly<Record<DiagramTier, { readonly type: string; readonly argument: string }>> = {
  studio: { type: "aws_sagemaker_domain", argument: "subnet_ids" },
  endpoint: { type: "aws_vpc_endpoint", argument: "subnet_ids" },
  firewall: { type: "aws_networkfirewall_firewall", argument: "subnet_mapping" },
  nat: { type: "aws_nat_gateway", argument: "subnet_id" },
  transit: { type: "aws_ec2_transit_gateway_vpc_attachment", argument: "subnet_ids" },
};

const TIERS = Object.keys(TIER_RESOURCES) as readonly DiagramTier[];

/** Subnets that a value references, sorted by zone. */
export function referencedSubnets(resources: SynthesizedResources, value: unknown): readonly DiagramSubnet[] {
  const referenced = addressesReferencedIn(value);
  return synthesizedResourcesOfType(resources, "aws_subnet")
    .filter(({ address }) => referenced.includes(address))
    .map(({ address, values }) => ({
      address,
      zone: String(values.availability_zone),
      cidrBlock: String(values.cidr_block),
    }))
    .sort((one, other) => one.zone.localeCompare(other.zone));
}

/** Subnets by tier. Subnets without a resource of a tier are not included; an attachment alone makes a subnet one of `transit`. */
export function subnetsByTier(
  resources: SynthesizedResources,
): readonly (readonly [DiagramTier, readonly DiagramSubnet[]])[] {
  const byTier = TIERS.map((tier): readonly [DiagramTier, readonly DiagramSubnet[]] => {
    const { type, argument } = TIER_RESOURCES[tier];
    return [
      tier,
      referencedSubnets(
        resources,
        synthesizedResourcesOfType(resources, type).map(({ values }) => values[argument]),
      ),
    ];
  });
  const others = byTier.filter(([tier]) => tier !== "transit").flatMap(([, subnets]) => subnets);
  return byTier.map(([tier, subnets]) => [
    tier,
    tier === "transit" ? subnets.filter(({ address }) => others.every((other) => other.address !== address)) : subnets,
  ]);
}

/** Addresses of the route tables that are associated with subnets. */
export function routeTablesOfSubnets(
  resources: SynthesizedResources,
  subnets: readonly DiagramSubnet[],
): readonly string[] {
  const addresses = subnets.map(({ address }) => address);
  return synthesizedResourcesOfType(resources, "aws_route_table_association")
    .filter(({ values }) => referencesAny(values.subnet_id, addresses))
    .flatMap(({ values }) => addressesReferencedIn(values.route_table_id));
}
