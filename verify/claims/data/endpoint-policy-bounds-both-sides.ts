import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import {
  actionsThroughEndpoint,
  type DecidedEndpointRequest,
  decideEndpointRequestsOfAnyone,
  isReadOnlyRequest,
} from "../../iam/questions/data/requests-through-endpoint";
import { lambdaOnlyEndpoints } from "../../network/compute/lambda-only-endpoints";
import { networkModelOf } from "../../network/network-model";
import type { Claim, Evidence } from "../../verdict/claim";

/**
 * With the caller's side alone, data leaves into a foreign account's bucket, log group or image; with the resource's side
 * alone, keys pasted into a notebook carry it out.
 */
export const endpointPolicyBoundsBothSides: Claim = {
  name: "endpoint-policy-bounds-both-sides",
  title: "Endpoint policies limit principals and resources",
  meaning:
    "Through every endpoint, only principals of the account or organization, or AWS services, reach only its own resources.",
  details: [
    "Resources that AWS owns may be read by any principal, but never written.",
    "Actions that support no resource are permitted for principals of the account, the organization or AWS services.",
    "Lambda functions may answer CloudFormation through an S3 gateway endpoint that serves only Lambda functions.",
    "An endpoint of a service that ignores endpoint policies violates the claim.",
  ],
  remedy:
    "Condition every Allow in the endpoint policy on aws:PrincipalOrgID or aws:PrincipalAccount, and on aws:ResourceOrgID or aws:ResourceAccount.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(10)", "NIST.800-53.r5 AC-4"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    const ofFunctions = lambdaOnlyEndpoints(networkModelOf(subject.configuration));
    for (const endpoint of model.endpoints) {
      judgeEndpoint(model, endpoint, ofFunctions.includes(endpoint.address), findings);
    }
    return findings.verdict();
  },
};

/**
 * SMTP has no request that IAM signs: who has credentials of any account's sends, and no policy is known to ask whose they are.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
 * @see https://docs.aws.amazon.com/ses/latest/dg/send-email-set-up-vpc-endpoints.html
 */
const servicesIgnoringEndpointPolicy = ["sagemaker.runtime-fips", "email-smtp"];

function judgeEndpoint(
  model: PolicyModel,
  endpoint: EndpointWithPolicy,
  isOfFunctions: boolean,
  findings: PolicyFindings,
): void {
  const { address, service, policies } = endpoint;
  if (servicesIgnoringEndpointPolicy.includes(service)) {
    const text = `${address} serves ${service}, to which AWS is not known to apply an endpoint policy`;
    findings.addCounterexample({ text, addresses: [address] });
  }
  const doubts = [
    ...endpoint.doubts,
    ...unknownConditionKeys(policies, model.text),
    ...servicesWithoutActionCatalog(endpoint),
  ];
  findings.addDoubt(...doubts);
  if (doubts.length === 0) {
    const found = decideEndpointRequestsOfAnyone(model, endpoint);
    const isFine = (answer: DecidedEndpointRequest): boolean =>
      isWithinPerimeter(answer) || (isOfFunctions && isCloudFormationResponse(answer));
    findings.addDecisions(
      `through ${address}`,
      found,
      (answer) => answer.decision.kind === "allowed" && !isFine(answer),
    );
  }
}

function servicesWithoutActionCatalog(endpoint: EndpointWithPolicy): readonly Evidence[] {
  const { address, service } = endpoint;
  const text = `${address} serves ${service}, whose actions are not in the catalogue`;
  return actionsThroughEndpoint(endpoint).length === 0 ? [{ text, addresses: [address] }] : [];
}

function isWithinPerimeter(answer: DecidedEndpointRequest): boolean {
  const { caller, owner, target, isAwsOwned } = answer;
  const isOurCaller = !["foreign", "federated", "anonymous"].includes(caller.kind);
  if (isAwsOwned && isReadOnlyRequest(answer)) {
    return true;
  }
  return isOurCaller && (owner.isOwn || target.resource === "*");
}

/** Who signed an answer's address nobody can tell, so that it may be a stack of anybody's. */
function isCloudFormationResponse({ actions, isCustomResourceResponse }: DecidedEndpointRequest): boolean {
  return isCustomResourceResponse && actions.every(({ name }) => name === "s3:PutObject");
}
