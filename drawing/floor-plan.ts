/** Terraform JSON as far as it is drawn: type -> name -> arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** One hop of a way out, or of the way back, as a route table has it. */
export interface Hop {
  readonly from: Tier;
  readonly to: Tier | "internet";
  readonly zone: string;
}

/** What a subnet is for, read off its address. */
export type Tier = "studio" | "endpoint" | "firewall" | "nat";

/** What a zone holds: the CIDR of each tier's subnet. */
export interface Zone {
  readonly name: string;
  readonly cidrBlocks: Readonly<Partial<Record<Tier, string>>>;
}

/** An environment, ready to be drawn; everything in it stands in its Terraform. */
export interface FloorPlan {
  readonly name: string;
  readonly cidrBlock: string;
  readonly zones: readonly Zone[];
  /** From route tables alone: a route that is missing leaves a gap in the picture. */
  readonly hops: readonly Hop[];
  readonly interfaceEndpoints: number;
  readonly gatewayEndpoints: number;
  readonly buckets: number;
  readonly allowedDomains: readonly string[];
  readonly hasInternetGateway: boolean;
  readonly hasDnsFirewall: boolean;
}

const SUBNET = /^network_(studio|endpoint|firewall|nat)_([a-z])$/;
const TABLE = /^\$\{aws_route_table\.network_(studio|endpoint|firewall|nat)_([a-z])_routes\.id\}$/;

/** Reads an environment's picture off its synthesized Terraform. */
export function floorPlan(
  name: string,
  terraform: { readonly resource: Resources; readonly output: Readonly<Record<string, { readonly value: unknown }>> },
): FloorPlan {
  const { resource } = terraform;
  const endpoints = Object.values(resource.aws_vpc_endpoint ?? {});
  const ofType = (type: string) => endpoints.filter((endpoint) => endpoint.vpc_endpoint_type === type).length;
  const posture = terraform.output.perimeter_posture?.value as {
    readonly allowed_domains?: readonly { name: string }[];
  };
  return {
    name,
    cidrBlock: String(resource.aws_vpc?.network_vpc?.cidr_block),
    zones: zonesOf(resource),
    hops: Object.values(resource.aws_route ?? {}).flatMap(hopOf),
    interfaceEndpoints: ofType("Interface"),
    gatewayEndpoints: ofType("Gateway"),
    buckets: Object.keys(resource.aws_s3_bucket_policy ?? {}).length,
    allowedDomains: (posture?.allowed_domains ?? []).map((domain) => domain.name),
    hasInternetGateway: resource.aws_internet_gateway !== undefined,
    hasDnsFirewall: resource.aws_route53_resolver_firewall_rule_group_association !== undefined,
  };
}

function zonesOf(resource: Resources): readonly Zone[] {
  const zones = new Map<string, Partial<Record<Tier, string>>>();
  for (const [address, subnet] of Object.entries(resource.aws_subnet ?? {})) {
    const [, tier] = SUBNET.exec(address) ?? [];
    if (tier !== undefined) {
      const name = String(subnet.availability_zone);
      zones.set(name, { ...zones.get(name), [tier]: String(subnet.cidr_block) });
    }
  }
  return [...zones].map(([name, cidrBlocks]) => ({ name, cidrBlocks })).sort((a, b) => a.name.localeCompare(b.name));
}

function hopOf(route: Readonly<Record<string, unknown>>): readonly Hop[] {
  const [, from, letter] = TABLE.exec(String(route.route_table_id)) ?? [];
  const to = targetOf(route);
  return from === undefined || letter === undefined || to === undefined
    ? []
    : [{ from: from as Tier, to, zone: letter }];
}

function targetOf(route: Readonly<Record<string, unknown>>): Hop["to"] | undefined {
  if (String(route.vpc_endpoint_id ?? "").includes("aws_networkfirewall_firewall")) {
    return "firewall";
  }
  if (route.nat_gateway_id !== undefined) {
    return "nat";
  }
  return route.gateway_id === undefined ? undefined : "internet";
}
