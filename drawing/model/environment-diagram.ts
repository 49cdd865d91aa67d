import { type CorporateConnection, corporateConnectionOf } from "./corporate-connection";
import { type DataStores, dataStoresOf } from "./data-stores";
import { type DiagramTier, referencedSubnets, subnetsByTier } from "./diagram-subnets";
import { type EndpointClient, endpointClientsOf } from "./endpoint-clients";
import { decryptedPortsOf, spokeBlocksOf } from "./inspection";
import { type RouteHop, routeHopsOf } from "./route-hops";
import { endpointsReachableFrom, inboundResolvers, interfaceEndpoints } from "./security-group-access";
import { addressesReferencedIn, type SynthesizedResources, synthesizedResourcesOfType } from "./synthesized-resources";

/** An Availability Zone of the picture. */
export interface DiagramZone {
  readonly name: string;
  /** CIDR block of the subnet of each tier. */
  readonly cidrBlocks: Readonly<Partial<Record<DiagramTier, string>>>;
  readonly endpointClients: readonly EndpointClient[];
  /** Whether an inbound endpoint of Route 53 Resolver has an address in this zone. */
  readonly hasInboundResolver: boolean;
}

/** What the claims say about an environment. */
export interface DiagramVerdict {
  /** `proved` if every claim holds, `violated` if one is. */
  readonly kind: "proved" | "violated" | "undecided";
  /** At most 30 characters, such as `Every claim holds`. */
  readonly text: string;
}

/** The content of the picture of one environment, read from its Terraform only. */
export interface EnvironmentDiagram {
  readonly name: string;
  /** @default - the claims were not decided */
  readonly verdict?: DiagramVerdict;
  /** Names of the user profiles. */
  readonly people: readonly string[];
  /** Whether Studio keeps home directories. */
  readonly hasHomeDirectories: boolean;
  readonly cidrBlock: string;
  readonly zones: readonly DiagramZone[];
  /** Routes of the route tables. A missing route is a missing arrow. */
  readonly routeHops: readonly RouteHop[];
  readonly interfaceEndpoints: number;
  /** Number of interface endpoints that allow traffic from Studio. */
  readonly studioEndpoints: number;
  readonly dataStores: DataStores;
  readonly corporate?: CorporateConnection;
  readonly allowedDomains: readonly string[];
  /** TCP ports on which the firewall opens TLS. */
  readonly decryptedPorts: readonly string[];
  /** CIDR blocks of the spokes of an inspection VPC. @default - it is none */
  readonly spokes?: readonly string[];
  readonly hasInternetGateway: boolean;
  readonly hasDnsFirewall: boolean;
}

/** How Studio reaches the internet: through a gateway of its VPC, or through a transit gateway and another VPC. */
export function internetPathOf({ hasInternetGateway, routeHops }: EnvironmentDiagram): "own" | "central" | "none" {
  if (hasInternetGateway) {
    return "own";
  }
  return routeHops.some(({ from, to }) => from === "transit" && to === "internet") ? "central" : "none";
}

/**
 * Reads the content of the picture from synthesized Terraform JSON.
 *
 * @param verdict of its claims. @default - not decided
 */
export function readEnvironmentDiagram(
  name: string,
  terraform: {
    readonly resource: SynthesizedResources;
    readonly output: Readonly<Record<string, { readonly value: unknown }>>;
  },
  verdict?: DiagramVerdict,
): EnvironmentDiagram {
  const { resource } = terraform;
  const corporate = corporateConnectionOf(resource);
  const posture = terraform.output.perimeter_posture?.value as {
    readonly allowed_domains?: readonly { name: string }[];
  };
  return {
    name,
    ...(verdict && { verdict }),
    people: synthesizedResourcesOfType(resource, "aws_sagemaker_user_profile").map(({ values }) =>
      String(values.user_profile_name),
    ),
    hasHomeDirectories: synthesizedResourcesOfType(resource, "aws_sagemaker_domain").length > 0,
    cidrBlock: synthesizedResourcesOfType(resource, "aws_vpc")
      .map(({ values }) => String(values.cidr_block))
      .join(", "),
    zones: zonesOf(resource),
    routeHops: routeHopsOf(resource),
    interfaceEndpoints: interfaceEndpoints(resource).length,
    studioEndpoints: endpointsReachableFrom(resource, {
      kind: "security-group",
      groups: studioSecurityGroups(resource),
    }).length,
    dataStores: dataStoresOf(resource),
    ...(corporate === undefined ? {} : { corporate }),
    allowedDomains: (posture?.allowed_domains ?? []).map((domain) => domain.name),
    decryptedPorts: decryptedPortsOf(resource),
    ...(resource.aws_ec2_transit_gateway_route !== undefined && { spokes: spokeBlocksOf(resource) }),
    hasInternetGateway: resource.aws_internet_gateway !== undefined,
    hasDnsFirewall: resource.aws_route53_resolver_firewall_rule_group_association !== undefined,
  };
}

/** Security groups of the Studio domain, for its users and spaces. */
function studioSecurityGroups(resources: SynthesizedResources): readonly string[] {
  return addressesReferencedIn(
    synthesizedResourcesOfType(resources, "aws_sagemaker_domain").map(({ values }) => values),
  ).filter((address) => address.startsWith("aws_security_group."));
}

function zonesOf(resources: SynthesizedResources): readonly DiagramZone[] {
  const tiers = subnetsByTier(resources);
  const endpointClients = endpointClientsOf(resources);
  const resolvers = referencedSubnets(
    resources,
    inboundResolvers(resources).map(({ values }) => values.ip_address),
  );
  const names = new Set([...tiers.flatMap(([, subnets]) => subnets), ...endpointClients].map(({ zone }) => zone));
  const isIn =
    (name: string) =>
    ({ zone }: { readonly zone: string }) =>
      zone === name;
  return [...names].sort().map((name) => ({
    name,
    cidrBlocks: Object.fromEntries(
      tiers.flatMap(([tier, subnets]) => subnets.filter(isIn(name)).map(({ cidrBlock }) => [tier, cidrBlock])),
    ),
    endpointClients: endpointClients.filter(isIn(name)),
    hasInboundResolver: resolvers.some(isIn(name)),
  }));
}
