import {
  actsOnAny,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  judgeResources,
  type PolicyModel,
  policyDoubts,
  policyModel,
  type RoleWithPolicies,
} from "../../iam/ask";
import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import {
  askEveryoneThroughEndpoint,
  askThroughEndpoint,
  type EndpointAnswer,
  isReadOnlyRequest,
} from "../../iam/questions/data/requests-through-endpoint";
import { withoutEndpoint } from "../../network/absent-network";
import { judgeByUsers, lambdaOnlyEndpoints } from "../../network/compute/lambda-only-access";
import { networkModelOf } from "../../network/network-model";
import { type Claim, verdictOf } from "../../verdict/claim";
import { doubt, type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** A copy to a bucket of another account is the last step of data theft, with the role's credentials or with others. */
export const onlyOwnBucketsFromStudio: Claim = {
  name: "only-own-buckets-from-studio",
  title: "Studio reaches only the stack's buckets",
  meaning:
    "Through the S3 endpoint, the execution role reaches only the stack's buckets, and no credentials reach a bucket of another owner.",
  details: [
    "Reading resources that AWS publishes is permitted for every principal.",
    "Endpoint policy, identity policies and permissions boundary are evaluated together for the execution role.",
    "For other credentials, only the endpoint policy limits the request. Requests by AWS services are not checked.",
    "Endpoints that serve only Lambda functions are not checked.",
    "A stack with endpoints, and none for S3, makes the claim undecided. Without any endpoint the claim is not applicable.",
  ],
  remedy:
    "List the stack's buckets in the S3 endpoint policy and the execution role's policy. Add aws:ResourceAccount or aws:ResourceOrgID conditions.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(10)", "NIST.800-53.r5 AC-4", "NIST.800-53.r5 AC-6"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const network = networkModelOf(subject.configuration);
    const lambdaOnly = lambdaOnlyEndpoints(network);
    const endpoints = model.endpoints.filter(
      ({ service, address }) => service === "s3" && !lambdaOnly.includes(address),
    );
    const unlessLambdaOnly = ({ address }: EndpointWithPolicy, judge: () => Findings): Findings =>
      judgeByUsers(network, address, (isLambdaOnly) => (isLambdaOnly ? findingsOf({}) : judge()));
    const understood = endpoints.filter((endpoint) => policyDoubts(model, endpoint).length === 0);
    return verdictOf(
      mergeFindings([
        endpoints.length === 0 && model.endpoints.length > 0 ? noS3Endpoint : withoutEndpoint(subject.configuration),
        judgeResources(model, endpoints, (endpoint) =>
          unlessLambdaOnly(endpoint, () => judgeAnyCredentials(model, endpoint)),
        ),
        judgeExecutionRoles(model, (role) =>
          findingsForEach(understood, (endpoint) => unlessLambdaOnly(endpoint, () => judgeRole(model, endpoint, role))),
        ),
      ]),
    );
  },
};

const noS3Endpoint = doubt(
  "this configuration has no S3 endpoint, whose policy would limit which buckets are reached; add one, or join the state that has it with --join",
);

function judgeAnyCredentials(model: PolicyModel, endpoint: EndpointWithPolicy): Findings {
  const answers = askEveryoneThroughEndpoint(model, endpoint);
  return judgeRequests(
    model,
    `any credentials through ${endpoint.address}`,
    answers.filter(isForForeignResource),
    isExfiltration,
  );
}

/** Whether somebody in the VPC acts on a resource of another owner; a request without a resource carries no data out. */
function isForForeignResource({ owner, target, caller }: EndpointAnswer): boolean {
  return !owner.isOwn && target.resource !== "*" && caller.kind !== "service";
}

function isExfiltration(answer: EndpointAnswer): boolean {
  return isAllowed(answer) && !(answer.isAwsOwned && isReadOnlyRequest(answer));
}

function judgeRole(model: PolicyModel, endpoint: EndpointWithPolicy, role: RoleWithPolicies): Findings {
  const arnsByBucket = model.buckets.map(({ arn }) => [arn, `${arn}/*`]);
  const answers = askThroughEndpoint(model, endpoint, { who: role, distinguishedArns: arnsByBucket });
  return judgeRequests(
    model,
    `${role.address} through ${endpoint.address}`,
    answers,
    // Most requests are denied. Only of the others is asked which bucket they are about.
    (answer) =>
      isExfiltration(answer) && answer.target.resource !== "*" && !arnsByBucket.some((arns) => actsOnAny(answer, arns)),
  );
}
