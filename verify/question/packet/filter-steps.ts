import { emptySet, intersection, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { isPrefixListOfEndpoint, securityGroupRules } from "../../network/endpoints/packet-filters";
import type { VpcEndpoint } from "../../network/endpoints/vpc-endpoints";
import {
  aclRulesThatMayDecide,
  coversTraffic,
  overlapsTraffic,
  protocolPortRangeText,
  type TrafficClass,
} from "../../network/filters/filter-rules";
import type { TrafficDirection } from "../../network/filters/network-acls";
import type { SecurityGroupRule } from "../../network/filters/read-security-groups";
import type { NetworkModel } from "../../network/network-model";
import type { Subnet } from "../../network/vpc/read-subnets";
import type { Step } from "../answer";

/** What a filter does, and the peers for which it does not deny. */
export interface FilterResult {
  readonly step: Step;
  readonly peers: AddressSet;
}

/** The other side of a connection, as a filter sees it. */
export interface Peer {
  readonly addresses: AddressSet;
  /** Its security groups, if it is an interface of the VPC. `undefined` if they are not known. */
  readonly securityGroups: readonly string[] | undefined;
  /** The gateway endpoint that serves it. @default - none */
  readonly gatewayEndpoint?: VpcEndpoint;
}

/** What the security groups of an interface do with a new connection. */
export function securityGroupStep(
  network: NetworkModel,
  groups: readonly string[] | undefined,
  direction: TrafficDirection,
  traffic: TrafficClass,
  peer: Peer,
): FilterResult {
  const way = direction === "egress" ? "outbound" : "inbound";
  const found = (outcome: Step["outcome"], text: string, addresses: readonly string[], peers = peer.addresses) => ({
    step: { kind: "security-group", outcome, text, addresses } as const,
    peers,
  });
  if (groups === undefined) {
    const advice = direction === "egress" ? '; add "with GROUP" to the question' : "";
    return found("unknown", `the configuration does not show which security groups are attached${advice}`, []);
  }
  const rules = securityGroupRules(network, groups, direction);
  const matches = rules.map((rule) => ({ rule, peers: peersOfRule(network, rule, traffic, peer) }));
  const sure = matches.filter(({ peers }) => peers !== "unknown" && peers.length > 0);
  const [first] = sure;
  if (first !== undefined) {
    const covered = union(...sure.map(({ peers }) => (peers === "unknown" ? emptySet : peers)));
    return found(
      "allows",
      `${first.rule.address} allows ${ruleText(first.rule)}`,
      [...groups, first.rule.address],
      covered,
    );
  }
  const doubtful = matches.find(({ peers }) => peers === "unknown");
  const undeclared = groups.find((key) => !network.securityGroups.has(key));
  if (doubtful !== undefined || undeclared !== undefined) {
    const text =
      undeclared === undefined ? `${doubtful?.rule.address} cannot be resolved` : `${undeclared} is declared elsewhere`;
    return found("unknown", text, [...groups]);
  }
  return found("denies", `no ${way} rule of ${groups.join(", ")} allows it`, [...groups], emptySet);
}

/** The peers for which a rule allows the traffic. */
function peersOfRule(
  network: NetworkModel,
  { portRange, peer: named }: SecurityGroupRule,
  traffic: TrafficClass,
  { addresses, securityGroups, gatewayEndpoint }: Peer,
): AddressSet | "unknown" {
  if (portRange !== undefined && !overlapsTraffic(portRange, traffic)) {
    return emptySet;
  }
  const isSure = portRange !== undefined && coversTraffic(portRange, traffic);
  const whenSure = (peers: AddressSet): AddressSet | "unknown" => (isSure || peers.length === 0 ? peers : "unknown");
  switch (named.kind) {
    case "addresses":
      return whenSure(intersection(addresses, named.addresses));
    case "security-group":
      return securityGroups === undefined
        ? "unknown"
        : whenSure(securityGroups.includes(named.key) ? addresses : emptySet);
    case "prefix-list":
      if (gatewayEndpoint !== undefined && isPrefixListOfEndpoint(network, named, gatewayEndpoint)) {
        return whenSure(addresses);
      }
      // The lists of gateway endpoints hold addresses of AWS services only.
      return named.prefixList.kind === "resource" ? emptySet : "unknown";
    case "unknown":
      return "unknown";
  }
}

function ruleText({ portRange, peer, direction }: SecurityGroupRule): string {
  const other = peer.kind === "security-group" ? peer.key : peer.text;
  return `${protocolPortRangeText(portRange)} ${direction === "egress" ? "to" : "from"} ${other}`;
}

/** Packets that leave or enter a subnet, as its network ACL sees them. */
export interface SubnetPackets {
  /** For the sentence: `outbound packets`. */
  readonly name: string;
  readonly direction: TrafficDirection;
  /** They are of one of these classes, such as replies to a port that the client has chosen. */
  readonly traffics: readonly TrafficClass[];
  /** Where they come from, or go to. */
  readonly peers: AddressSet;
}

/** What the network ACL of a subnet does with packets. */
export function networkAclStep(
  { networkAcls }: NetworkModel,
  subnet: Subnet,
  { name: packets, direction, traffics, peers }: SubnetPackets,
): FilterResult {
  const acls = networkAcls.aclsOf(subnet);
  const addresses = [subnet.key, ...acls.map(({ address }) => address)];
  const name =
    acls.length === 0
      ? `the default network ACL of ${subnet.vpc ?? "the VPC"}`
      : acls.map(({ address }) => address).join(" or ");
  const sure = traffics.reduce(
    (left, traffic) => intersection(left, networkAcls.surelyAllowedAddresses(subnet, direction, traffic)),
    peers,
  );
  const possible = intersection(
    peers,
    union(...traffics.map((traffic) => networkAcls.allowedAddresses(subnet, direction, traffic))),
  );
  const result = (outcome: Step["outcome"], text: string, left: AddressSet): FilterResult => ({
    step: { kind: "network-acl", outcome, text: `${name} ${text} ${packets}`, addresses },
    peers: left,
  });
  if (sure.length > 0) {
    return result("allows", "allows", sure);
  }
  if (possible.length > 0) {
    return result("unknown", "allows some ports only, or has rules that cannot be resolved, about", peers);
  }
  return result("denies", `denies${decidingRuleText()}`, emptySet);

  function decidingRuleText(): string {
    const [acl] = acls;
    const [traffic] = traffics;
    const point = peers[0]?.first;
    if (acl === undefined || traffic === undefined || point === undefined) {
      return "";
    }
    const rule = aclRulesThatMayDecide(acl[direction], traffic, point).at(-1);
    return rule?.action === "deny" ? ` by rule ${rule.number}` : ", because no rule matches,";
  }
}
