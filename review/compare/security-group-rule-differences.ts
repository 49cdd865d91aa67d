import { allIpv4Addresses } from "../../ip/internet-addresses";
import { contains, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { protocolPortRangeText } from "../../verify/network/filters/filter-rules";
import type {
  SecurityGroup,
  SecurityGroupPeer,
  SecurityGroupRule,
} from "../../verify/network/filters/read-security-groups";
import { type NetworkModel, networkModelOf } from "../../verify/network/network-model";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { itemsOnlyIn } from "../model/match-by-key";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** One thing that one group takes or sends. */
interface GroupRule {
  readonly group: string;
  readonly rule: SecurityGroupRule;
  /** The same for groups of the same use: what one of Studio's groups may do, another of them may do too. */
  readonly equivalenceKey: string;
}

/** What security groups take and send otherwise than before. */
export function securityGroupRuleDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [networkModelOf(before), networkModelOf(after)];
  const [were, are] = [groupRulesOf(old), groupRulesOf(now)];
  return [...compareGroupRules(were, are, now, "opens"), ...compareGroupRules(are, were, old, "closes")];
}

type GroupRules = ReadonlyMap<string, GroupRule>;

/** What the second side admits beyond the first. */
function compareGroupRules(
  from: GroupRules,
  to: GroupRules,
  network: NetworkModel,
  severity: "opens" | "closes",
): readonly ReviewDifference[] {
  const known = [...from.values()];
  const kinds = new Set(known.map(({ equivalenceKey: kind }) => kind));
  const more = itemsOnlyIn(to, from).filter((one) => !known.some((other) => ruleCovers(other, one, network)));
  const turn = { opens: "newly", closes: "no longer" } as const;
  const doing = {
    opens: "takes and sends what others of its use do",
    closes: "no longer takes and sends all that others of its use do",
  };
  return [
    ...more
      .filter(({ equivalenceKey: kind }) => !kinds.has(kind))
      .map((one) => createDifference(severity, ruleSentence(one, turn[severity]), ruleAddresses(one))),
    ...equivalentGroupDifferences(
      more.filter(({ equivalenceKey: kind }) => kinds.has(kind)),
      doing[severity],
    ),
  ];
}

/** Whether a rule admits all that another rule of the same group does. */
function ruleCovers(wide: GroupRule, narrow: GroupRule, narrowIn: NetworkModel): boolean {
  const [outer, inner] = [wide.rule, narrow.rule];
  if (wide.group !== narrow.group || outer.direction !== inner.direction || !outer.portRange || !inner.portRange) {
    return false;
  }
  const isWithin =
    outer.portRange.protocol === "all" ||
    (outer.portRange.protocol === inner.portRange.protocol &&
      outer.portRange.fromPort <= inner.portRange.fromPort &&
      inner.portRange.toPort <= outer.portRange.toPort);
  return isWithin && peerCovers(outer.peer, inner.peer, narrowIn);
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

/** Addresses that a group's members have: any of its VPC's. */
function groupMemberAddresses(peer: SecurityGroupPeer, { securityGroups, vpcs }: NetworkModel): AddressSet | undefined {
  const vpc = peer.kind === "security-group" ? vpcs.get(securityGroups.get(peer.key)?.vpc ?? "") : undefined;
  const isKnown = vpc !== undefined && vpc.cidrBlocks.length > 0 && !vpc.hasUnknownAddresses;
  return isKnown ? union(...vpc.cidrBlocks.map(({ addresses }) => addresses)) : undefined;
}

/** One sentence for each group that gets or loses what others of its kind have. */
function equivalentGroupDifferences(admissions: readonly GroupRule[], doing: string): readonly ReviewDifference[] {
  return [...groupBy(admissions, ({ group }) => group)].map(([group, own]) =>
    createDifference("changes", `${group} ${doing}`, [group, ...own.map(({ rule }) => rule.address)]),
  );
}

function groupRulesOf(network: NetworkModel): GroupRules {
  const groups = [...network.securityGroups.values()].filter(
    ({ vpc }) => vpc === undefined || network.studioVpcs.has(vpc),
  );
  const studio = new Set(network.studioVpcConfig.securityGroupSets.flatMap((set) => set.securityGroups));
  const use = (key: string): string => (studio.has(key) ? "a group of Studio" : key);
  return new Map(
    groups.flatMap(({ key: group, rules }: SecurityGroup) =>
      rules.map((rule): [string, GroupRule] => {
        const how = `${rule.direction} ${protocolPortRangeText(rule.portRange)}`;
        const peer =
          rule.peer.kind === "security-group" ? peerGroupText(rule.peer.key, group, use) : peerText(rule.peer);
        const kind = `${use(group)} ${how} ${peer}`;
        return [`${group} ${how} ${peerText(rule.peer)}`, { group, rule, equivalenceKey: kind }];
      }),
    ),
  );
}

/** Members of one group among themselves are another matter than two groups of one use. */
function peerGroupText(peer: string, group: string, use: (key: string) => string): string {
  return peer === group ? "itself" : use(peer);
}

function peerText(peer: SecurityGroupPeer): string {
  return peer.kind === "security-group" ? peer.key : peer.text;
}

function ruleSentence(
  { group, rule: { direction, portRange: scope, peer } }: GroupRule,
  turn: "newly" | "no longer",
): string {
  const who = peer.kind === "security-group" && peer.key === group ? "its own members" : peerText(peer);
  return direction === "ingress"
    ? `${group} ${turn} takes ${protocolPortRangeText(scope)} from ${who}`
    : `${group} ${turn} sends ${protocolPortRangeText(scope)} to ${who}`;
}

function ruleAddresses({ group, rule }: GroupRule): readonly string[] {
  return [rule.address, group];
}
