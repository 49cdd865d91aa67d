import {
  type AskedModel,
  actionsOfService,
  actsOnAny,
  ask,
  cachedCheck,
  hasKey,
  hasOnly,
  hasSome,
  type IamAction,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  noFacts,
  policyModel,
  type RoleWithPolicies,
  valueTest,
} from "../../iam/ask";
import { policiesOfRole } from "../../iam/attachments/role-with-policies";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { conditionKeysIn, statementsOf } from "../../iam/request-space/statements/statement-queries";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, mergeFindings } from "../../verdict/findings";

/** A role that passes a role with more permissions to a job, or uses what keeps such a role, has those permissions. */
export const rolePassesOnlyItself: Claim = {
  name: "role-passes-only-itself",
  title: "The execution role passes only itself",
  meaning:
    "The execution role can pass no role except itself, only to SageMaker, and uses no pipeline or feature group that may have another role.",
  details: [
    "Every iam:PassRole request that the role's policies distinguish is evaluated.",
    "Policies that do not limit iam:PassedToService violate the claim.",
    "Pipelines and feature groups keep their creator's role. Changing, starting, filling or tagging them needs a tag of theirs that equals the execution role's ARN.",
    "Executions of pipelines have no tags, so the role may read and stop them, but not retry, change or answer them.",
  ],
  remedy:
    "Limit iam:PassRole to the execution role's ARN, with iam:PassedToService equal to sagemaker.amazonaws.com. Limit changes of pipelines and feature groups to an aws:ResourceTag that equals the ARN.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    return verdictOf(judgeExecutionRoles(model, (role) => judgeRole(model, role, noFacts)));
  },
};

const judgeRole = cachedCheck((model, role: RoleWithPolicies) =>
  mergeFindings([judgePassedRoles(model, role), judgeKeptRoles(model, role)]),
);

const toSagemaker = valueTest("iam:passedtoservice", ["sagemaker.amazonaws.com"]);

function judgePassedRoles(model: AskedModel, role: RoleWithPolicies): Findings {
  const answers = ask(model, {
    who: role,
    what: actionsOfService("iam").filter(({ name }) => name === "iam:PassRole"),
    distinguishes: [toSagemaker],
    distinguishedArns: [[role.arn]],
  });
  return judgeRequests(model, `roles passed by ${role.address}`, answers, (answer) => {
    // IAM always sends the service; a request without it stands for a policy that does not read the key.
    return isAllowed(answer) && !(actsOnAny(answer, [role.arn]) && hasOnly(answer, toSagemaker));
  });
}

const typesWithKeptRole = ["pipeline", "pipeline-execution", "feature-group"];

/**
 * Changes of what keeps its creator's role that use nothing of that role: creation passes a role of its own, and the others end
 * or describe the resource. Every other change makes the resource act, or makes it look like one of the role's: SageMaker writes
 * the records of a feature group to its offline store as the group's role, and a retry runs steps as the pipeline's.
 */
const changesWithoutKeptRole = [
  ...["CreatePipeline", "DeletePipeline", "StopPipelineExecution"],
  ...["CreateFeatureGroup", "DeleteFeatureGroup", "UpdateFeatureMetadata", "DeleteTags"],
].map((name) => `sagemaker:${name}`);

function actionsAsKeptRole(): readonly IamAction[] {
  return writeActionsOf("sagemaker").filter(
    ({ name, resourceTypes }) =>
      resourceTypes.some((type) => typesWithKeptRole.includes(type)) && !changesWithoutKeptRole.includes(name),
  );
}

function judgeKeptRoles(model: AskedModel, role: RoleWithPolicies): Findings {
  const { partition, account } = model.text;
  // Executions are named below their pipeline.
  const keepers = ["pipeline", "feature-group"].map((type) => `arn:${partition}:sagemaker:*:${account}:${type}/*`);
  const tagKeys = [...conditionKeysIn(statementsOf(policiesOfRole(role)))].filter(isResourceTagKey);
  const ownTags = tagKeys.map((key) => valueTest(key, [role.arn]));
  const answers = ask(model, {
    who: role,
    what: actionsAsKeptRole(),
    distinguishes: [...ownTags, setAtCreation],
    distinguishedArns: [keepers],
  });
  return judgeRequests(
    model,
    `pipelines and feature groups that ${role.address} uses`,
    answers,
    (answer) =>
      isAllowed(answer) &&
      actsOnAny(answer, keepers) &&
      !ownTags.some((test) => hasSome(answer, test)) &&
      !hasKey(answer, setAtCreation),
  );
}

function isResourceTagKey(key: string): boolean {
  return /^(?:aws|sagemaker):resourcetag\//u.test(key);
}

/** SageMaker sets the key only where another action creates the resource with its tags. */
const setAtCreation = valueTest("sagemaker:taggingaction", []);
