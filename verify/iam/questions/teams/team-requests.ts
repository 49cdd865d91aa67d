import { memoize } from "../../../collections/memoize";
import type { DeclaredTeam } from "../../../posture/studio/read-teams";
import { type Findings, findingsForEach, mergeFindings } from "../../../verdict/findings";
import {
  type AskedModel,
  type AskedResources,
  actionsOfService,
  actsOnAny,
  ask,
  bucketAndObjects,
  hasKey,
  hasOnly,
  hasSome,
  type IamAction,
  isAllowed,
  judgeRequests,
  kmsKey,
  type NamedResource,
  type RoleWithPolicies,
  resourceFacts,
  resourcesOfAccount,
  roleToAssume,
  supportsConditionKey,
  trustOf,
  type ValueTest,
  valueTest,
} from "../../ask";
import { policiesOfRole } from "../../attachments/role-with-policies";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { actsOnOwnOrSharedSpace, spaceActions, spaceDistinctions } from "../roles/space-owners";
import { allowedStarts, mayMatch } from "./possible-allows";
import type { TeamAssets } from "./team-assets";

/** A role, its team if it is of one, and what belongs to all other teams. */
export interface TeamQuestion {
  readonly role: RoleWithPolicies;
  readonly own: DeclaredTeam | undefined;
  readonly others: readonly OtherTeam[];
}

/** What belongs to another team, as plain data. */
export interface OtherTeam extends Pick<TeamAssets, "team" | "roles" | "profiles"> {
  readonly buckets: readonly NamedResource[];
  readonly keys: readonly NamedResource[];
}

/** What the checks read of another team. */
export function otherTeam({ team, roles, profiles, buckets, keys }: TeamAssets): OtherTeam {
  return { team, roles, profiles, buckets: buckets.map(resourceFacts), keys: keys.map(resourceFacts) };
}

const modelArnKey = "sagemaker:modelarn";
const profileKey = "sagemaker:userprofilename";

/** Judges S3 and KMS requests on buckets and keys of other teams, with the policies of both sides. */
export function judgeDataOfOthers(model: AskedModel, { role, others }: TeamQuestion): Findings {
  return findingsForEach(others, ({ buckets, keys }) =>
    mergeFindings([
      findingsForEach(buckets, (bucket) => {
        const statements = statementsOf(bucket.policies);
        const what = s3Actions(role)
          .filter(
            ({ action, starts }) =>
              mayMatch(starts, bucket.arn) || mayMatch(allowedStarts(statements, action.name), bucket.arn),
          )
          .map(({ action }) => action);
        return judgeRequests(
          model,
          `${role.address} at ${bucket.address}`,
          ask(model, { who: role, what, on: bucketAndObjects(bucket) }),
          isAllowed,
        );
      }),
      findingsForEach(keys, (key) =>
        judgeRequests(
          model,
          `${role.address} at ${key.address}`,
          ask(model, { who: role, on: kmsKey(key) }),
          isAllowed,
        ),
      ),
    ]),
  );
}

/** Every action of S3, with how the ARNs begin on which the role may be allowed it. */
const s3Actions = memoize(({ identityPolicies }: RoleWithPolicies) => {
  const statements = statementsOf(identityPolicies);
  return actionsOfService("s3").map((action) => ({ action, starts: allowedStarts(statements, action.name) }));
});

/** Judges whether the role passes or assumes a role of another team. */
export function judgeRolesOfOthers(model: AskedModel, { role, others }: TeamQuestion): Findings {
  const roles = others.flatMap((other) => other.roles);
  const arns = roles.map(({ arn }) => arn);
  const passed = ask(model, {
    who: role,
    what: actionsOfService("iam").filter(({ name }) => name === "iam:PassRole"),
    distinguishedArns: [arns],
  });
  return mergeFindings([
    judgeRequests(
      model,
      `roles of other teams that ${role.address} passes`,
      passed,
      (answer) => isAllowed(answer) && actsOnAny(answer, arns),
    ),
    findingsForEach(roles, (other) =>
      judgeRequests(
        model,
        `${role.address} at ${other.address}`,
        ask(model, { who: role, on: roleToAssume(trustOf(other)) }),
        isAllowed,
      ),
    ),
  ]);
}

/** Resource types of SageMaker that all teams of a domain describe. Spaces and URLs of profiles are judged apart. */
const typesOfDomain = ["domain", "user-profile", "space", "app", "image", "image-version", "studio-lifecycle-config"];

/** Judges jobs, models, endpoints, pipelines and everything else of SageMaker that another team has named. */
export function judgeSageMakerOfOthers(model: AskedModel, question: TeamQuestion): Findings {
  const { role, others } = question;
  const searching = actionsOfService("sagemaker").filter(
    ({ resourceTypes, accessLevels }) => resourceTypes.length === 0 && accessLevels.includes("Read"),
  );
  return mergeFindings([
    findingsForEach(others, ({ team }) =>
      findingsForEach(team.namePrefixes, (prefix) => judgeNames(model, role, prefix)),
    ),
    judgeRequests(
      model,
      `search by ${role.address} in resources of all teams`,
      ask(model, { who: role, what: [...searching, ...lineageActions()] }),
      isAllowed,
    ),
    judgeModels(model, question),
  ]);
}

