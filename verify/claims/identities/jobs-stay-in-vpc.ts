import { COMPUTE_WITHOUT_GUARD } from "../../../aws/compute-without-guard";
import {
  type Answer,
  type AskedModel,
  actionsOfService,
  ask,
  cachedCheck,
  hasKey,
  hasOnly,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
  supportsConditionKey,
  trustOf,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import { type StudioNetwork, studioNetwork } from "../../iam/attachments/studio-network";
import { askWhoAssumes } from "../../iam/questions/roles/assume-role";
import { judgeJobEncryption, judgeRemoteAccess } from "../../iam/questions/roles/job-settings";
import { resourcesWithRole } from "../../iam/questions/roles/resources-with-role";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** Without a VPC configuration a job runs in AWS's network, with access to the internet. */
export const jobsStayInVpc: Claim = {
  name: "jobs-stay-in-vpc",
  title: "Jobs run only in Studio's network",
  meaning:
    "The execution role starts jobs, models and instances only in Studio's network, with encryption, and only SageMaker for this account assumes it.",
  details: [
    "Requests need Studio's subnets and security groups: none missing, none foreign. Endpoint configurations may leave them out.",
    "SageMaker actions that start compute without a network condition key are denied.",
    "Traffic between containers is encrypted. Volumes, results and online feature stores use a key of the stack, except local disks that the hardware encrypts.",
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
    const network = studioNetwork(subject.configuration, model.text);
    const facts = { network, keys: model.kmsKeys.map(({ arn }) => arn) };
    const findings = judgeExecutionRoles(model, (role) =>
      mergeFindings([judgeJobs(model, role, facts), judgeResourcesUsingRole(subject, model, role, network)]),
    );
    return verdictOf(findings);
  },
};

interface JobFacts {
  readonly network: StudioNetwork;
  /** ARNs of the KMS keys of the stack. */
  readonly keys: readonly string[];
}

const judgeJobs = cachedCheck((model, role: RoleWithPolicies, { network, keys }: JobFacts) =>
  mergeFindings([
    judgeNetworkConditions(model, role, network),
    judgeJobEncryption(model, role, keys),
    judgeRemoteAccess(model, role),
    judgeActionsWithoutNetworkKeys(model, role),
    judgeTrust(model, role),
  ]),
);

const subnetsKey = "sagemaker:vpcsubnets";
const groupsKey = "sagemaker:vpcsecuritygroupids";
type NetworkKey = typeof subnetsKey | typeof groupsKey;

/** Actions that no condition key of the network describes: those that start compute, and those that name or change what does. */
const actionsWithoutNetworkKeys = [
  ...COMPUTE_WITHOUT_GUARD,
  ...["CreateAlgorithm", "CreateModelPackage", "DeployHubModel", "StartInferenceExperiment", "StartNotebookInstance"],
  ...["TrainHubModel", "UpdateNotebookInstance"],
].map((name) => `sagemaker:${name}`);

/** An endpoint runs in the network of its model, unless it serves inference components, which have no model. */
const actionsWithOptionalNetwork = ["sagemaker:CreateEndpointConfig"];

function judgeNetworkConditions(model: AskedModel, role: RoleWithPolicies, network: StudioNetwork): Findings {
  const own = [valueTest(subnetsKey, network.subnets), valueTest(groupsKey, network.securityGroups)];
  const answers = ask(model, {
    who: role,
    what: actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, subnetsKey)),
    distinguishes: own,
  });
  return judgeRequests(
    model,
    `jobs of ${role.address}`,
    answers,
    (answer) => isAllowed(answer) && !staysWithin(answer, own),
  );
}

function staysWithin(answer: Answer<NetworkKey>, own: readonly ValueTest<NetworkKey>[]): boolean {
  const { actions } = answer;
  const mayBeAbsent = actions.every(({ name }) => actionsWithOptionalNetwork.includes(name));
  return own.every((test) =>
    hasKey(answer, test)
      ? hasOnly(answer, test)
      : mayBeAbsent || !actions.some((action) => supportsConditionKey(action, test.key)),
  );
}

function judgeActionsWithoutNetworkKeys(model: AskedModel, role: RoleWithPolicies): Findings {
  const answers = ask(model, {
    who: role,
    what: actionsOfService("sagemaker").filter(({ name }) => actionsWithoutNetworkKeys.includes(name)),
  });
  return judgeRequests(
    model,
    `compute of ${role.address} in a network that no condition key describes`,
    answers,
    isAllowed,
  );
}

/** Anyone else who assumes the role uses it outside Studio's network. */
function judgeTrust(model: AskedModel, role: RoleWithPolicies): Findings {
  return judgeRequests(
    model,
    `who assumes ${role.address}`,
    askWhoAssumes(model, trustOf(role)),
    (answer) => isAllowed(answer) && !isSageMakerForAccount(answer, model.text.account),
  );
}

function isSageMakerForAccount({ caller }: DecidedRequest, account: string): boolean {
  const { principal } = caller;
  const isSageMaker = principal.kind === "service" && principal.servicePrincipal === "sagemaker.amazonaws.com";
  return isSageMaker && actsOnBehalfOf(account, caller);
}

const findingsByNetwork = { inside: "proofs", outside: "counterexamples", unknown: "doubts" } as const;

function judgeResourcesUsingRole(
  subject: ClaimSubject,
  { text }: PolicyModel,
  role: RoleWithPolicies,
  network: StudioNetwork,
): Findings {
  const resources = resourcesWithRole(subject.configuration, text, role, network);
  return findingsForEach(resources, ({ kind, evidence }) => findingsOf({ [findingsByNetwork[kind]]: [evidence] }));
}
