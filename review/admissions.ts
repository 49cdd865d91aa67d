import type { Configuration } from "../verify/configuration";
import { groupBy } from "../verify/group-by";
import { type NetworkModel, networkOf } from "../verify/network/network-model";
import { scopeText } from "../verify/network/rule-list";
import type { Peer, SecurityGroup, SecurityRule } from "../verify/network/security-groups";
import { type Difference, difference, onlyIn } from "./difference";

/** One thing that one group takes or sends. */
interface Admission {
  readonly group: string;
  readonly rule: SecurityRule;
  /** The same for groups of the same use: what one of Studio's groups may do, another of them may do too. */
  readonly kind: string;
}

/** What security groups take and send otherwise than before. */
export function admissionDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [networkOf(before), networkOf(after)].map(admissionsOf);
  if (old === undefined || now === undefined) {
    return [];
  }
  const [added, removed] = [onlyIn(now, old), onlyIn(old, now)];
  const known = new Set([...old.values()].map(({ kind }) => kind));
  const isKnown = ({ kind }: Admission) => known.has(kind);
  const kept = new Set([...now.values()].map(({ kind }) => kind));
  return [
    ...added.filter((one) => !isKnown(one)).map((one) => difference("opens", sentence(one, "newly"), evidence(one))),
    ...likewise(added.filter(isKnown), "takes and sends what others of its use do"),
    ...removed
      .filter(({ kind }) => !kept.has(kind))
      .map((one) => difference("closes", sentence(one, "no longer"), evidence(one))),
    ...likewise(
      removed.filter(({ kind }) => kept.has(kind)),
      "no longer takes and sends all that others of its use do",
    ),
  ];
}

/** One sentence for each group that gets or loses what others of its kind have. */
function likewise(admissions: readonly Admission[], doing: string): readonly Difference[] {
  return [...groupBy(admissions, ({ group }) => group)].map(([group, own]) =>
    difference("changes", `${group} ${doing}`, [group, ...own.map(({ rule }) => rule.address)]),
  );
}

function admissionsOf(network: NetworkModel): ReadonlyMap<string, Admission> {
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