function judgeNames(model: AskedModel, role: RoleWithPolicies, prefix: string): Findings {
  const what = namingActions(role).filter(({ types, starts }) =>
    types.some((type) => mayMatch(starts, arnStartOf(model, type, prefix))),
  );
  const types = [...new Set(what.flatMap((action) => action.types))];
  const on: AskedResources = {
    ...resourcesOfAccount,
    arnPatternByType: Object.fromEntries(
      types.map((type) => [
        type,
        `${arnStartOf(model, type, prefix)}*${type === "pipeline-execution" ? "/execution/*" : ""}`,
      ]),
    ),
  };
  return judgeRequests(
    model,
    `names ${prefix}* by ${role.address}`,
    ask(model, { who: role, what: what.map(({ action }) => action), on }),
    isAllowed,
  );
}

/** Every action of SageMaker on a resource that users name, with those types, and where the role may be allowed it. */
const namingActions = memoize((role: RoleWithPolicies) => {
  const statements = statementsOf(role.identityPolicies);
  return ["sagemaker", "sagemaker-mlflow"].flatMap(actionsOfService).flatMap((action) => {
    const types = action.resourceTypes.filter((type) => !typesOfDomain.includes(type));
    const starts = types.length === 0 ? [] : allowedStarts(statements, action.name);
    return starts.length === 0 ? [] : [{ action, types, starts }];
  });
});

function arnStartOf({ text }: AskedModel, type: string, prefix: string): string {
  return `arn:${text.partition}:sagemaker:${text.region}:${text.account}:${type === "pipeline-execution" ? "pipeline" : type}/${prefix}`;
}

function lineageActions(): readonly IamAction[] {
  return actionsOfService("sagemaker").filter(({ name }) => name === "sagemaker:QueryLineage");
}

/**
 * A transform job or an endpoint runs as the role of its model, and nobody passes that role. A team runs its own models; a role of no team
 * runs none of any team.
 */
function judgeModels(model: AskedModel, { role, own, others }: TeamQuestion): Findings {
  const prefixes = own?.namePrefixes ?? others.flatMap(({ team }) => team.namePrefixes);
  const named = valueTest(
    modelArnKey,
    prefixes.map((prefix) => `${arnStartOf(model, "model", prefix)}*`),
  );
  const answers = ask(model, {
    who: role,
    what: actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, modelArnKey)),
    distinguishes: [named],
  });
  return judgeRequests(
    model,
    `models that ${role.address} runs`,
    answers,
    (answer) =>
      isAllowed(answer) &&
      !(own === undefined ? hasKey(answer, named) && !hasSome(answer, named) : hasOnly(answer, named)),
  );
}

/** Judges spaces, apps and URLs of other teams, and shared spaces, which run as the role of the domain. */
export function judgeStudioOfOthers(
  model: AskedModel,
  { role, own, others }: TeamQuestion,
  domainIds: readonly string[],
): Findings {
  const { partition, region, account } = model.text;
  const profiles = others.flatMap((other) => other.profiles);
  const arnsOf = (name: string): readonly string[] =>
    domainIds.map((id) => `arn:${partition}:sagemaker:${region}:${account}:user-profile/${id}/${name}`);
  const distinctions = spaceDistinctions(model, domainIds, statementsOf(policiesOfRole(role)));
  const { distinguishes, distinguishedArns } = distinctions;
  return mergeFindings([
    judgeRequests(
      model,
      `spaces and apps of other users that ${role.address} uses`,
      ask(model, {
        who: role,
        what: spaceActions(),
        distinguishes: [...distinguishes, privateSpaces],
        distinguishedArns,
      }),
      (answer) =>
        isAllowed(answer) &&
        (!actsOnOwnOrSharedSpace(answer, distinctions) || (own !== undefined && !hasOnly(answer, privateSpaces))),
    ),
    judgeRequests(
      model,
      `URLs of other teams that ${role.address} creates`,
      ask(model, {
        who: role,
        what: actionsOfService("sagemaker").filter(({ name }) => name === "sagemaker:CreatePresignedDomainUrl"),
        distinguishes: profiles.map(sessionOf),
        distinguishedArns: profiles.map(arnsOf),
      }),
      (answer) => isAllowed(answer) && profiles.some((name) => isUrlOf(answer, name, arnsOf(name))),
    ),
  ]);
}

const privateSpaces = valueTest("sagemaker:spacesharingtype", ["Private"]);

function sessionOf(profile: string): ValueTest<typeof profileKey> {
  return valueTest(profileKey, [profile]);
}

/** A session of that very profile has the role of its team, so it is not one of this role. */
function isUrlOf(answer: DecidedRequest<typeof profileKey>, profile: string, arns: readonly string[]): boolean {
  return actsOnAny(answer, arns) && !hasOnly(answer, sessionOf(profile));
}

const jobGroups = ["ProcessingJobs", "TrainingJobs", "TransformJobs"];

/** Judges reads of logs other than those of the team's own jobs and endpoints. */
export function judgeLogsOfOthers(model: AskedModel, { role, own }: TeamQuestion): Findings {
  const { partition, region, account } = model.text;
  const group = (name: string): string => `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/${name}`;
  const ownLogs = (own?.namePrefixes ?? []).flatMap((prefix) => [
    ...jobGroups.map((name) => group(`${name}:log-stream:${prefix}*`)),
    group(`Endpoints/${prefix}*`),
  ]);
  const answers = ask(model, {
    who: role,
    what: actionsOfService("logs").filter(({ accessLevels }) => accessLevels.includes("Read")),
    distinguishedArns: [ownLogs],
  });
  return judgeRequests(
    model,
    `logs that ${role.address} reads`,
    answers,
    (answer) => isAllowed(answer) && !actsOnAny(answer, ownLogs),
  );
}
