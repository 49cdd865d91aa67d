import { groupBy } from "../../verify/collections/group-by";
import { type AddressSet, contains, union } from "../../verify/ip/address-space";
import { everyIpv4 } from "../../verify/ip/internet-addresses";
import { scopeText } from "../../verify/network/filters/filter-rules";
import type { Peer, SecurityGroup, SecurityRule } from "../../verify/network/filters/security-groups";
import { type NetworkModel, networkOf } from "../../verify/network/model/network-model";
import type { Configuration } from "../../verify/terraform/configuration";
import { onlyIn } from "../model/diff";
import { type Difference, difference } from "../model/difference";

/** One thing that one group takes or sends. */
interface Admission {
  readonly group: string;
  readonly rule: SecurityRule;
  /** The same for groups of the same use: what one of Studio's groups may do, another of them may do too. */
  readonly kind: string;
}

/** What security groups take and send otherwise than before. */
export function admissionDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [networkOf(before), networkOf(after)];
  const [were, are] = [admissionsOf(old), admissionsOf(now)];
  return [...compare(were, are, now, "opens"), ...compare(are, were, old, "closes")];
}

type Admissions = ReadonlyMap<string, Admission>;

/** What the second side admits beyond the first. */
function compare(
  from: Admissions,
  to: Admissions,
  network: NetworkModel,
  severity: "opens" | "closes",
): readonly Difference[] {
  const known = [...from.values()];
  const kinds = new Set(known.map(({ kind }) => kind));
  const more = onlyIn(to, from).filter((one) => !known.some((other) => covers(other, one, network)));
  const turn = { opens: "newly", closes: "no longer" } as const;
  const doing = {
    opens: "takes and sends what others of its use do",
    closes: "no longer takes and sends all that others of its use do",
  };
  return [
    ...more
      .filter(({ kind }) => !kinds.has(kind))
      .map((one) => difference(severity, sentence(one, turn[severity]), evidence(one))),
    ...likewise(
      more.filter(({ kind }) => kinds.has(kind)),
      doing[severity],
    ),
  ];
}

/** Whether a rule admits all that another rule of the same group does. */
function covers(wide: Admission, narrow: Admission, narrowIn: NetworkModel): boolean {
  const [outer, inner] = [wide.rule, narrow.rule];
  if (wide.group !== narrow.group || outer.direction !== inner.direction || !outer.scope || !inner.scope) {
    return false;
  }
  const isWithin =
    outer.scope.protocol === "all" ||
    (outer.scope.protocol === inner.scope.protocol &&
      outer.scope.fromPort <= inner.scope.fromPort &&
      inner.scope.toPort <= outer.scope.toPort);
  return isWithin && reaches(outer.peer, inner.peer, narrowIn);
}

function reaches(outer: Peer, inner: Peer, innerIn: NetworkModel): boolean {
  if (outer.kind === "unknown" || inner.kind === "unknown") {
    return false;
  }
  if (outer.kind !== "addresses") {
    return outer.kind === inner.kind && peerText(outer) === peerText(inner);
  }
  const addresses = inner.kind === "addresses" ? inner.addresses : membersOf(inner, innerIn);
  return contains(outer.addresses, addresses ?? everyIpv4);
}

/** Addresses that a group's members have: any of its VPC's. */
function membersOf(peer: Peer, { securityGroups, vpcs }: NetworkModel): AddressSet | undefined {
  const vpc = peer.kind === "group" ? vpcs.get(securityGroups.get(peer.key)?.vpc ?? "") : undefined;
  const isKnown = vpc !== undefined && vpc.blocks.length > 0 && !vpc.hasUnknownAddresses;
  return isKnown ? union(...vpc.blocks.map(({ addresses }) => addresses)) : undefined;
}

/** One sentence for each group that gets or loses what others of its kind have. */
function likewise(admissions: readonly Admission[], doing: string): readonly Difference[] {
  return [...groupBy(admissions, ({ group }) => group)].map(([group, own]) =>
    difference("changes", `${group} ${doing}`, [group, ...own.map(({ rule }) => rule.address)]),
  );
}

function admissionsOf(network: NetworkModel): Admissions {
  const groups = [...network.securityGroups.values()].filter(
    ({ vpc }) => vpc === undefined || network.studioVpcs.has(vpc),
  );
  const studio = new Set(network.studio.groupSets.flatMap((set) => set.groups));
  const use = (key: string): string => (studio.has(key) ? "a group of Studio" : key);
  return new Map(
    groups.flatMap(({ key: group, rules }: SecurityGroup) =>
      rules.map((rule): [string, Admission] => {
        const how = `${rule.direction} ${scopeText(rule.scope)}`;
        const peer = rule.peer.kind === "group" ? whichGroup(rule.peer.key, group, use) : peerText(rule.peer);
        const kind = `${use(group)} ${how} ${peer}`;
        return [`${group} ${how} ${peerText(rule.peer)}`, { group, rule, kind }];
      }),
    ),
  );
}

/** Members of one group among themselves are another matter than two groups of one use. */
function whichGroup(peer: string, group: string, use: (key: string) => string): string {
  return peer === group ? "itself" : use(peer);
}

function peerText(peer: Peer): string {
  return peer.kind === "group" ? peer.key : peer.text;
}

function sentence({ group, rule: { direction, scope, peer } }: Admission, turn: "newly" | "no longer"): string {
  const who = peer.kind === "group" && peer.key === group ? "its own members" : peerText(peer);
  return direction === "ingress"
    ? `${group} ${turn} takes ${scopeText(scope)} from ${who}`
    : `${group} ${turn} sends ${scopeText(scope)} to ${who}`;
}

function evidence({ group, rule }: Admission): readonly string[] {
  return [rule.address, group];
}
