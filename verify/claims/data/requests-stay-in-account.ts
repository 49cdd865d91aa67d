import {
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeRoles,
  policyModel,
  principalsOf,
  type RoleWithPolicies,
} from "../../iam/ask";
import { isReadOnlyRequest } from "../../iam/questions/data/requests-through-endpoint";
import {
  askForeignRequests,
  type ForeignRequest,
  permittedForeignRequests,
  permittedForeignRequestsOfServiceRoles,
} from "../../iam/questions/roles/foreign-requests";
import { isPermittedRequest, type PermittedRequest } from "../../iam/questions/roles/permitted-requests";
import { type Claim, verdictOf } from "../../verdict/claim";
import { mergeFindings, notApplicable } from "../../verdict/findings";

/** A message to a queue of another account leaves the perimeter like a copy to its bucket does. */
export const requestsStayInAccount: Claim = {
  name: "requests-stay-in-account",
  title: "Roles act only on this account's resources",
  meaning:
    "No role of the stack may act on a resource of another account or of AWS, except to read what AWS publishes.",
  details: [
    "Every action of every service that a role's policies allow is evaluated, reads and writes, on resources of any owner.",
    "The policies of those resources are unknown and assumed to allow the request.",
    "Accounts of the declared organization count as this account. Actions that support no resource are not checked.",
    "Metrics are permitted. Roles other than execution roles may report their instance, and read templates of Service Catalog.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy:
    "Name ARNs of this account in Resource instead of a wildcard, or add an aws:ResourceAccount or aws:ResourceOrgID condition.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-4", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 SC-7(10)"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const ownBuckets = model.buckets.flatMap(({ arn }) => [arn, `${arn}/*`]);
    const ofExecutionRoles = { permitted: permittedForeignRequests, ownBuckets };
    const ofOtherRoles = { permitted: permittedForeignRequestsOfServiceRoles, ownBuckets };
    const findings = judgeRoles(model, principalsOf(model), (role) =>
      judgeForeignRequests(model, role, model.executionRoles.includes(role) ? ofExecutionRoles : ofOtherRoles),
    );
    return verdictOf(mergeFindings([findings, notApplicable("the configuration contains no IAM role")]));
  },
};

interface ForeignRequestFacts {
  readonly permitted: readonly PermittedRequest[];
  readonly ownBuckets: readonly string[];
}

const judgeForeignRequests = cachedCheck(
  (model, role: RoleWithPolicies, { permitted, ownBuckets }: ForeignRequestFacts) =>
    judgeRequests(
      model,
      `requests of ${role.address} for resources of others`,
      askForeignRequests(model, role, permitted, ownBuckets),
      (answer) => isAllowed(answer) && !isPublishedByAws(answer) && !isPermittedRequest(answer, permitted),
    ),
);

function isPublishedByAws(answer: ForeignRequest): boolean {
  return answer.isAwsOwned && isReadOnlyRequest(answer);
}
