import { allIpv4Addresses } from "../../ip/internet-addresses";
import { contains, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { type ProtocolPortRange, portsOf, protocolPortRangeText } from "../../verify/network/filters/filter-rules";
import type {
  SecurityGroup,
  SecurityGroupPeer,
  SecurityGroupRule,
} from "../../verify/network/filters/read-security-groups";
import { type NetworkModel, networkModelOf } from "../../verify/network/network-model";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { createDifference, itemsOnlyIn, type ReviewDifference } from "../model/review-difference";

/** A rule of a security group. */
interface GroupRule {
  readonly group: string;
  readonly rule: SecurityGroupRule;
  /** Equal for equal rules of groups with the same use: all Studio security groups have one use. */
  readonly equivalenceKey: string;
}

/** Traffic that security group rules allow on one side only. */
export function securityGroupRuleDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [networkBefore, networkAfter] = [networkModelOf(before), networkModelOf(after)];
  const [rulesBefore, rulesAfter] = [groupRulesOf(networkBefore), groupRulesOf(networkAfter)];
  return [
    ...compareGroupRules(rulesBefore, rulesAfter, networkAfter, "opens"),
    ...compareGroupRules(rulesAfter, rulesBefore, networkBefore, "closes"),
  ];
}

type GroupRules = ReadonlyMap<string, GroupRule>;

/**
 * Rules of `to` that no rule of `from` covers.
 *
 * @param network the network of `to`
 */
function compareGroupRules(
  from: GroupRules,
  to: GroupRules,
  network: NetworkModel,
  severity: "opens" | "closes",
): readonly ReviewDifference[] {
  const fromRules = [...from.values()];
  // A rule of a group on both sides allows more or less to its members, whatever rules other groups have.
  const kept = new Set(fromRules.map(({ group }) => group));
  const knownKeys = new Set(fromRules.map(({ equivalenceKey }) => equivalenceKey));
  const isEquivalent = ({ group, equivalenceKey }: GroupRule): boolean =>
    !kept.has(group) && knownKeys.has(equivalenceKey);
  const uncovered = itemsOnlyIn(to, from).filter((rule) => !rulesCover(fromRules, rule, network));
  const adverb = { opens: "now", closes: "no longer" } as const;
  const summary = {
    opens: "gains rules that security groups with the same use already have",
    closes: "loses rules that security groups with the same use still have",
  };
  return [
    ...uncovered
      .filter((rule) => !isEquivalent(rule))
      .map((rule) =>
        createDifference(
          severity,
          ruleSentence(rule, adverb[severity]),
          ruleAddresses(rule),
          severity === "opens" && isInsidePeer(rule, network) ? "security-group-peer" : undefined,
        ),
      ),
    ...equivalentGroupDifferences(uncovered.filter(isEquivalent), summary[severity]),
  ];
}

/** Whether the peer is a security group or a gateway endpoint of the configuration. Addresses may be outside. */
function isInsidePeer({ rule: { peer } }: GroupRule, { securityGroups }: NetworkModel): boolean {
  return peer.kind === "prefix-list"
    ? peer.prefixList.kind === "resource" && peer.prefixList.resource.type === "aws_vpc_endpoint"
    : peer.kind === "security-group" && securityGroups.has(peer.key);
}

/**
 * Whether rules allow all traffic that `narrow`, a rule of the same group, allows: those with its peer on all of its ports, or those with
 * its ports from all of its peer's addresses.
 */
function rulesCover(rules: readonly GroupRule[], narrow: GroupRule, narrowIn: NetworkModel): boolean {
  const { portRange: ports, direction, peer } = narrow.rule;
  const others = rules.flatMap(({ group, rule }) =>
    group === narrow.group && rule.direction === direction && rule.portRange !== undefined ? [rule] : [],
  );
  if (ports === undefined) {
    return false;
  }
  const [withPeer, withPorts] = [
    others.filter((outer) => peerCovers(outer.peer, peer, narrowIn)),
    others.filter((outer) => portsCover([outer], ports)),
  ];
  const addresses = withPorts.flatMap((outer) => (outer.peer.kind === "addresses" ? [outer.peer.addresses] : []));
  return (
    portsCover(withPeer, ports) ||
    (peer.kind === "addresses" && addresses.length > 0 && contains(union(...addresses), peer.addresses))
  );
}

