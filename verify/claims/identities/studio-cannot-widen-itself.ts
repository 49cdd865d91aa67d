import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../iam/attachments/role-with-policies";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { decideRoleChaining } from "../../iam/questions/roles/assume-role";
import { decidableExecutionRoles } from "../../iam/questions/roles/decidable-roles";
import { isGrantForAwsResource, permittedWritesOfExecutionRoles } from "../../iam/questions/roles/permitted-writes";
import { privilegeEscalationActions } from "../../iam/questions/roles/privilege-escalation-actions";
import { decideRoleRequests, type RoleQuestion } from "../../iam/questions/roles/requests-by-role";
import { decideWriteRequests, isPermittedWrite } from "../../iam/questions/roles/write-access";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { matchesAnyArn } from "../../iam/request-space/resources/target-resources";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/** A perimeter that its inmates can rewrite is none. */
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
    const findings = newPolicyFindings(model.text);
    for (const role of decidableExecutionRoles(model, findings)) {
      judgeManagedPolicies(role, findings);
      judgeOwnPolicies(subject, model, role, findings);
      judgeResourcePolicies(model, role, findings);
      judgeRoleAssumption(model, role, findings);
    }
    return findings.verdict();
  },
};

/** AWS's own full-access policies are far wider than a perimeter, whatever they hold today. */
function judgeManagedPolicies(role: RoleWithPolicies, findings: PolicyFindings): void {
  for (const name of role.managedPolicyNames.filter((managed) =>
    /FullAccess$|^AdministratorAccess|^PowerUserAccess$/.test(managed),
  )) {
    findings.addCounterexample({ text: `${role.address} has AWS's policy ${name}`, addresses: [role.address] });
  }
}

function judgeOwnPolicies(
  { configuration }: ClaimSubject,
  model: PolicyModel,
  role: RoleWithPolicies,
  findings: PolicyFindings,
): void {
  const { partition, account } = model.text;
  const userOwnedResources = ["domain", "user-profile", "notebook-instance"].map(
    (type) => `arn:${partition}:sagemaker:*:${account}:${type}/*`,
  );
  const excuses = permittedWritesOfExecutionRoles(configuration, model);
  const found = decideWriteRequests(model, role, {
    actionsToCheck: privilegeEscalationActions,
    permittedWrites: excuses,
    distinguishedArns: [userOwnedResources],
  });
  const retagsOthers = ({ actions: called, target }: DecidedRequest): boolean =>
    called.every(({ name }) => /^sagemaker:(Add|Delete)Tags$/.test(name)) &&
    !matchesAnyArn(userOwnedResources, target.resource);
  findings.addDecisions(
    `what ${role.address} may change`,
    found,
    (answer) => answer.decision.kind === "allowed" && !isPermittedWrite(answer, excuses) && !retagsOthers(answer),
  );
}

/** A policy on a bucket or key may grant the role what its own policies do not. */
function judgeResourcePolicies(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  for (const bucket of model.buckets) {
    findings.addDoubt(...bucket.doubts);
    if (bucket.doubts.length > 0) {
      continue;
    }
    const arnPatternByType = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
    const question = {
      actions: privilegeEscalationActions("s3"),
      arnPatternByType,
      resourcePolicy: { resource: bucket.policies },
    };
    judgeResource(model, role, bucket.address, question, findings);
  }
  for (const key of model.kmsKeys) {
    findings.addDoubt(...key.doubts);
    if (key.doubts.length > 0) {
      continue;
    }
    const resourcePolicy = { resource: key.policies, resourcePolicyMode: "required" } as const;
    const actions = privilegeEscalationActions("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
    judgeResource(model, role, key.address, { actions, arnPatternByType: { key: key.arn }, resourcePolicy }, findings);
  }
}

/** Another role's trust may let the role become it, whatever its own policies leave out. */
function judgeRoleAssumption(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  for (const other of model.roles.filter(({ arn }) => arn !== role.arn)) {
    findings.addDecisions(
      `how ${role.address} becomes ${other.address}`,
      decideRoleChaining(model, role, other),
      isPrivilegeEscalation,
    );
  }
}

function judgeResource(
  model: PolicyModel,
  role: RoleWithPolicies,
  address: string,
  question: RoleQuestion,
  findings: PolicyFindings,
): void {
  findings.addDecisions(
    `what ${role.address} may change at ${address}`,
    decideRoleRequests(model, role, question),
    isPrivilegeEscalation,
  );
}

function isPrivilegeEscalation({ decision, actions, request }: DecidedRequest): boolean {
  const isGrant = actions.every(({ name }) => name === "kms:CreateGrant") && isGrantForAwsResource(request.context);
  return decision.kind === "allowed" && !isGrant;
}
