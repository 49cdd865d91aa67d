import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../iam/attachments/role-with-policies";
import { type StudioNetwork, studioNetwork } from "../../iam/attachments/studio-network";
import { actionsOfService, supportsConditionKey } from "../../iam/aws/action-catalog";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { decideAssumeRole } from "../../iam/questions/roles/assume-role";
import { decidableExecutionRoles } from "../../iam/questions/roles/decidable-roles";
import { judgeJobEncryption } from "../../iam/questions/roles/job-encryption";
import { decideRoleRequests } from "../../iam/questions/roles/requests-by-role";
import { resourcesWithRole } from "../../iam/questions/roles/resources-with-role";
import { judgeRemoteAccess } from "../../iam/questions/roles/studio-remote-access";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/** A job runs in AWS's network, with the internet before it, unless it is told otherwise. */
export const jobsStayInVpc: Claim = {
  name: "jobs-stay-in-vpc",
  title: "Jobs run only in Studio's network",
  meaning:
    "The execution role starts jobs, models and instances only in Studio's network, with encryption, and only SageMaker for this account assumes it.",
  details: [
    "Requests need Studio's subnets and security groups: none missing, none foreign. Endpoint configurations may leave them out.",
    "SageMaker actions that start compute without a network condition key are denied.",
    "Traffic between containers is encrypted. Volumes and results use a key of the stack, except local instance disks.",
    "Debug shells and remote editor connections cannot be enabled.",
    "Other resources that run as the role are in Studio's subnets.",
  ],
  remedy:
    "Deny SageMaker actions without sagemaker:VpcSubnets and sagemaker:VpcSecurityGroupIds of the stack. Limit the trust policy to sagemaker.amazonaws.com with aws:SourceAccount.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-8", "NIST.800-53.r5 SC-28", "NIST.800-53.r5 AC-4"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    const network = studioNetwork(subject.configuration, model.text);
    for (const role of decidableExecutionRoles(model, findings)) {
      judgeNetworkConditions(model, role, network, findings);
      judgeJobEncryption(model, role, findings);
      judgeRemoteAccess(model, role, findings);
      judgeActionsWithoutNetworkKeys(model, role, findings);
      judgeTrust(model, role, findings);
      judgeResourcesUsingRole(subject, model, role, network, findings);
    }
    return findings.verdict();
  },
};

const subnetsKey = "sagemaker:vpcsubnets";
const groupsKey = "sagemaker:vpcsecuritygroupids";

/**
 * Actions that start compute with a network of its own which no condition key tells: they cannot be guarded, only denied.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Service.html
 */
const actionsWithoutNetworkKeys = [
  ...["CreateAIBenchmarkJob", "CreateAIRecommendationJob", "CreateAlgorithm", "CreateCompilationJob"],
  ...["CreateEdgePackagingJob", "CreateInferenceComponent", "CreateInferenceExperiment"],
  ...["CreateInferenceRecommendationsJob", "CreateLabelingJob", "CreateMlflowApp", "CreateMlflowTrackingServer"],
  ...["CreateModelPackage", "CreateOptimizationJob", "CreatePartnerApp", "DeployHubModel", "StartInferenceExperiment"],
  ...["StartNotebookInstance", "TrainHubModel", "UpdateNotebookInstance"],
].map((name) => `sagemaker:${name}`);

/** An endpoint runs in the network of its model unless it serves inference components, which have no model. */
const actionsWithOptionalNetwork = ["sagemaker:CreateEndpointConfig"];

function judgeNetworkConditions(
  model: PolicyModel,
  role: RoleWithPolicies,
  network: StudioNetwork,
  findings: PolicyFindings,
): void {
  const actions = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, subnetsKey));
  const found = decideRoleRequests(model, role, {
    actions,
    distinguishedValues: { [subnetsKey]: network.subnets, [groupsKey]: network.securityGroups },
  });
  findings.addDecisions(
    `jobs of ${role.address}`,
    found,
    (answer) => answer.decision.kind === "allowed" && !staysInStudioNetwork(answer, network),
  );
}

function staysInStudioNetwork({ actions, request }: DecidedRequest, network: StudioNetwork): boolean {
  const mayBeAbsent = actions.every(({ name }) => actionsWithOptionalNetwork.includes(name));
  const isWithin = (key: string, own: readonly string[]): boolean => {
    const values = request.context.get(key);
    const isCarried = actions.some((action) => supportsConditionKey(action, key));
    return values === undefined ? mayBeAbsent || !isCarried : values.every((value) => own.includes(value));
  };
  return isWithin(subnetsKey, network.subnets) && isWithin(groupsKey, network.securityGroups);
}

function judgeActionsWithoutNetworkKeys(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  const actions = actionsOfService("sagemaker").filter(({ name }) => actionsWithoutNetworkKeys.includes(name));
  findings.addDecisions(
    `compute of ${role.address} whose network no condition tells`,
    decideRoleRequests(model, role, { actions }),
    ({ decision }) => decision.kind === "allowed",
  );
}

/** Who else may act as the role: a trust that reaches beyond SageMaker takes it out of Studio's network. */
function judgeTrust(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  findings.addDecisions(
    `who assumes ${role.address}`,
    decideAssumeRole(model, role),
    (answer) => answer.decision.kind === "allowed" && !isSagemakerForUs(answer, model.text.account),
  );
}

function isSagemakerForUs({ caller, request }: DecidedRequest, account: string): boolean {
  const isSagemaker =
    caller.principal.kind === "service" && caller.principal.servicePrincipal === "sagemaker.amazonaws.com";
  return isSagemaker && (request.context.get("aws:sourceaccount")?.includes(account) ?? false);
}

function judgeResourcesUsingRole(
  subject: ClaimSubject,
  { text }: PolicyModel,
  role: RoleWithPolicies,
  network: StudioNetwork,
  findings: PolicyFindings,
): void {
  for (const { kind, evidence } of resourcesWithRole(subject.configuration, text, role, network)) {
    ({ inside: findings.addProof, outside: findings.addCounterexample, unknown: findings.addDoubt })[kind](evidence);
  }
}
