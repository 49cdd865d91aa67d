import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { contains, intersection, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { counterexample, doubt, type Findings, mergeFindings } from "../../verdict/findings";
import type { TrafficClass } from "../filters/filter-rules";
import { coversTraffic } from "../filters/filter-rules";
import type { NetworkModel } from "../network-model";
import { type EgressPaths, internetPaths } from "../paths/egress-paths";
import type { ForwardingPath } from "../paths/forwarding-path";
import { ephemeralPorts, securityGroupRules } from "./packet-filters";

const publicIpv4Addresses = intersection(internetAddresses, allIpv4Addresses);

/** Whether every list of Studio's security groups allows these TCP ports to every public IPv4 address. */
export function securityGroupsReachInternet(network: NetworkModel, ports: Iterable<number>): Findings {
  return mergeFindings(
    [...ports].flatMap((port) =>
      network.studioVpcConfig.securityGroupSets.map(({ address, block, securityGroups: groups }) => {
        const rules = securityGroupRules(network, groups, "egress").filter(
          ({ portRange }) => portRange === undefined || coversTraffic(portRange, { kind: "tcp", port }),
        );
        const allowed = rules.flatMap(({ portRange, peer }) =>
          portRange !== undefined && peer.kind === "addresses" ? [peer.addresses] : [],
        );
        if (contains(union(...allowed), publicIpv4Addresses)) {
          return mergeFindings([]);
        }
        const isUnknown =
          groups.some((key) => !network.securityGroups.has(key)) ||
          rules.some(({ portRange, peer }) => portRange === undefined || peer.kind === "unknown");
        const text = `no security group of ${address} (${block}) allows TCP ${port} to every public IPv4 address`;
        return (isUnknown ? doubt : counterexample)(text, address, ...groups);
      }),
    ),
  );
}

/** Whether the network ACLs along the paths leave some public address for each of these TCP ports and its responses. */
export function networkAclsReachInternet(
  network: NetworkModel,
  egress: EgressPaths,
  ports: Iterable<number>,
): Findings {
  const paths = internetPaths(egress);
  const responses = network.networkAcls.distinguishedPorts(...ephemeralPorts);
  const denials = (port: number, certainty: AclCertainty): boolean =>
    responses.some((response) =>
      paths.every((path) => addressesLeft(network, path, { port, response }, certainty).length === 0),
    );
  return mergeFindings(
    [...ports]
      .filter((port) => paths.length > 0 && denials(port, "surelyAllowedAddresses"))
      .map((port) => {
        const text = `network ACLs deny TCP ${port} or its responses between ${egress.subnet.key} and every public address`;
        return (denials(port, "allowedAddresses") ? counterexample : doubt)(text, egress.subnet.key);
      }),
  );
}

type AclCertainty = "allowedAddresses" | "surelyAllowedAddresses";

/** The TCP ports of a connection. */
interface ConnectionPorts {
  /** Of the server. */
  readonly port: number;
  /** Of the client, to which responses go. */
  readonly response: number;
}

/** Destinations of a path for which no network ACL on it denies the connection or its responses. */
function addressesLeft(
  { networkAcls }: NetworkModel,
  { source, hops, destinations }: ForwardingPath,
  { port, response }: ConnectionPorts,
  certainty: AclCertainty,
): AddressSet {
  const outbound: TrafficClass = { kind: "tcp", port };
  const inbound: TrafficClass = { kind: "tcp", port: response };
  return [source, ...hops.flatMap(({ subnet }) => subnet ?? [])].reduce(
    (left, subnet) =>
      intersection(
        left,
        intersection(
          networkAcls[certainty](subnet, "egress", outbound),
          networkAcls[certainty](subnet, "ingress", inbound),
        ),
      ),
    destinations,
  );
}
