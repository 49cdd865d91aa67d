import { isAllowed, judgeRequests, judgeResources, type PolicyModel, policyModel } from "../../iam/ask";
import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { endpointPolicySupport } from "../../iam/aws/services-with-endpoint-policy";
import {
  actionsThroughEndpoint,
  askEveryoneThroughEndpoint,
  type EndpointAnswer,
  isReadOnlyRequest,
} from "../../iam/questions/data/requests-through-endpoint";
import { withoutEndpoint } from "../../network/absent-network";
import { judgeByUsers } from "../../network/compute/lambda-only-access";
import { isPerimeterOrUndeclaredVpc, networkModelOf } from "../../network/network-model";
import { vpcsBehindServices } from "../../network/paths/own-services";
import { ownEndpointAt } from "../../network/vpc/own-endpoint-at";
import { type Claim, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
} from "../../verdict/findings";

/**
 * A policy that restricts only callers lets data be copied to a bucket, log group or repository of another account. One that
 * restricts only resources lets other accounts' credentials, pasted into a notebook, copy it.
 */
export const endpointPolicyBoundsBothSides: Claim = {
  name: "endpoint-policy-bounds-both-sides",
  title: "Endpoint policies limit principals and resources",
  meaning:
    "Through every endpoint of an AWS service, only principals of the account or organization, or AWS services, reach only its own resources.",
  details: [
    "Endpoints count in Studio's VPC, in VPCs that may be connected with it, and in VPCs that are not declared here.",
    "Endpoints also count in VPCs of hosts to which an endpoint service forwards packets of Studio.",
    "Resources that AWS owns may be read by any principal, but never written.",
    "Actions that support no resource are permitted for principals of the account, the organization or AWS services.",
    "Lambda functions may answer CloudFormation through an S3 gateway endpoint that serves only Lambda functions.",
    "An endpoint of a service that ignores endpoint policies violates the claim.",
    "An endpoint of a service that is not known to apply endpoint policies makes the claim undecided.",
    "AWS evaluates no policy for endpoints of other services: declared services of the company are left out, others are undecided.",
  ],
  remedy:
    "Condition every Allow in the endpoint policy on aws:PrincipalOrgID or aws:PrincipalAccount, and on aws:ResourceOrgID or aws:ResourceAccount.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(10)", "NIST.800-53.r5 AC-4"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const network = networkModelOf(subject.configuration);
    const { graph } = network;
    const behindServices = vpcsBehindServices(network);
    const endpoints = model.endpoints.filter(({ address }) => {
      const vpc = graph.referenceKey(graph.find(address)?.values.vpc_id);
      return (
        (isPerimeterOrUndeclaredVpc(network, vpc) || behindServices.has(vpc ?? "")) &&
        ownEndpointAt(graph, address, subject.posture) === undefined
      );
    });
    return verdictOf(
      mergeFindings([
        withoutEndpoint(subject.configuration),
        findingsForEach(endpoints, judgeService),
        judgeResources(model, endpoints, (endpoint) =>
          judgeByUsers(network, endpoint.address, (isLambdaOnly) => judgeEndpoint(model, endpoint, isLambdaOnly)),
        ),
      ]),
    );
  },
};

function judgeService({ address, service }: EndpointWithPolicy): Findings {
  switch (endpointPolicySupport(service)) {
    case "applied":
      return findingsOf({});
    case "ignored":
      return counterexample(`${address} is an endpoint of ${service}, which ignores endpoint policies`, address);
    case "unknown":
      return doubt(
        `${address} is an endpoint of ${service}, which is not known to apply endpoint policies; remove it, or accept this finding`,
        address,
      );
  }
}

function judgeEndpoint(model: PolicyModel, endpoint: EndpointWithPolicy, isLambdaOnly: boolean): Findings {
  const { address, service } = endpoint;
  if (actionsThroughEndpoint(endpoint).length === 0) {
    return doubt(`${address} is an endpoint of ${service}, whose actions are not in the catalog`, address);
  }
  return judgeRequests(
    model,
    `through ${address}`,
    askEveryoneThroughEndpoint(model, endpoint),
    (answer) => isAllowed(answer) && !isWithinPerimeter(answer) && !(isLambdaOnly && isCloudFormationResponse(answer)),
  );
}

function isWithinPerimeter(answer: EndpointAnswer): boolean {
  const { caller, owner, target, isAwsOwned } = answer;
  const isOwnCaller = !["foreign", "federated", "anonymous"].includes(caller.kind);
  if (isAwsOwned && isReadOnlyRequest(answer)) {
    return true;
  }
  return isOwnCaller && (owner.isOwn || target.resource === "*");
}

/** CloudFormation signs the address of a response, for a stack in any account: the endpoint cannot tell which account. */
function isCloudFormationResponse({ actions, isCustomResourceResponse }: EndpointAnswer): boolean {
  return isCustomResourceResponse && actions.every(({ name }) => name === "s3:PutObject");
}
