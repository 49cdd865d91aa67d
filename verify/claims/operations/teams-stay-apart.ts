import { cachedCheck, judgeExecutionRoles, type PolicyModel, policyModel, type RoleWithPolicies } from "../../iam/ask";
import { domainIdsOf } from "../../iam/questions/roles/space-owners";
import { judgeSecurityGroups, judgeUnknownGroups } from "../../iam/questions/teams/job-security-groups";
import { judgeAssets, type TeamAssets, teamAssets } from "../../iam/questions/teams/team-assets";
import {
  judgeDataOfOthers,
  judgeLogsOfOthers,
  judgeRolesOfOthers,
  judgeSageMakerOfOthers,
  judgeStudioOfOthers,
  otherTeam,
  type TeamQuestion,
} from "../../iam/questions/teams/team-requests";
import { networkModelOf } from "../../network/network-model";
import { resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
} from "../../verdict/findings";
import { judgeNetworkOfTeams, securityGroupIds } from "./team-network";

/** All teams of an environment share a domain, a network and an account, so only policies keep them apart. */
export const teamsStayApart: Claim = {
  name: "teams-stay-apart",
  title: "Teams do not reach each other's data",
  meaning:
    "No execution role reaches buckets, keys, roles, jobs, models, logs, spaces or profiles of another declared team.",
  details: [
    "Each team has a role, buckets and a KMS key of its own. No two teams share one.",
    "Every request to S3 and KMS at a bucket or key of another team is evaluated, with its policy.",
    "Every SageMaker request on a name of another team is evaluated, with the model of an endpoint or transform job.",
    "Of logs, a role reads only those of its team's jobs and endpoints. It cannot search across teams.",
    "Users of a team have private spaces only. Their jobs share no security group whose members reach each other.",
    "No ingress rule of a security group that jobs or profiles of a team may have admits those of another team.",
    "A security group that only its ID names makes the claim undecided.",
    "Names in lists, metrics, images, packages and the domain's key are shared.",
  ],
  remedy:
    "Limit the role to names with the prefix of its team, and to the team's buckets and key. Give each team a role of its own.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-4", "NIST.800-53.r5 AC-6"],
  decide({ configuration, posture: { teams = [] } }) {
    if (teams.length === 0) {
      return verdictOf(notApplicable("no teams are declared", "declaration"));
    }
    const model = policyModel(configuration);
    const assets = teamAssets(configuration, model, teams);
    return verdictOf(
      mergeFindings([
        judgeAssets(assets),
        judgeGroupPolicies(configuration),
        judgeNetworkOfTeams(configuration, model, assets),
        judgeExecutionRoles(model, (role) => judgeRole(model, role, factsAbout(role, configuration, model, assets))),
      ]),
    );
  },
};

/** A policy of a model package group may allow roles of the account what their own policies do not. */
function judgeGroupPolicies(configuration: TerraformConfiguration): Findings {
  return findingsForEach(resourcesOfType(configuration, "aws_sagemaker_model_package_group_policy"), ({ address }) =>
    doubt("may allow other teams the model packages of a group", address),
  );
}

/** What decides about a role besides its policies. */
interface TeamFacts extends Omit<TeamQuestion, "role"> {
  readonly domainIds: readonly string[];
  /** IDs of the security groups of others that accept connections from their own members. */
  readonly groupsOfMembers: readonly string[];
  /** IDs of all security groups. */
  readonly knownGroups: readonly string[];
}

function factsAbout(
  role: RoleWithPolicies,
  configuration: TerraformConfiguration,
  model: PolicyModel,
  assets: readonly TeamAssets[],
): TeamFacts {
  const own = assets.find(({ roles }) => roles.includes(role));
  const ownGroups = own?.securityGroups ?? [];
  return {
    own: own?.team,
    others: assets.filter((other) => other !== own).map(otherTeam),
    domainIds: domainIdsOf(configuration, model),
    groupsOfMembers: groupsOfMembers(configuration, model).filter((group) => !ownGroups.includes(group)),
    knownGroups: [...securityGroupIds(networkModelOf(configuration), model).values()].flat(),
  };
}

/** A role of no team, such as the domain's, must reach nothing of any team. */
const judgeRole = cachedCheck((model, role: RoleWithPolicies, facts: TeamFacts) => {
  const question = { role, own: facts.own, others: facts.others };
  return mergeFindings([
    judgeDataOfOthers(model, question),
    judgeRolesOfOthers(model, question),
    judgeSageMakerOfOthers(model, question),
    judgeStudioOfOthers(model, question, facts.domainIds),
    judgeLogsOfOthers(model, question),
    judgeSecurityGroups(model, role, facts.groupsOfMembers),
    facts.own === undefined ? findingsOf({}) : judgeUnknownGroups(model, role, facts.knownGroups),
  ]);
});

/** IDs of the security groups that accept connections from their own members. */
function groupsOfMembers(configuration: TerraformConfiguration, model: PolicyModel): readonly string[] {
  const network = networkModelOf(configuration);
  const ids = securityGroupIds(network, model);
  return [...network.securityGroups.values()]
    .filter(({ key, rules }) =>
      rules.some(
        ({ direction, peer }) => direction === "ingress" && peer.kind === "security-group" && peer.key === key,
      ),
    )
    .flatMap(({ key }) => ids.get(key) ?? []);
}
