import {
  type AskedModel,
  actsOnAny,
  alikeJudge,
  ask,
  bucketAndObjects,
  cachedCheck,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  kmsKey,
  type NamedResource,
  policyModel,
  type Question,
  type ResourceFacts,
  type RoleWithPolicies,
  resourceFacts,
} from "../../iam/ask";
import { policiesOfRole } from "../../iam/attachments/role-with-policies";
import { askRoleChaining } from "../../iam/questions/roles/assume-role";
import { isPermittedRequest, type PermittedRequest } from "../../iam/questions/roles/permitted-requests";
import {
  askWrites,
  type GrantKey,
  grantsForAwsResources,
  makesGrantsForAwsResources,
  permittedWritesOfExecutionRoles,
} from "../../iam/questions/roles/permitted-writes";
import { privilegeEscalationActions } from "../../iam/questions/roles/privilege-escalation-actions";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, findingsForEach, findingsOf, mergeFindings, proof } from "../../verdict/findings";

/** A perimeter that its users can change protects nothing. */
export const studioCannotWidenItself: Claim = {
  name: "studio-cannot-widen-itself",
  title: "Studio cannot extend its own permissions",
  meaning:
    "The execution role cannot change permissions, roles, policies, network, logs, keys, buckets or domain settings, and cannot assume another role.",
  details: [
    "Every write action that a data scientist's work does not need is evaluated, for every AWS service.",
    "It may invoke the stack's own Lambda functions, and create KMS grants for AWS services.",
    "Grants from bucket policies, key policies and other roles' trust policies are included.",
    "AdministratorAccess, PowerUserAccess and every managed policy that ends in FullAccess violate the claim.",
  ],
  remedy:
    "Remove the action from the execution role's policies, or deny it. Replace AWS full-access policies with the actions that Studio needs.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["IAM.1", "IAM.21", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)", "NIST.800-53.r5 AC-5"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const { roles } = model;
    const permittedWrites = permittedWritesOfExecutionRoles(subject.configuration, model);
    const resources = { buckets: model.buckets.map(resourceFacts), keys: model.kmsKeys.map(resourceFacts) };
    const findings = judgeExecutionRoles(model, (role) =>
      mergeFindings([
        roleWithoutPolicies(role),
        judgeManagedPolicies(role),
        judgeOwnPolicies(model, role, permittedWrites),
        judgeResourcePolicies(model, role, resources),
        judgeRoleAssumption(model, role, roles),
      ]),
    );
    return verdictOf(findings);
  },
};

/** IAM allows nothing that no policy allows. */
function roleWithoutPolicies({ address, identityPolicies, managedPolicyNames }: RoleWithPolicies): Findings {
  return identityPolicies.length === 0 && managedPolicyNames.length === 0
    ? proof(`${address} has no policy of its own that allows anything`, address)
    : findingsOf({});
}

/** AWS's full-access policies allow far more than Studio needs, whatever their current version contains. */
function judgeManagedPolicies({ address, managedPolicyNames }: RoleWithPolicies): Findings {
  const tooWide = managedPolicyNames.filter((name) => /FullAccess$|^AdministratorAccess|^PowerUserAccess$/.test(name));
  return findingsOf({
    counterexamples: tooWide.map((name) => ({
      text: `${address} has the AWS managed policy ${name}`,
      addresses: [address],
    })),
  });
}

const judgeOwnPolicies = cachedCheck((model, role: RoleWithPolicies, permittedWrites: readonly PermittedRequest[]) => {
  const { partition, account } = model.text;
  const userOwnedResources = ["domain", "user-profile", "notebook-instance"].map(
    (type) => `arn:${partition}:sagemaker:*:${account}:${type}/*`,
  );
  const answers = askWrites(model, role, {
    actionsToCheck: privilegeEscalationActions,
    permittedWrites,
    distinguishedArns: [userOwnedResources],
  });
  // Tags of a user's own models and jobs grant nothing; tags of domains, profiles and notebook instances do.
  const tagsOrdinaryResource = (answer: DecidedRequest): boolean =>
    answer.actions.every(({ name }) => /^sagemaker:(Add|Delete)Tags$/.test(name)) &&
    !actsOnAny(answer, userOwnedResources);
  return judgeRequests(
    model,
    `what ${role.address} may change`,
    answers,
    (answer) => isAllowed(answer) && !isPermittedRequest(answer, permittedWrites) && !tagsOrdinaryResource(answer),
  );
});

/** A policy of a bucket or key may grant the role what the role's own policies do not. */
const judgeResourcePolicies = cachedCheck((model, role: RoleWithPolicies, { buckets, keys }: ResourcesWithPolicies) => {
  const ofKeys = privilegeEscalationActions("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
  const ofBuckets = privilegeEscalationActions("s3");
  return mergeFindings([
    judgeEach(model, role, buckets, (bucket) => ({ what: ofBuckets, on: bucketAndObjects(bucket) })),
    judgeEach(model, role, keys, (key) => ({ what: ofKeys, on: kmsKey(key) })),
  ]);
});

/** The buckets and keys of the stack. */
interface ResourcesWithPolicies {
  readonly buckets: readonly ResourceFacts[];
  readonly keys: readonly ResourceFacts[];
}

function judgeEach(
  model: AskedModel,
  role: RoleWithPolicies,
  resources: readonly ResourceFacts[],
  questionAbout: (resource: NamedResource) => Question,
): Findings {
  const judgeAlike = alikeJudge(
    model,
    (resource) =>
      judgeRequests(
        model,
        `what ${role.address} may change at ${resource.address}`,
        ask(model, { who: role, ...questionAbout(resource), distinguishes: grantsForAwsResources }),
        isPrivilegeEscalation,
      ),
    { statements: statementsOf(policiesOfRole(role)) },
  );
  return findingsForEach(resources, (resource) =>
    resource.doubts.length > 0 ? findingsOf({ doubts: resource.doubts }) : judgeAlike(resource),
  );
}

/** The trust policy of another role may let the role assume it without a permission of its own. */
const judgeRoleAssumption = cachedCheck((model, role: RoleWithPolicies, roles: readonly RoleWithPolicies[]) => {
  const others = roles.filter(({ arn }) => arn !== role.arn);
  return findingsForEach(others, (other) =>
    judgeRequests(
      model,
      `how ${role.address} assumes ${other.address}`,
      askRoleChaining(model, role, other),
      isAllowed,
    ),
  );
});

function isPrivilegeEscalation(answer: DecidedRequest<GrantKey>): boolean {
  return isAllowed(answer) && !makesGrantsForAwsResources(answer);
}
