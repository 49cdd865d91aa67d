import { endpointsOpenTo, inboundResolvers, interfaceEndpoints } from "./access-control";
import { type CorporateNetwork, corporateNetworkOf } from "./corporate-network";
import { type Stores, storesOf } from "./data-stores";
import { type Hop, hopsOf } from "./drawn-routes";
import { subnetsByTier, subnetsNamedBy, type Tier } from "./drawn-subnets";
import { type WayIn, waysInOf } from "./drawn-user-access";
import { ofType, type Resources, referenced } from "./stack-resources";

/** What a zone holds. */
export interface Zone {
  readonly name: string;
  /** The CIDR of each tier's subnet. */
  readonly cidrBlocks: Readonly<Partial<Record<Tier, string>>>;
  readonly waysIn: readonly WayIn[];
  /** Whether an inbound endpoint of Route 53 Resolver has an address here. */
  readonly hasResolver: boolean;
}

/** An environment, ready to be drawn; everything in it stands in its Terraform. */
export interface FloorPlan {
  readonly name: string;
  readonly cidrBlock: string;
  readonly zones: readonly Zone[];
  /** From route tables alone: a route that is missing leaves a gap in the picture. */
  readonly hops: readonly Hop[];
  readonly interfaceEndpoints: number;
  /** How many of them admit Studio. */
  readonly studioEndpoints: number;
  readonly stores: Stores;
  readonly corporate?: CorporateNetwork;
  readonly allowedDomains: readonly string[];
  readonly hasInternetGateway: boolean;
  readonly hasDnsFirewall: boolean;
}

/** Reads an environment's picture off its synthesized Terraform. */
export function floorPlan(
  name: string,
  terraform: { readonly resource: Resources; readonly output: Readonly<Record<string, { readonly value: unknown }>> },
): FloorPlan {
  const { resource } = terraform;
  const corporate = corporateNetworkOf(resource);
  const posture = terraform.output.perimeter_posture?.value as {
    readonly allowed_domains?: readonly { name: string }[];
  };
  return {
    name,
    cidrBlock: ofType(resource, "aws_vpc")
      .map(({ values }) => String(values.cidr_block))
      .join(", "),
    zones: zonesOf(resource),
    hops: hopsOf(resource),
    interfaceEndpoints: interfaceEndpoints(resource).length,
    studioEndpoints: endpointsOpenTo(resource, { kind: "group", groups: studioGroups(resource) }).length,
    stores: storesOf(resource),
    ...(corporate === undefined ? {} : { corporate }),
    allowedDomains: (posture?.allowed_domains ?? []).map((domain) => domain.name),
    hasInternetGateway: resource.aws_internet_gateway !== undefined,
    hasDnsFirewall: resource.aws_route53_resolver_firewall_rule_group_association !== undefined,
  };
}

/** Groups that a domain names, for its users and for its spaces. */
function studioGroups(resources: Resources): readonly string[] {
  return referenced(ofType(resources, "aws_sagemaker_domain").map(({ values }) => values)).filter((address) =>
    address.startsWith("aws_security_group."),
  );
}

function zonesOf(resources: Resources): readonly Zone[] {
  const tiers = subnetsByTier(resources);
  const waysIn = waysInOf(resources);
  const resolvers = subnetsNamedBy(
    resources,
    inboundResolvers(resources).map(({ values }) => values.ip_address),
  );
  const names = new Set([...tiers.flatMap(([, subnets]) => subnets), ...waysIn].map(({ zone }) => zone));
  const isIn =
    (name: string) =>
    ({ zone }: { readonly zone: string }) =>
      zone === name;
  return [...names].sort().map((name) => ({
    name,
    cidrBlocks: Object.fromEntries(
      tiers.flatMap(([tier, subnets]) => subnets.filter(isIn(name)).map(({ cidrBlock }) => [tier, cidrBlock])),
    ),
    waysIn: waysIn.filter(isIn(name)),
    hasResolver: resolvers.some(isIn(name)),
  }));
}
