import { contains, emptySet, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { type NetworkModel, routesOfSubnet } from "../network/network-model";
import { type EgressPaths, egressPathsToInternet } from "../network/paths/egress-paths";
import type { Hop } from "../network/paths/forwarding-path";
import type { Route } from "../network/routes/route-tables";
import type { RouteTarget } from "../network/routes/route-targets";
import type { Subnet } from "../network/vpc/read-subnets";
import { isTransitSubnet } from "../network/vpc-hosts";
import type { Resource } from "../terraform/terraform-configuration";

/** From where packets come to a firewall. */
export interface FirewallSources {
  /** Subnets of the configuration that send packets out of their VPC through the firewall. */
  readonly subnets: readonly Subnet[];
  /** Addresses of these subnets, or else of the networks behind a transit gateway. */
  readonly addresses: AddressSet;
}

/**
 * Routes to the firewall for destinations inside the VPC carry replies, so their subnets do not count. Of the networks behind a transit
 * gateway, no subnet may be in the configuration: their packets arrive in subnets of attachments, and are answered only where the VPC of
 * the firewall has a route to them.
 *
 * @param vpc addresses of the VPC of the firewall
 */
export function firewallSources(
  network: NetworkModel,
  firewall: Resource,
  vpc: AddressSet | undefined,
): FirewallSources {
  const subnets = sourceSubnetsOf(network, firewall, vpc);
  return {
    subnets,
    addresses:
      subnets.length > 0
        ? union(...subnets.map(({ addresses }) => addresses ?? emptySet))
        : transitNetworksOf(network, firewall),
  };
}

/** Whether a subnet of the perimeter sends packets to the firewall, by a route or through a transit gateway. */
export function isReachedFromPerimeter(network: NetworkModel, firewall: Resource): boolean {
  return (
    network.perimeterSubnets.some((subnet) => routesTo(network, subnet, firewall).length > 0) ||
    subnetsBehindTransitGateways(network, firewall).length > 0
  );
}

function sourceSubnetsOf(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): readonly Subnet[] {
  const own = [...network.subnets.values()].filter((subnet) =>
    routesTo(network, subnet, firewall).some((route) => leavesVpc(route, vpc)),
  );
  const others = subnetsBehindTransitGateways(network, firewall).filter((subnet) => !own.includes(subnet));
  const sources = [...own, ...others].filter(
    (subnet) =>
      !isTransitSubnet(network, subnet.key) &&
      !onlyReplies(network, subnet, firewall) &&
      // Of the VPC of a central firewall, only subnets count in which something starts connections.
      (others.length === 0 ||
        network.studioVpcs.has(subnet.vpc ?? "") ||
        network.interfaceOwners.bySubnet.has(subnet.key)),
  );
  const translated = natSubnetsBefore(network, firewall).filter((subnet) => !sources.includes(subnet));
  const all = [...sources, ...translated];
  return all.length > 0 || transitNetworksOf(network, firewall).length > 0 ? all : own;
}

/** Whether a subnet holds public NAT gateways and routes nothing but replies to networks behind a transit gateway through the firewall. */
function onlyReplies(network: NetworkModel, subnet: Subnet, firewall: Resource): boolean {
  const { graph, interfaceOwners, studioVpcConfig } = network;
  const nats = graph
    .ofType("aws_nat_gateway")
    .filter(({ values }) => graph.referenceKey(values.subnet_id) === subnet.key);
  const networks = transitNetworksOf(network, firewall);
  const isUsed = studioVpcConfig.subnets.has(subnet.key) || interfaceOwners.bySubnet.has(subnet.key);
  return (
    nats.length > 0 &&
    !isUsed &&
    nats.every(({ values }) => [undefined, null, "", "public"].some((one) => one === values.connectivity_type)) &&
    routesTo(network, subnet, firewall).every(
      ({ destination }) => destination.kind === "cidr" && contains(networks, destination.addresses),
    )
  );
}

/** Subnets of the perimeter with a path to the firewall through a transit gateway of the configuration. */
function subnetsBehindTransitGateways(network: NetworkModel, firewall: Resource): readonly Subnet[] {
  return perimeterPaths(network)
    .filter(({ paths }) => paths.some(({ hops }) => hops.some((hop) => isOfFirewall(network, firewall, hop))))
    .map(({ subnet }) => subnet);
}

/** Subnets of NAT gateways that give their addresses to packets of the perimeter before the packets are at the firewall. */
function natSubnetsBefore(network: NetworkModel, firewall: Resource): readonly Subnet[] {
  const subnets = perimeterPaths(network)
    .flatMap(({ paths }) => paths)
    .flatMap(({ hops }) => hops.slice(0, hops.findLastIndex((hop) => isOfFirewall(network, firewall, hop)) + 1))
    .flatMap(({ kind, subnet }) => (kind === "nat" && subnet !== undefined ? [subnet] : []));
  return [...new Set(subnets)];
}

function perimeterPaths(network: NetworkModel): readonly EgressPaths[] {
  return network.transitNetwork.attachments.length === 0
    ? []
    : egressPathsToInternet(network, network.perimeterSubnets);
}

function isOfFirewall({ graph }: NetworkModel, firewall: Resource, { kind, address }: Hop): boolean {
  return (
    kind === "firewall" &&
    (address === firewall.address || graph.referenceKey(graph.find(address)?.values.firewall_arn) === firewall.address)
  );
}

/** Destinations of the routes from the VPC of a firewall to transit gateways. */
function transitNetworksOf(network: NetworkModel, firewall: Resource): AddressSet {
  const vpc = network.graph.referenceKey(firewall.values.vpc_id);
  const routes = [...network.routeTables.values()]
    .filter((table) => table.vpc === vpc)
    .flatMap((table) => table.routes);
  return union(
    ...routes.map(({ destination, targets }) =>
      destination.kind === "cidr" && targets.some(isTransitGateway) ? destination.addresses : emptySet,
    ),
  );
}

function isTransitGateway(target: RouteTarget): boolean {
  return (
    target.kind === "transit-gateway" || (target.kind === "external-network" && target.gateway === "transit-gateway")
  );
}

function routesTo(network: NetworkModel, subnet: Subnet, firewall: Resource): readonly Route[] {
  return routesOfSubnet(network, subnet).filter((route) => targetsFirewall(network, route, firewall));
}

/** A route targets an endpoint of the firewall itself or one of a VPC endpoint association. */
function targetsFirewall({ graph }: NetworkModel, route: Route, firewall: Resource): boolean {
  return route.targets.some(
    (target) =>
      target.kind === "firewall" &&
      (target.address === firewall.address ||
        graph.referenceKey(target.resource.values.firewall_arn) === firewall.address),
  );
}

function leavesVpc({ destination }: Route, vpc: AddressSet | undefined): boolean {
  return destination.kind !== "cidr" || vpc === undefined || !contains(vpc, destination.addresses);
}
