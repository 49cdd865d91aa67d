import { emptySet, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { memoize } from "../../collections/memoize";
import type { NetworkModel } from "../network-model";
import { egressPathsToInternet } from "../paths/egress-paths";
import { crossesAvailabilityZone, type ForwardingPath } from "../paths/forwarding-path";
import { tracePackets } from "../paths/trace-packets";
import type { SecurityGroupSet } from "../studio-vpc-config";
import type { Subnet } from "../vpc/read-subnets";
import { networkAclsAllowTls, securityGroupsAllowTls, securityGroupsAllowTlsToService } from "./packet-filters";
import type { VpcEndpoint } from "./vpc-endpoints";

/** Why Studio cannot use an endpoint. */
export interface ReachabilityFailure {
  readonly text: string;
  /** Whether the obstacle certainly exists, or the JSON only does not prove the opposite. */
  readonly isCertain: boolean;
}

function certainFailure(text: string): ReachabilityFailure {
  return { text, isCertain: true };
}

function uncertainFailure(text: string): ReachabilityFailure {
  return { text, isCertain: false };
}

/**
 * Whether packets from a subnet reach the endpoint and return: routes, network ACLs, and an interface of the endpoint.
 *
 * @param failedZone an Availability Zone that has failed, with everything in it
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
    return isServed === true ? undefined : certainFailure(`no route of ${subnet.key} leads to ${endpoint.address}`);
  }
  const endpointSubnets = endpoint.subnets.filter(
    ({ availabilityZone: zone }) => failedZone === undefined || zone !== failedZone,
  );
  if (endpointSubnets.length === 0) {
    return certainFailure(
      `${endpoint.address} stands in no subnet${failedZone === undefined ? "" : " outside the lost zone"}`,
    );
  }
  const reached = endpointSubnets.filter((place) => isRoutedBothWays(network, subnet, place, failedZone));
  if (reached.some((place) => networkAclsAllowTls(network, subnet, place))) {
    return undefined;
  }
  if ([subnet, ...endpointSubnets].some(({ addresses }) => addresses === undefined)) {
    return uncertainFailure(`addresses between ${subnet.key} and ${endpoint.address} are not written out`);
  }
  return reached.length > 0
    ? certainFailure(`network ACLs stop TLS between ${subnet.key} and ${endpoint.address}`)
    : certainFailure(`${subnet.key} has no local route to ${endpoint.address} and back`);
}

function isRoutedBothWays(network: NetworkModel, from: Subnet, to: Subnet, failedZone: string | undefined): boolean {
  return isRoutedLocally(network, from, to, failedZone) && isRoutedLocally(network, to, from, failedZone);
}

/** Paths inside a network, by the subnet keys `from to`. */
const knownLocalPaths = memoize((_: NetworkModel) => new Map<string, readonly ForwardingPath[]>());

/** Whether each address of the other subnet is delivered inside the VPC. */
function isRoutedLocally(network: NetworkModel, from: Subnet, to: Subnet, failedZone: string | undefined): boolean {
  const known = knownLocalPaths(network);
  const key = `${from.key} ${to.key}`;
  const paths = known.get(key) ?? tracePackets(network, from, to.addresses ?? emptySet);
  known.set(key, paths);
  return (
    paths.length > 0 &&
    paths.every(
      (path) =>
        path.disposition.kind === "local" && (failedZone === undefined || !crossesAvailabilityZone(path, failedZone)),
    )
  );
}

/** Whether an interface with these groups may connect to the endpoint, and the endpoint's groups allow it. */
export function findSecurityGroupFailure(
  network: NetworkModel,
  { securityGroups: groups, address, block }: SecurityGroupSet,
  endpoint: VpcEndpoint,
): ReachabilityFailure | undefined {
  const interfaceName = `${address} (${block})`;
  const undeclaredGroup = [...groups, ...endpoint.securityGroups].find((key) => !network.securityGroups.has(key));
  if (undeclaredGroup !== undefined) {
    return uncertainFailure(
      `${undeclaredGroup} between ${interfaceName} and ${endpoint.address} is declared elsewhere`,
    );
  }
  if (endpoint.type === "Gateway") {
    return securityGroupsAllowTlsToService(network, groups, endpoint)
      ? undefined
      : certainFailure(`no group of ${interfaceName} lets TLS out to ${endpoint.address}`);
  }
  const endpointInterface = { groups: endpoint.securityGroups, addresses: addressesOfSubnets(endpoint.subnets) };
  if (!securityGroupsAllowTls(network, groups, "egress", endpointInterface)) {
    return certainFailure(`no group of ${interfaceName} lets TLS out to ${endpoint.address}`);
  }
  const studioInterface = { groups, addresses: addressesOfSubnets(network.studioSubnets) };
  return securityGroupsAllowTls(network, endpoint.securityGroups, "ingress", studioInterface)
    ? undefined
    : certainFailure(`no group of ${endpoint.address} lets TLS in from ${interfaceName}`);
}

function addressesOfSubnets(subnets: readonly Subnet[]): AddressSet {
  return union(...subnets.map(({ addresses }) => addresses ?? emptySet));
}
