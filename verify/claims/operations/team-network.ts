import { overlaps, union } from "../../../ip/interval-set";
import { memoize, memoizeByText } from "../../collections/memoize";
import type { PolicyModel } from "../../iam/ask";
import { judgeSecurityGroups } from "../../iam/questions/teams/job-security-groups";
import type { TeamAssets } from "../../iam/questions/teams/team-assets";
import {
  type SecurityGroup,
  type SecurityGroupPeer,
  type SecurityGroupRule,
  securityGroupKey,
} from "../../network/filters/read-security-groups";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  blocksOf,
  type Json,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
} from "../../verdict/findings";

/** Whether something holds: `maybe` becomes a doubt. */
type Certainty = "no" | "maybe" | "yes";

/** Whether jobs or profiles of a team may have a security group. */
type MayHave = (team: TeamAssets, key: string) => Certainty;

/**
 * Judges whether a security group of one team's jobs or profiles admits those of another team. Only ingress rules count: what a
 * job may send depends on all groups that it has.
 */
export function judgeNetworkOfTeams(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  teams: readonly TeamAssets[],
): Findings {
  const network = networkModelOf(configuration);
  const groupsOfProfiles = new Map(teams.map((team) => [team, profileGroups(configuration, network, team)]));
  const ofProfiles = (team: TeamAssets, key: string): boolean => groupsOfProfiles.get(team)?.includes(key) === true;
  const ids = securityGroupIds(network, model);
  const idsOf = (key: string): readonly string[] => ids.get(key) ?? [];
  // One question to the policies for each team and group.
  const certaintyOf = memoize((team: TeamAssets) =>
    memoizeByText((key) => (ofProfiles(team, key) ? "yes" : jobsMayHave(model, team, idsOf(key)))),
  );
  const mayHave: MayHave = (team, key) => certaintyOf(team)(key);
  // Jobs of others in a group that accepts itself are judged with the role that starts them.
  const hasOwn: MayHave = (team, key) =>
    ofProfiles(team, key) || idsOf(key).some((id) => team.securityGroups.includes(id)) ? "yes" : "no";
  return mergeFindings([
    findingsForEach([...network.securityGroups.values()], (group) =>
      findingsForEach(
        group.rules.filter(({ direction }) => direction === "ingress"),
        (rule) => judgeRule(network, teams, group, rule, isSelf(group, rule) ? hasOwn : mayHave),
      ),
    ),
    findingsForEach(teams, (team) =>
      findingsForEach(
        (groupsOfProfiles.get(team) ?? []).filter((key) => !network.securityGroups.has(key)),
        (key) => doubt(`profiles of ${team.team.name} have a security group with rules that are not known: ${key}`),
      ),
    ),
  ]);
}

function isSelf({ key }: SecurityGroup, { peer }: SecurityGroupRule): boolean {
  return peer.kind === "security-group" && peer.key === key;
}

function judgeRule(
  network: NetworkModel,
  teams: readonly TeamAssets[],
  { key }: SecurityGroup,
  { address, peer }: SecurityGroupRule,
  mayHave: MayHave,
): Findings {
  const admitsAddresses = peer.kind === "security-group" ? "no" : admitsStudio(network, peer);
  if (peer.kind !== "security-group" && admitsAddresses === "no") {
    return findingsOf({});
  }
  const reached = teams.filter((team) => mayHave(team, key) !== "no");
  const pairs = reached.flatMap((to) => teams.filter((from) => from !== to).map((from) => [from, to] as const));
  return findingsForEach(pairs, ([from, to]) => {
    const admitted = peer.kind === "security-group" ? mayHave(from, peer.key) : admitsAddresses;
    const certainties = [admitted, mayHave(to, key)];
    const names = `${from.team.name} to ${to.team.name}`;
    if (certainties.includes("no")) {
      return findingsOf({});
    }
    return certainties.includes("maybe")
      ? doubt(`${address} may admit jobs or apps of ${names}, into ${key}`, address, key)
      : counterexample(`${address} admits jobs or apps of ${names}, into ${key}`, address, key);
  });
}

/** Whether addresses that a rule admits are those of Studio's subnets. */
function admitsStudio({ studioSubnets }: NetworkModel, peer: SecurityGroupPeer): Certainty {
  if (peer.kind !== "addresses") {
    return "maybe";
  }
  const known = union(...studioSubnets.map(({ addresses = [] }) => addresses));
  const isKnown = studioSubnets.every(({ addresses }) => addresses !== undefined);
  return overlaps(peer.addresses, known) ? "yes" : isKnown ? "no" : "maybe";
}

/** The keys of the security groups of a team's profiles, and of the domain for all profiles. */
function profileGroups(
  configuration: TerraformConfiguration,
  { graph }: NetworkModel,
  { profiles }: TeamAssets,
): readonly string[] {
  const own = resourcesOfType(configuration, "aws_sagemaker_user_profile").filter(({ values }) =>
    profiles.some((name) => name === values.user_profile_name),
  );
  const settings = [
    ...own.flatMap(({ values }) => blocksOf(values.user_settings)),
    ...(own.length === 0 ? [] : resourcesOfType(configuration, "aws_sagemaker_domain")).flatMap(({ values }) =>
      blocksOf(values.default_user_settings),
    ),
  ];
  const items = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [value ?? ""]);
  return settings
    .flatMap((block) => items(block.security_groups))
    .flatMap((item) => securityGroupKey(graph, item) ?? []);
}

/** IDs of each security group of the configuration, as policies write them, by its key. A default group has several names. */
export function securityGroupIds(
  { securityGroups, graph }: NetworkModel,
  { text }: Pick<PolicyModel, "text">,
): ReadonlyMap<string, readonly string[]> {
  const adopted = graph.ofType("aws_default_security_group").map(({ address }) => `\${${address}.id}`);
  const namesOf = ({ key, vpc, isDefault }: SecurityGroup): readonly string[] =>
    isDefault
      ? [`\${${vpc}.default_security_group_id}`, ...adopted.filter((name) => securityGroupKey(graph, name) === key)]
      : [`\${${key}.id}`];
  return new Map(
    [...securityGroups.values()].map((group) => [group.key, namesOf(group).map((name) => text.resolve(name))]),
  );
}

function jobsMayHave(model: PolicyModel, { roles }: TeamAssets, ids: readonly string[]): Certainty {
  if (ids.length === 0) {
    return "no";
  }
  const { counterexamples, doubts } = findingsForEach(roles, (role) => judgeSecurityGroups(model, role, ids));
  return counterexamples.length > 0 ? "yes" : doubts.length > 0 ? "maybe" : "no";
}
