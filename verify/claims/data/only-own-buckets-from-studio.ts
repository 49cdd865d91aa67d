import type { EndpointWithPolicy } from "../../iam/attachments/endpoint-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../iam/attachments/role-with-policies";
import type { PolicySet } from "../../iam/evaluation/authorize";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import {
  type DecidedEndpointRequest,
  decideEndpointRequests,
  decideEndpointRequestsOfAnyone,
  isReadOnlyRequest,
} from "../../iam/questions/data/requests-through-endpoint";
import { decidableExecutionRoles } from "../../iam/questions/roles/decidable-roles";
import { policiesOfRole } from "../../iam/questions/roles/requests-by-role";
import { callerOfRole } from "../../iam/request-space/principals/caller-classes";
import type { ResourceOwner } from "../../iam/request-space/resources/resource-owners";
import { matchesAnyArn } from "../../iam/request-space/resources/target-resources";
import { representativeActions, statementsOf } from "../../iam/request-space/statements/statement-queries";
import { lambdaOnlyEndpoints } from "../../network/compute/lambda-only-endpoints";
import { networkModelOf } from "../../network/network-model";
import type { Claim } from "../../verdict/claim";

/** The last step of a theft: a copy to somebody else's bucket, with the role's credentials or with pasted ones. */
export const onlyOwnBucketsFromStudio: Claim = {
  name: "only-own-buckets-from-studio",
  title: "Studio reaches only the stack's buckets",
  meaning:
    "Through the S3 endpoint, the execution role reaches only the stack's buckets, and no credentials reach a bucket of another owner.",
  details: [
    "Reading resources that AWS publishes is permitted for every principal.",
    "Endpoint policy, identity policies and permissions boundary are evaluated together for the execution role.",
    "For other credentials, only the endpoint policy limits the request. Requests by AWS services are not checked.",
    "Endpoints that serve only Lambda functions are not checked. A stack without an S3 endpoint makes the claim undecided.",
  ],
  remedy:
    "List the stack's buckets in the S3 endpoint policy and the execution role's policy. Add aws:ResourceAccount or aws:ResourceOrgID conditions.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(10)", "NIST.800-53.r5 AC-4", "NIST.800-53.r5 AC-6"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    const ofFunctions = lambdaOnlyEndpoints(networkModelOf(subject.configuration));
    const endpoints = model.endpoints.filter(
      ({ service, address }) => service === "s3" && !ofFunctions.includes(address),
    );
    if (endpoints.length === 0) {
      findings.addDoubt({
        text: "the stack has no S3 endpoint, so nothing bounds which buckets are reached",
        addresses: [],
      });
    }
    const roles = decidableExecutionRoles(model, findings);
    for (const endpoint of endpoints) {
      const doubts = [...endpoint.doubts, ...unknownConditionKeys(endpoint.policies, model.text)];
      findings.addDoubt(...doubts);
      if (doubts.length === 0) {
        judgeAnyCredentials(model, endpoint, findings);
        for (const role of roles) {
          judgeRole(model, endpoint, role, findings);
        }
      }
    }
    return findings.verdict();
  },
};

function judgeAnyCredentials(model: PolicyModel, endpoint: EndpointWithPolicy, findings: PolicyFindings): void {
  findings.addDecisions(
    `any credentials through ${endpoint.address}`,
    foreignResourcesOnly(decideEndpointRequestsOfAnyone(model, endpoint)),
    isExfiltration,
  );
}

function isExfiltration(answer: DecidedEndpointRequest): boolean {
  return answer.decision.kind === "allowed" && !(answer.isAwsOwned && isReadOnlyRequest(answer));
}

/** Requests for what others own, by anybody who may sit inside; those that name no resource carry nothing out. */
function* foreignResourcesOnly(found: Iterable<DecidedEndpointRequest>): Generator<DecidedEndpointRequest> {
  for (const answer of found) {
    if (!answer.owner.isOwn && answer.target.resource !== "*" && answer.caller.kind !== "service") {
      yield answer;
    }
  }
}

function judgeRole(
  model: PolicyModel,
  endpoint: EndpointWithPolicy,
  role: RoleWithPolicies,
  findings: PolicyFindings,
): void {
  const statements = statementsOf([...endpoint.policies, ...role.identityPolicies]);
  const itself = callerOfRole(model.text, statements, role.arn);
  const found = decideEndpointRequests(model, endpoint, [itself], {
    otherPolicies: policiesOfRole(role),
    distinguishedArns: model.buckets.map(({ arn }) => [arn, `${arn}/*`]),
    selectActions: (through) => representativeActions(through, role.identityPolicies),
    policySetOf: (owner) => authorityOf(role, owner),
  });
  const stackBuckets = model.buckets.flatMap(({ arn }) => [arn, `${arn}/*`]);
  findings.addDecisions(`${role.address} through ${endpoint.address}`, found, (answer) => {
    const { resource } = answer.target;
    return isExfiltration(answer) && resource !== "*" && !matchesAnyArn(stackBuckets, resource);
  });
}

/** What the account's other buckets grant is for their owner to say; buckets of strangers are taken to grant everything. */
function authorityOf(role: RoleWithPolicies, owner: ResourceOwner): Partial<PolicySet> {
  return {
    identity: role.identityPolicies,
    ...(role.permissionsBoundary === undefined ? {} : { boundary: role.permissionsBoundary }),
    ...(owner.isOwn ? { resource: [] } : {}),
  };
}
