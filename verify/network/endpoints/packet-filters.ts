import { type AddressSet, contains, intersection, overlaps } from "../../ip/address-space";
import { everyIpv4, internet } from "../../ip/internet-addresses";
import type { Traffic } from "../filters/filter-rules";
import { covers } from "../filters/filter-rules";
import type { Direction } from "../filters/network-acls";
import type { Peer, SecurityRule } from "../filters/security-groups";
import type { NetworkModel } from "../model/network-model";
import { serviceOfPrefixList } from "../routing/prefix-lists";
import type { Subnet } from "../routing/subnets";
import type { Endpoint } from "./vpc-endpoints";

const ipv4Internet = intersection(internet, everyIpv4);

const tls: Traffic = { kind: "tcp", port: 443 };

/** Ports that Linux takes for the client's end of a connection, from the first to the last. */
const clientPorts: readonly Traffic[] = [
  { kind: "tcp", port: 32768 },
  { kind: "tcp", port: 60999 },
];

/** Rules of all groups that an interface wears, one way. */
export function rulesOf(
  network: NetworkModel,
  groups: readonly string[],
  direction: Direction,
): readonly SecurityRule[] {
  return groups.flatMap((key) =>
    (network.securityGroups.get(key)?.rules ?? []).filter((rule) => rule.direction === direction),
  );
}

/** Whether an interface with these groups may open TLS to, or take it from, one with those groups and addresses. */
export function groupsPassTls(
  network: NetworkModel,
  groups: readonly string[],
  direction: Direction,
  other: { readonly groups: readonly string[]; readonly addresses: AddressSet },
): boolean {
  return rulesOf(network, groups, direction).some(
    ({ scope, peer }) =>
      scope !== undefined &&
      covers(scope, tls) &&
      (peer.kind === "group" ? other.groups.includes(peer.key) : isWithin(other.addresses, peer)),
  );
}

function isWithin(addresses: AddressSet, peer: Peer): boolean {
  return peer.kind === "addresses" && addresses.length > 0 && contains(peer.addresses, addresses);
}

/** Whether an interface with these groups may open TLS to the service behind a gateway endpoint. */
export function groupsReachService(network: NetworkModel, groups: readonly string[], endpoint: Endpoint): boolean {
  return rulesOf(network, groups, "egress").some(({ scope, peer }) => {
    if (scope === undefined || !covers(scope, tls)) {
      return false;
    }
    if (peer.kind === "addresses") {
      return contains(peer.addresses, ipv4Internet);
    }
    return peer.kind === "prefix-list" && isListOf(network, peer, endpoint);
  });
}

/** By the endpoint's own attribute, or looked up under the service's name. */
function isListOf(network: NetworkModel, { list }: Peer & { kind: "prefix-list" }, endpoint: Endpoint): boolean {
  if (list.kind !== "resource") {
    return false;
  }
  const service = endpoint.service.slice(endpoint.service.lastIndexOf("."));
  return (
    list.resource.address === endpoint.address || serviceOfPrefixList(network.graph, list)?.endsWith(service) === true
  );
}

/** Whether the network ACLs on both ends may let TLS go there and its answers come back. */
export function aclsPassTls(network: NetworkModel, from: Subnet, to: Subnet): boolean {
  if (from.key === to.key || from.addresses === undefined || to.addresses === undefined) {
    return true;
  }
  const passes = (subnet: Subnet, direction: Direction, other: AddressSet, traffic: Traffic): boolean =>
    overlaps(network.acls.admitted(subnet, direction, traffic), other);
  return (
    passes(from, "egress", to.addresses, tls) &&
    passes(to, "ingress", from.addresses, tls) &&
    clientPorts.every(
      (port) => passes(to, "egress", from.addresses ?? [], port) && passes(from, "ingress", to.addresses ?? [], port),
    )
  );
}
