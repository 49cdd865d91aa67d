import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { contains, intersection } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { TrafficClass } from "../filters/filter-rules";
import { coversTraffic } from "../filters/filter-rules";
import type { TrafficDirection } from "../filters/network-acls";
import type { SecurityGroupPeer, SecurityGroupRule } from "../filters/read-security-groups";
import type { NetworkModel } from "../network-model";
import { serviceOfPrefixList } from "../vpc/prefix-lists";
import type { Subnet } from "../vpc/read-subnets";
import type { VpcEndpoint } from "./vpc-endpoints";

const ipv4Internet = intersection(internetAddresses, allIpv4Addresses);

const tlsTraffic: TrafficClass = { kind: "tcp", port: 443 };

/** The first and the last port of Linux's default ephemeral port range. */
export const ephemeralPorts = [32768, 60999] as const;

/** Rules of the given security groups in one direction. */
export function securityGroupRules(
  network: NetworkModel,
  groups: readonly string[],
  direction: TrafficDirection,
): readonly SecurityGroupRule[] {
  return groups.flatMap((key) =>
    (network.securityGroups.get(key)?.rules ?? []).filter((rule) => rule.direction === direction),
  );
}

/** Whether these groups allow TLS to (`egress`) or from (`ingress`) an interface with the other groups and addresses. */
export function securityGroupsAllowTls(
  network: NetworkModel,
  groups: readonly string[],
  direction: TrafficDirection,
  other: { readonly groups: readonly string[]; readonly addresses: AddressSet },
): boolean {
  return securityGroupRules(network, groups, direction).some(
    ({ portRange: scope, peer }) =>
      scope !== undefined &&
      coversTraffic(scope, tlsTraffic) &&
      (peer.kind === "security-group" ? other.groups.includes(peer.key) : isWithinPeerAddresses(other.addresses, peer)),
  );
}

function isWithinPeerAddresses(addresses: AddressSet, peer: SecurityGroupPeer): boolean {
  return peer.kind === "addresses" && addresses.length > 0 && contains(peer.addresses, addresses);
}

/** Whether these groups allow TLS to the service of a gateway endpoint. */
export function securityGroupsAllowTlsToService(
  network: NetworkModel,
  groups: readonly string[],
  endpoint: VpcEndpoint,
): boolean {
  return securityGroupRules(network, groups, "egress").some(({ portRange: scope, peer }) => {
    if (scope === undefined || !coversTraffic(scope, tlsTraffic)) {
      return false;
    }
    if (peer.kind === "addresses") {
      return contains(peer.addresses, ipv4Internet);
    }
    return peer.kind === "prefix-list" && isPrefixListOfEndpoint(network, peer, endpoint);
  });
}

/** A rule names the endpoint's `prefix_list_id`, or a data source that looks the list up by the service's name. */
export function isPrefixListOfEndpoint(
  network: NetworkModel,
  { prefixList: list }: SecurityGroupPeer & { kind: "prefix-list" },
  endpoint: VpcEndpoint,
): boolean {
  if (list.kind !== "resource") {
    return false;
  }
  const service = endpoint.service.slice(endpoint.service.lastIndexOf("."));
  return (
    list.resource.address === endpoint.address || serviceOfPrefixList(network.graph, list)?.endsWith(service) === true
  );
}

/**
 * Whether the network ACLs of both subnets certainly allow TLS and its replies between all of their addresses. An ACL does not
 * filter traffic inside a subnet.
 */
export function networkAclsAllowTls({ networkAcls }: NetworkModel, from: Subnet, to: Subnet): boolean {
  if (from.key === to.key || from.addresses === undefined || to.addresses === undefined) {
    return true;
  }
  const passes = (subnet: Subnet, direction: TrafficDirection, other: AddressSet, traffic: TrafficClass): boolean =>
    contains(networkAcls.surelyAllowedAddresses(subnet, direction, traffic), other);
  return (
    passes(from, "egress", to.addresses, tlsTraffic) &&
    passes(to, "ingress", from.addresses, tlsTraffic) &&
    networkAcls
      .distinguishedPorts(...ephemeralPorts)
      .map((port): TrafficClass => ({ kind: "tcp", port }))
      .every(
        (reply) =>
          passes(to, "egress", from.addresses ?? [], reply) && passes(from, "ingress", to.addresses ?? [], reply),
      )
  );
}
