import { ofType, type Resources, referenced, refersTo } from "./stack-resources";

/** What the picture has a row for. */
export type Tier = "studio" | "endpoint" | "firewall" | "nat";

export interface Subnet {
  readonly address: string;
  readonly zone: string;
  readonly cidrBlock: string;
}

/** A subnet belongs to the tier of what stands in it, whatever it is called. */
const OCCUPANTS: Readonly<Record<Tier, { readonly type: string; readonly argument: string }>> = {
  studio: { type: "aws_sagemaker_domain", argument: "subnet_ids" },
  endpoint: { type: "aws_vpc_endpoint", argument: "subnet_ids" },
  firewall: { type: "aws_networkfirewall_firewall", argument: "subnet_mapping" },
  nat: { type: "aws_nat_gateway", argument: "subnet_id" },
};

const TIERS = Object.keys(OCCUPANTS) as readonly Tier[];

/** Subnets that a value names, by zone. */
export function subnetsNamedBy(resources: Resources, value: unknown): readonly Subnet[] {
  const named = referenced(value);
  return ofType(resources, "aws_subnet")
    .filter(({ address }) => named.includes(address))
    .map(({ address, values }) => ({
      address,
      zone: String(values.availability_zone),
      cidrBlock: String(values.cidr_block),
    }))
    .sort((one, other) => one.zone.localeCompare(other.zone));
}

/** Subnets by tier; those in which nothing stands are in none. */
export function subnetsByTier(resources: Resources): readonly (readonly [Tier, readonly Subnet[]])[] {
  return TIERS.map((tier) => {
    const { type, argument } = OCCUPANTS[tier];
    return [
      tier,
      subnetsNamedBy(
        resources,
        ofType(resources, type).map(({ values }) => values[argument]),
      ),
    ];
  });
}

/** Route tables of subnets, as their associations say. */
export function routeTablesOf(resources: Resources, subnets: readonly Subnet[]): readonly string[] {
  const addresses = subnets.map(({ address }) => address);
  return ofType(resources, "aws_route_table_association")
    .filter(({ values }) => refersTo(values.subnet_id, addresses))
    .flatMap(({ values }) => referenced(values.route_table_id));
}
