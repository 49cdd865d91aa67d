import { memoize } from "../collections/memoize";
import { subnetMappingIds } from "../terraform/references/firewall-sync-states";
import { missingResourceAdvice } from "../terraform/references/missing-resource-advice";
import { type ResourceGraph, resourceGraphOf } from "../terraform/references/resource-graph";
import type { Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { type NetworkAcls, readNetworkAcls } from "./filters/network-acls";
import { readSecurityGroups, type SecurityGroup } from "./filters/read-security-groups";
import {
  connectionsThroughServices,
  type EndpointService,
  readEndpointServices,
} from "./private-link/endpoint-services";
import { type RouteTableAssociations, readRouteTableAssociations } from "./routes/route-table-associations";
import { type Route, type RouteTable, readRouteTables } from "./routes/route-tables";
import { readStudioVpcConfig, type StudioVpcConfig } from "./studio-vpc-config";
import { isAssociated, readTransitGateways, type TransitNetwork } from "./transit/transit-gateways";
import { connectedVpcs } from "./vpc/connected-vpcs";
import { type ExternalConnections, readExternalConnections } from "./vpc/external-connections";
import { type InterfaceOwners, readInterfaceOwners } from "./vpc/interface-owners";
import { type PublicIpAddress, readPublicIpAddresses } from "./vpc/public-ip-addresses";
import { readSubnets, readVpcs, type Subnet, undeclaredSubnet, type Vpc } from "./vpc/read-subnets";
import { readSubnetParticipants, type SubnetParticipant } from "./vpc/shared-subnets";

/** The parts of a configuration that decide where packets go, indexed for the claims. */
export interface NetworkModel {
  readonly graph: ResourceGraph;
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  readonly routeTableAssociations: RouteTableAssociations;
  readonly transitNetwork: TransitNetwork;
  readonly networkAcls: NetworkAcls;
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>;
  readonly publicIpAddresses: readonly PublicIpAddress[];
  readonly externalConnections: ExternalConnections;
  /** Other accounts with which the configuration shares subnets. */
  readonly subnetParticipants: readonly SubnetParticipant[];
  /** Endpoint services of the configuration, in every VPC. */
  readonly endpointServices: readonly EndpointService[];
  readonly studioVpcConfig: StudioVpcConfig;
  readonly interfaceOwners: InterfaceOwners;
  /** Subnets that Studio runs in. A subnet that is only named by id has no `resource`. */
  readonly studioSubnets: readonly Subnet[];
  /** VPCs of `studioSubnets`; every VPC of the configuration when it has no Studio. */
  readonly studioVpcs: ReadonlySet<string>;
  /**
   * `studioVpcs`, and the VPCs of the configuration that something in it may connect with them. A VPC that nothing connects is
   * no part of the perimeter. Every VPC if the VPC of a Studio subnet is unknown.
   */
  readonly perimeterVpcs: ReadonlySet<string>;
  /** Whether a resource certainly belongs to VPCs that are no part of the perimeter. */
  isOutsidePerimeter(resource: Resource): boolean;
  /** Subnets of `studioVpcs`, and `studioSubnets` with an unknown VPC. */
  readonly perimeterSubnets: readonly Subnet[];
  /**
   * The perimeter subnets in which traffic may originate. Left out are subnets that contain only firewall endpoints or NAT
   * gateways, because these only forward traffic.
   */
  readonly sourceSubnets: readonly Subnet[];
}

/** The network of a configuration, built on first use. */
export const networkModelOf: (configuration: TerraformConfiguration) => NetworkModel = memoize((configuration) =>
  buildNetworkModel(resourceGraphOf(configuration)),
);

function buildNetworkModel(graph: ResourceGraph): NetworkModel {
  const subnets = readSubnets(graph);
  const vpcs = readVpcs(graph, subnets.values());
  const studioVpcConfig = readStudioVpcConfig(graph);
  const studioSubnets = [...studioVpcConfig.subnets].map((key) => subnets.get(key) ?? undeclaredSubnet(key, undefined));
  const vpcsWithStudio = new Set(studioSubnets.flatMap(({ vpc }) => vpc ?? []));
  const studioVpcs = studioSubnets.length > 0 ? vpcsWithStudio : new Set(vpcs.keys());
  const connected = connectedVpcs(graph, studioVpcs, vpcs.keys());
  const isStudioVpcKnown = studioSubnets.every(({ vpc }) => vpc !== undefined);
  const isOutsidePerimeter = (resource: Resource): boolean => isStudioVpcKnown && connected.isOfOtherVpcs(resource);
  const perimeterVpcs = isStudioVpcKnown ? connected.vpcs : new Set([...studioVpcs, ...vpcs.keys()]);
  const transitNetwork = readTransitGateways(graph, vpcs, subnets);
  const endpointServices = readEndpointServices(graph, subnets);
  const forwardingSubnets = subnetsOfMiddleboxes(graph);
  const interfaceOwners = readInterfaceOwners(graph);
  const declared = [...subnets.values()].filter(({ vpc }) => vpc !== undefined && studioVpcs.has(vpc));
  const perimeterSubnets = [...declared, ...studioSubnets.filter((subnet) => !declared.includes(subnet))];
  const connections = readExternalConnections(
    graph,
    new Set(
      transitNetwork.attachments.filter((one) => isAssociated(transitNetwork, one)).map(({ address }) => address),
    ),
    isOutsidePerimeter,
  );
  return {
    graph,
    vpcs,
    subnets,
    routeTables: readRouteTables(graph, vpcs.keys()),
    routeTableAssociations: readRouteTableAssociations(graph),
    transitNetwork,
    networkAcls: readNetworkAcls(graph),
    securityGroups: readSecurityGroups(graph, vpcs.keys()),
    publicIpAddresses: readPublicIpAddresses(graph),
    subnetParticipants: readSubnetParticipants(graph),
    endpointServices,
    externalConnections: {
      egress: connections.egress,
      ingress: [...connections.ingress, ...connectionsThroughServices(graph, endpointServices, studioVpcs)],
    },
    isOutsidePerimeter,
    studioVpcConfig,
    interfaceOwners,
    studioSubnets,
    studioVpcs,
    perimeterVpcs,
    perimeterSubnets,
    sourceSubnets: perimeterSubnets.filter(
      ({ key }) => studioVpcConfig.subnets.has(key) || !forwardingSubnets.has(key) || interfaceOwners.bySubnet.has(key),
    ),
  };
}

/**
 * Studio's VPCs that the configuration does not declare: a claim about all of them cannot be decided.
 *
 * @param unknown end of a sentence: what the configuration therefore does not show
 */
export function undeclaredStudioVpcs(
  { studioSubnets, studioVpcs, vpcs }: NetworkModel,
  unknown: string,
): readonly Evidence[] {
  const evidence = (what: string, key: string): Evidence => ({
    text: `${what} is not declared in this configuration, so ${unknown}; ${missingResourceAdvice(key)}`,
    addresses: [key],
    elsewhere: [key],
  });
  return [
    ...[...studioVpcs].filter((key) => vpcs.get(key)?.resource?.mode !== "managed").map((key) => evidence(key, key)),
    ...studioSubnets.filter(({ vpc }) => vpc === undefined).map(({ key }) => evidence(`the VPC of ${key}`, key)),
  ];
}

/**
 * VPCs of Studio, and VPCs that may be connected with them, that the configuration does not declare, although it has a subnet of each.
 *
 * @param unknown end of a sentence: what the configuration therefore does not show
 */
export function undeclaredPerimeterVpcs(network: NetworkModel, unknown: string): readonly Evidence[] {
  const { studioSubnets, studioVpcs, subnets, vpcs } = network;
  const studioKeys = new Set(studioSubnets.map(({ key }) => key));
  const others = [
    ...[...vpcs.values()].filter(({ key, resource }) => !studioVpcs.has(key) && resource?.mode !== "managed"),
    ...[...subnets.values()].filter(({ key, vpc }) => vpc === undefined && !studioKeys.has(key)),
  ];
  return [
    ...undeclaredStudioVpcs(network, unknown),
    ...others.map(
      ({ key }): Evidence => ({
        text: `${vpcs.has(key) ? key : `the VPC of ${key}`} is not declared in this configuration and may be connected with Studio's VPC, so ${unknown}; ${missingResourceAdvice(key)}`,
        addresses: [key],
        elsewhere: [key],
      }),
    ),
  ];
}

/** The routes of the tables of a subnet. A table that is declared elsewhere has none here. */
export function routesOfSubnet(
  { routeTableAssociations, routeTables }: Pick<NetworkModel, "routeTableAssociations" | "routeTables">,
  subnet: Subnet,
): readonly Route[] {
  return routeTableAssociations.ofSubnet(subnet).flatMap(({ routeTable: key }) => routeTables.get(key)?.routes ?? []);
}

/** Whether a VPC is a VPC of Studio, or may be one because only its ID or a data source names it. */
export function isStudioOrUndeclaredVpc({ studioVpcs, vpcs }: NetworkModel, vpc: string | undefined): boolean {
  return vpc === undefined || studioVpcs.has(vpc) || vpcs.get(vpc)?.resource?.mode !== "managed";
}

/** Whether a VPC belongs to the perimeter, or may do so: only its ID or a data source names it. */
export function isPerimeterOrUndeclaredVpc(network: NetworkModel, vpc: string | undefined): boolean {
  return isStudioOrUndeclaredVpc(network, vpc) || (vpc !== undefined && network.perimeterVpcs.has(vpc));
}

/**
 * Interfaces of participants in a VPC with shared subnets, as evidence: their addresses and security groups are not known.
 *
 * @param isCounted whether a subnet counts, by its key. @default - each subnet of the VPC
 */
export function participantsIn(
  { subnetParticipants, subnets }: NetworkModel,
  vpc: string | undefined,
  isCounted: (subnet: string) => boolean = () => true,
): readonly Evidence[] {
  return subnetParticipants
    .filter(({ subnet }) => subnets.get(subnet)?.vpc === vpc && isCounted(subnet))
    .map(({ subnet, address, principal }) => ({
      text: `${principal} may have interfaces in ${subnet} with addresses and security groups of its own, which are not in this configuration; join the state that has them with --join`,
      addresses: [address, subnet],
    }));
}

function subnetsOfMiddleboxes(graph: ResourceGraph): ReadonlySet<string> {
  const firewalls = graph.ofType("aws_networkfirewall_firewall", "aws_networkfirewall_vpc_endpoint_association");
  const ids = [
    ...graph.ofType("aws_nat_gateway").map(({ values }) => values.subnet_id),
    ...firewalls.flatMap(subnetMappingIds),
  ];
  return new Set(ids.flatMap((id) => graph.referenceKey(id) ?? []));
}