/** Whether rules allow a range of ports: one of them all of it, or several together, without a gap. */
function portsCover(rules: readonly SecurityGroupRule[], ports: ProtocolPortRange): boolean {
  const ranges = rules.flatMap(({ portRange }) => (portRange === undefined ? [] : [portRange]));
  const alike = ranges.filter(({ protocol }) => protocol === ports.protocol);
  // Types and codes of ICMP are no range of ports.
  const hasPorts = ports.protocol === "tcp" || ports.protocol === "udp";
  return (
    ranges.some(({ protocol }) => protocol === "all") ||
    alike.some(({ fromPort, toPort }) => fromPort <= ports.fromPort && ports.toPort <= toPort) ||
    (hasPorts && contains(union(...alike.map(portsOf)), portsOf(ports)))
  );
}

function peerCovers(outer: SecurityGroupPeer, inner: SecurityGroupPeer, innerIn: NetworkModel): boolean {
  if (outer.kind === "unknown" || inner.kind === "unknown") {
    return false;
  }
  if (outer.kind !== "addresses") {
    return outer.kind === inner.kind && peerText(outer) === peerText(inner);
  }
  const addresses = inner.kind === "addresses" ? inner.addresses : groupMemberAddresses(inner, innerIn);
  return contains(outer.addresses, addresses ?? allIpv4Addresses);
}

/** Addresses that members of a group can have: those of its VPC. */
function groupMemberAddresses(peer: SecurityGroupPeer, { securityGroups, vpcs }: NetworkModel): AddressSet | undefined {
  const vpc = peer.kind === "security-group" ? vpcs.get(securityGroups.get(peer.key)?.vpc ?? "") : undefined;
  const isKnown = vpc !== undefined && vpc.cidrBlocks.length > 0 && !vpc.hasUnknownAddresses;
  return isKnown ? union(...vpc.cidrBlocks.map(({ addresses }) => addresses)) : undefined;
}

/** One sentence for each group whose rules equal those of other groups with the same use. */
function equivalentGroupDifferences(groupRules: readonly GroupRule[], summary: string): readonly ReviewDifference[] {
  return [...groupBy(groupRules, ({ group }) => group)].map(([group, rules]) =>
    createDifference("changes", `${group} ${summary}`, [group, ...rules.map(({ rule }) => rule.address)]),
  );
}

function groupRulesOf(network: NetworkModel): GroupRules {
  const groups = [...network.securityGroups.values()].filter(
    ({ vpc }) => vpc === undefined || network.studioVpcs.has(vpc),
  );
  const studio = new Set(network.studioVpcConfig.securityGroupSets.flatMap((set) => set.securityGroups));
  const use = (key: string): string => (studio.has(key) ? "a Studio security group" : key);
  return new Map(
    groups.flatMap(({ key: group, rules }: SecurityGroup) =>
      rules.map((rule): [string, GroupRule] => {
        const traffic = `${rule.direction} ${protocolPortRangeText(rule.portRange)}`;
        const peer =
          rule.peer.kind === "security-group" ? peerGroupText(rule.peer.key, group, use) : peerText(rule.peer);
        const equivalenceKey = `${use(group)} ${traffic} ${peer}`;
        return [`${group} ${traffic} ${peerText(rule.peer)}`, { group, rule, equivalenceKey }];
      }),
    ),
  );
}

/** A group that references itself differs from a group that references another one with the same use. */
function peerGroupText(peer: string, group: string, use: (key: string) => string): string {
  return peer === group ? "itself" : use(peer);
}

function peerText(peer: SecurityGroupPeer): string {
  return peer.kind === "security-group" ? peer.key : peer.text;
}

function ruleSentence({ group, rule: { direction, portRange, peer } }: GroupRule, adverb: "now" | "no longer"): string {
  const other = peer.kind === "security-group" && peer.key === group ? "its own members" : peerText(peer);
  return direction === "ingress"
    ? `${group} ${adverb} allows inbound ${protocolPortRangeText(portRange)} from ${other}`
    : `${group} ${adverb} allows outbound ${protocolPortRangeText(portRange)} to ${other}`;
}

function ruleAddresses({ group, rule }: GroupRule): readonly string[] {
  return [rule.address, group];
}
