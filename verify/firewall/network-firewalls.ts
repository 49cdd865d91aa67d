import { contains, emptySet, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { memoize } from "../collections/memoize";
import { type NetworkModel, networkModelOf } from "../network/network-model";
import { type EgressPaths, egressPathsToInternet } from "../network/paths/egress-paths";
import type { Hop } from "../network/paths/forwarding-path";
import type { Route } from "../network/routes/route-tables";
import type { RouteTarget } from "../network/routes/route-targets";
import type { Subnet } from "../network/vpc/read-subnets";
import { isTransitSubnet } from "../network/vpc-hosts";
import { referencedResource } from "../terraform/references/referenced-resources";
import {
  blocksOf,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { type NetworkFirewallPolicy, readNetworkFirewallPolicy } from "./network-firewall-policy";

/** One firewall with its policy and the addresses from which routes send traffic to it. */
export interface NetworkFirewall {
  readonly address: string;
  readonly policy?: NetworkFirewallPolicy;
  readonly sourceAddresses: AddressSet;
  readonly doubts: readonly Evidence[];
}

/** The firewalls of a configuration, cached. */
export const networkFirewallsOf: (configuration: TerraformConfiguration) => readonly NetworkFirewall[] = memoize(
  (configuration) =>
    resourcesOfType(configuration, "aws_networkfirewall_firewall").map((firewall) =>
      readNetworkFirewall(configuration, firewall),
    ),
);

/** The firewalls that inspect Studio's traffic: all but those of other VPCs of the configuration without a route from Studio. */
export function perimeterFirewallsOf(configuration: TerraformConfiguration): readonly NetworkFirewall[] {
  const network = networkModelOf(configuration);
  const elsewhere = resourcesOfType(configuration, "aws_networkfirewall_firewall").filter((firewall) => {
    const vpc = network.graph.referenceKey(firewall.values.vpc_id) ?? "";
    const isOtherVpc = network.vpcs.has(vpc) && !network.studioVpcs.has(vpc);
    return (
      isOtherVpc &&
      !network.perimeterSubnets.some((subnet) => routesTo(network, subnet, firewall).length > 0) &&
      subnetsBehindTransitGateways(network, firewall).length === 0
    );
  });
  const addresses = new Set(elsewhere.map(({ address }) => address));
  return networkFirewallsOf(configuration).filter(({ address }) => !addresses.has(address));
}

function readNetworkFirewall(configuration: TerraformConfiguration, firewall: Resource): NetworkFirewall {
  const network = networkModelOf(configuration);
  const vpc = addressesOfVpc(network, firewall);
  const policyResource = referencedResource(configuration, firewall.values.firewall_policy_arn);
  const policy = policyResource && readNetworkFirewallPolicy(configuration, policyResource, vpc);
  const routed = union(sourceAddressesOf(network, firewall, vpc), transitSourcesOf(network, firewall, vpc));
  // Without a route to the firewall, its policy is evaluated for the addresses of HOME_NET.
  const sources = routed.length > 0 ? routed : (policy?.homeNet ?? emptySet);
  const faults = [
    ...(policy === undefined ? ["the policy of the firewall is not in the JSON"] : []),
    ...(sources.length === 0 ? ["the source addresses of traffic to the firewall are not in the JSON"] : []),
    ...unreadSources(network, firewall, vpc),
  ];
  return {
    address: firewall.address,
    ...(policy === undefined ? {} : { policy }),
    sourceAddresses: sources,
    doubts: [...faults.map((text) => ({ text, addresses: [firewall.address] })), ...(policy?.doubts ?? [])],
  };
}

function addressesOfVpc(network: NetworkModel, firewall: Resource): AddressSet | undefined {
  const vpc = network.vpcs.get(network.graph.referenceKey(firewall.values.vpc_id) ?? "");
  return vpc === undefined || vpc.cidrBlocks.length === 0
    ? undefined
    : union(...vpc.cidrBlocks.map(({ addresses }) => addresses));
}

/**
 * Addresses of the subnets with a route that leaves the VPC through this firewall. Routes to the firewall for destinations
 * inside the VPC carry replies, so their subnets do not count.
 */
function sourceAddressesOf(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): AddressSet {
  return union(...sourceSubnetsOf(network, firewall, vpc).map(({ addresses }) => addresses ?? emptySet));
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

/**
 * The networks behind a transit gateway of which no subnet is in the configuration. Their packets arrive in subnets of attachments, and
 * are answered only where the firewall's VPC has a route to them.
 */
function transitSourcesOf(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): AddressSet {
  return sourceSubnetsOf(network, firewall, vpc).length > 0 ? emptySet : transitNetworksOf(network, firewall);
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
  return network.routeTableAssociations
    .ofSubnet(subnet)
    .flatMap(({ routeTable: table }) => network.routeTables.get(table)?.routes ?? [])
    .filter((route) => targetsFirewall(network, route, firewall));
}

/** Traffic to the firewall that is not checked: from unknown addresses, and IPv6. */
function unreadSources(network: NetworkModel, firewall: Resource, vpc: AddressSet | undefined): readonly string[] {
  const subnets = sourceSubnetsOf(network, firewall, vpc);
  const types = blocksOf(firewall.values.subnet_mapping).map(
    // A state has an empty text for a type that nobody set.
    ({ ip_address_type: type }) => (type === undefined || type === "" ? "IPV4" : type),
  );
  return [
    ...subnets
      .filter(({ addresses }) => addresses === undefined)
      .map(({ key }) => `the addresses of ${key}, which sends traffic to the firewall, are not in the JSON`),
    ...(types.every((type) => type === "IPV4")
      ? []
      : ["the firewall carries IPv6, and the rules are checked for IPv4 only"]),
  ];
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
