import {
  ask,
  isAllowed,
  judgeRequests,
  judgeRoles,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
  resourcesOfAccount,
} from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import { readablePolicies, readPolicy, unreadablePolicyDoubts } from "../../iam/attachments/read-policy";
import { iamArn } from "../../iam/language/iam-arn";
import { permittedWritesOfBoundary } from "../../iam/questions/pipelines/permitted-writes-of-boundary";
import { type LocatedPipeline, pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { accessLogBucketsOf, stateBucketOf } from "../../iam/questions/pipelines/state-buckets";
import { isPermittedRequest, permittedDistinctions } from "../../iam/questions/roles/permitted-requests";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { BootstrapPosture } from "../../posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** The boundary is the most that a role can do that nobody but the pipeline has looked at. */
export const boundaryExcludesEscalation: Claim<BootstrapPosture> = {
  name: "boundary-excludes-escalation",
  title: "Boundaries exclude escalation and the state",
  meaning:
    "A boundary allows a role no change beyond what roles of an environment do by their trade, and nothing with the state of its environment.",
  details: [
    "Every action that changes something is evaluated for a role that has every permission within the boundary.",
    "Allowed in the account: SageMaker, use of keys, logs, metrics, network interfaces, agent channels, stopping of instances, product stacks.",
    "Allowed under the name prefix: objects of buckets, functions, queues, notebooks, and passing of roles. Only the presign role is assumed.",
    "What a role changes, by ARN or by request, is in the Region declared for the environment, or else that of the stack.",
    "The boundary for an inspection VPC allows its roles only to write logs.",
    "Executions of pipelines, which run on as the role of their pipeline, are neither changed nor retried. Domains, user profiles and clusters are not updated.",
    "Objects of the state bucket and its access logs are neither read nor changed.",
  ],
  remedy: "Remove the action from the boundary, or limit it to resources with the name prefix.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)", "IAM.1", "IAM.21"],
  decide(subject) {
    const { configuration } = subject;
    const model = policyModel(configuration);
    return verdictOf(
      findingsForEach(pipelinesOf(subject, model), (pipeline) => judgeBoundary(configuration, model, pipeline)),
    );
  },
};

function judgeBoundary(configuration: TerraformConfiguration, model: PolicyModel, pipeline: LocatedPipeline): Findings {
  const { text } = model;
  const policies = resourcesOfType(configuration, "aws_iam_policy").filter(
    ({ address }) => text.resolve(`\${${address}.arn}`) === pipeline.boundary,
  );
  const boundary = text.placeholders.readable(pipeline.boundary);
  if (policies.length === 0) {
    return counterexample(`the boundary ${boundary} of ${pipeline.environment} is not in this configuration`);
  }
  const readings = policies.map(({ address, values }) => readPolicy(text, values.policy, address));
  const unread = unreadablePolicyDoubts(readings);
  const role: RoleWithPolicies = {
    address: policies.map(({ address }) => address).join(" and "),
    arn: iamArn(model.text, `role/${pipeline.namePrefix}-`),
    name: `${pipeline.namePrefix}-`,
    trustPolicies: [],
    identityPolicies: readablePolicies(readings),
    managedPolicyNames: [],
    doubts: unread,
    hasKnownDenies: unread.length === 0,
  };
  return judgeRoles(model, [role], () => judgeRoleWithinBoundary(model, role, pipeline));
}

function judgeRoleWithinBoundary(model: PolicyModel, role: RoleWithPolicies, pipeline: LocatedPipeline): Findings {
  const statements = statementsOf(role.identityPolicies);
  const services = allowedServices(statements);
  const what = [...services.flatMap(writeActionsOf), ...actionsNotInCatalog(statements)];
  const permitted = permittedWritesOfBoundary(model, pipeline);
  return mergeFindings([
    judgeRequests(
      model,
      `what ${role.address} lets a role change`,
      ask(model, { who: role, what, ...permittedDistinctions(permitted, statements, what) }),
      (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
    ),
    services.includes("s3") ? judgeStateBuckets(model, role, pipeline) : findingsOf({}),
  ]);
}

/** The policies of the buckets may refuse such a role too, but they are not taken into account. */
function judgeStateBuckets(model: PolicyModel, role: RoleWithPolicies, pipeline: LocatedPipeline): Findings {
  const state = stateBucketOf(model, pipeline);
  const buckets = state === undefined ? [] : [state, ...accessLogBucketsOf(model, state)];
  return findingsForEach(buckets, ({ address, arn }) =>
    judgeRequests(
      model,
      `what ${role.address} lets a role do in ${address}`,
      ask(model, {
        who: role,
        on: { ...resourcesOfAccount, service: "s3", arnPatternByType: { object: `${arn}/?*`, bucket: arn } },
      }),
      isAllowed,
    ),
  );
}
