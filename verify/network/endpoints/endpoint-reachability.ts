import { emptySet, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { memoize } from "../../collections/memoize";
import type { NetworkModel } from "../network-model";
import { egressPathsToInternet } from "../paths/egress-paths";
import { crossesAvailabilityZone, type ForwardingPath, isOpenEnd } from "../paths/forwarding-path";
import { tracePackets } from "../paths/trace-packets";
import type { SecurityGroupSet } from "../studio-vpc-config";
import type { Subnet } from "../vpc/read-subnets";
import { networkAclsAllowTls, securityGroupsAllowTls, securityGroupsAllowTlsToService } from "./packet-filters";
import { isKnownRouteTable, type VpcEndpoint } from "./vpc-endpoints";

/** Why Studio cannot use an endpoint. */
export interface ReachabilityFailure {
  readonly text: string;
  /** False when the JSON leaves out a value that the decision needs. */
  readonly isCertain: boolean;
}

function certainFailure(text: string): ReachabilityFailure {
  return { text, isCertain: true };
}

function uncertainFailure(text: string): ReachabilityFailure {
  return { text, isCertain: false };
}

/** Whether the configuration has every route table of a subnet. A data source or an ID does not show what a table holds. */
export function hasKnownRouteTable(network: NetworkModel, subnet: Subnet): boolean {
  const associations = network.routeTableAssociations.ofSubnet(subnet);
  return associations.length > 0 && associations.every(({ routeTable }) => isKnownRouteTable(network, routeTable));
}

/**
 * Checks that a subnet and an endpoint reach each other: routes, network ACLs, and a subnet for the endpoint.
 *
 * @param failedZone an Availability Zone whose subnets and gateways are all down
 * @returns the first failure found, or `undefined` when the endpoint can be reached
 */
export function findRoutingFailure(
  network: NetworkModel,
  subnet: Subnet,
  endpoint: VpcEndpoint,
  failedZone?: string,
): ReachabilityFailure | undefined {
  if (endpoint.type === "Gateway") {
    const [egress] = egressPathsToInternet(network, [subnet]);
    const isServed = egress?.paths.some(
      ({ disposition: end }) => end.kind === "service" && end.endpoint === endpoint.address,
    );
    if (isServed === true) {
      return undefined;
    }
    const text = `no route of ${subnet.key} targets ${endpoint.address}`;
    if (!hasKnownRouteTable(network, subnet)) {
      return uncertainFailure(`${text} in this configuration, which does not have its route table`);
    }
    return endpoint.areRouteTablesKnown
      ? certainFailure(text)
      : uncertainFailure(`${text} in this configuration, which does not have all route tables of the endpoint`);
  }
  const endpointSubnets = endpoint.subnets.filter(
    ({ availabilityZone: zone }) => failedZone === undefined || zone !== failedZone,
  );
  if (endpointSubnets.length === 0) {
    return certainFailure(
      `${endpoint.address} has no subnet${failedZone === undefined ? "" : " outside the failed zone"}`,
    );
  }
  const reached = endpointSubnets.filter((place) => isRoutedBothWays(network, subnet, place, failedZone));
  if (reached.some((place) => networkAclsAllowTls(network, subnet, place))) {
    return undefined;
  }
  if ([subnet, ...endpointSubnets].some(({ addresses }) => addresses === undefined)) {
    return uncertainFailure(
      `a CIDR block of ${subnet.key} or of the subnets of ${endpoint.address} cannot be resolved`,
    );
  }
  const routes = endpointSubnets.flatMap((place) => [
    ...localPaths(network, subnet, place),
    ...localPaths(network, place, subnet),
  ]);
  if (reached.length === 0 && routes.some(isOpenEnd)) {
    return uncertainFailure(`a route between ${subnet.key} and ${endpoint.address} cannot be resolved`);
  }
  return reached.length > 0
    ? certainFailure(`network ACLs block TLS between ${subnet.key} and ${endpoint.address}`)
    : certainFailure(`${subnet.key} has no local route to ${endpoint.address} and back`);
}

function isRoutedBothWays(network: NetworkModel, from: Subnet, to: Subnet, failedZone: string | undefined): boolean {
  return isRoutedLocally(network, from, to, failedZone) && isRoutedLocally(network, to, from, failedZone);
}

/** Traced paths between two subnets, by their keys: `from to`. */
const knownLocalPaths = memoize((_: NetworkModel) => new Map<string, readonly ForwardingPath[]>());

function localPaths(network: NetworkModel, from: Subnet, to: Subnet): readonly ForwardingPath[] {
  const known = knownLocalPaths(network);
  const key = `${from.key} ${to.key}`;
  const paths = known.get(key) ?? tracePackets(network, from, to.addresses ?? emptySet);
  known.set(key, paths);
  return paths;
}

/** Whether every address of the other subnet is reached inside the VPC. */
function isRoutedLocally(network: NetworkModel, from: Subnet, to: Subnet, failedZone: string | undefined): boolean {
  const paths = localPaths(network, from, to);
  return (
    paths.length > 0 &&
    paths.every(
      (path) =>
        path.disposition.kind === "local" &&
        (path.disposition.vpc ?? to.vpc) === to.vpc &&
        (failedZone === undefined || !crossesAvailabilityZone(path, failedZone)),
    )
  );
}

/** Checks that the interface's groups allow TLS to the endpoint, and the endpoint's groups allow TLS from the interface. */
export function findSecurityGroupFailure(
  network: NetworkModel,
  { securityGroups: groups, address, block }: SecurityGroupSet,
  endpoint: VpcEndpoint,
): ReachabilityFailure | undefined {
  const interfaceName = `${address} (${block})`;
  const undeclaredGroup = [...groups, ...endpoint.securityGroups].find((key) => !network.securityGroups.has(key));
  if (undeclaredGroup !== undefined) {
    return uncertainFailure(
      `${undeclaredGroup}, attached to ${interfaceName} or ${endpoint.address}, is declared elsewhere`,
    );
  }
  if (endpoint.type === "Gateway") {
    return securityGroupsAllowTlsToService(network, groups, endpoint)
      ? undefined
      : certainFailure(`no security group of ${interfaceName} allows TLS to ${endpoint.address}`);
  }
  const endpointInterface = { groups: endpoint.securityGroups, addresses: addressesOfSubnets(endpoint.subnets) };
  if (!securityGroupsAllowTls(network, groups, "egress", endpointInterface)) {
    return certainFailure(`no security group of ${interfaceName} allows TLS to ${endpoint.address}`);
  }
  const studioInterface = { groups, addresses: addressesOfSubnets(network.studioSubnets) };
  return securityGroupsAllowTls(network, endpoint.securityGroups, "ingress", studioInterface)
    ? undefined
    : certainFailure(`no security group of ${endpoint.address} allows TLS from ${interfaceName}`);
}

function addressesOfSubnets(subnets: readonly Subnet[]): AddressSet {
  return union(...subnets.map(({ addresses }) => addresses ?? emptySet));
}
