import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { Role } from "../../iam/attachments/roles";
import { type Findings, newFindings } from "../../iam/questions/common/policy-findings";
import { assumptions } from "../../iam/questions/roles/assume-role";
import { judgeableRoles } from "../../iam/questions/roles/execution-roles";
import { excusesOfStudio, isServiceGrant } from "../../iam/questions/roles/permitted-writes";
import { wideningActions } from "../../iam/questions/roles/privilege-escalation-actions";
import { type RoleQuestion, roleAnswers } from "../../iam/questions/roles/requests-by-role";
import { isExcused, writeAnswers } from "../../iam/questions/roles/write-access";
import type { Answer } from "../../iam/request-space/requests/decisions";
import { isAmong } from "../../iam/request-space/resources/target-resources";
import type { Claim, Subject } from "../../verdict/claim";

/** A perimeter that its inmates can rewrite is none. */
export const studioCannotWidenItself: Claim = {
  name: "studio-cannot-widen-itself",
  meaning:
    "the execution role writes data, models, jobs and logs and nothing else: no permission, no role, no policy, no setting of the domain, its users, the network, the firewall, the logs, a bucket or a key; it assumes no other role, runs no code and sends no message elsewhere, and calls no service that nobody has looked at",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.14", "S3.8", "S3.20", "S3.21", "S4.15", "W12", "W16", "IAM.1", "IAM.21"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    for (const role of judgeableRoles(model, findings)) {
      judgeManaged(role, findings);
      judgeOwnPolicies(subject, model, role, findings);
      judgeResourcePolicies(model, role, findings);
      judgeTrusts(model, role, findings);
    }
    return findings.verdict();
  },
};

/** AWS's own full-access policies are far wider than a perimeter, whatever they hold today. */
function judgeManaged(role: Role, findings: Findings): void {
  for (const name of role.managed.filter((managed) =>
    /FullAccess$|^AdministratorAccess|^PowerUserAccess$/.test(managed),
  )) {
    findings.violate({ text: `${role.address} has AWS's policy ${name}`, addresses: [role.address] });
  }
}

function judgeOwnPolicies({ configuration }: Subject, model: PolicyModel, role: Role, findings: Findings): void {
  const { partition, account } = model.text;
  const people = ["domain", "user-profile", "notebook-instance"].map(
    (type) => `arn:${partition}:sagemaker:*:${account}:${type}/*`,
  );
  const excuses = excusesOfStudio(configuration, model);
  const found = writeAnswers(model, role, { actionsOf: wideningActions, excuses, told: [people] });
  const retagsOthers = ({ actions: called, target }: Answer): boolean =>
    called.every(({ name }) => /^sagemaker:(Add|Delete)Tags$/.test(name)) && !isAmong(people, target.resource);
  findings.judge(
    `what ${role.address} may change`,
    found,
    (answer) => answer.decision.kind === "allowed" && !isExcused(answer, excuses) && !retagsOthers(answer),
  );
}

/** A policy on a bucket or key may grant the role what its own policies do not. */
function judgeResourcePolicies(model: PolicyModel, role: Role, findings: Findings): void {
  for (const bucket of model.buckets) {
    findings.doubt(...bucket.doubts);
    if (bucket.doubts.length > 0) {
      continue;
    }
    const only = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
    const question = { actions: wideningActions("s3"), only, resourcePolicy: { resource: bucket.policy } };
    judgeResource(model, role, bucket.address, question, findings);
  }
  for (const key of model.keys) {
    findings.doubt(...key.doubts);
    if (key.doubts.length > 0) {
      continue;
    }
    const resourcePolicy = { resource: key.policy, resourceMode: "required" } as const;
    const actions = wideningActions("kms").filter(({ resourceTypes }) => resourceTypes.includes("key"));
    judgeResource(model, role, key.address, { actions, only: { key: key.arn }, resourcePolicy }, findings);
  }
}

/** Another role's trust may let the role become it, whatever its own policies leave out. */
function judgeTrusts(model: PolicyModel, role: Role, findings: Findings): void {
  for (const other of model.roles.filter(({ arn }) => arn !== role.arn)) {
    findings.judge(`how ${role.address} becomes ${other.address}`, assumptions(model, role, other), isWidening);
  }
}

function judgeResource(
  model: PolicyModel,
  role: Role,
  address: string,
  question: RoleQuestion,
  findings: Findings,
): void {
  findings.judge(`what ${role.address} may change at ${address}`, roleAnswers(model, role, question), isWidening);
}

function isWidening({ decision, actions, request }: Answer): boolean {
  const isGrant = actions.every(({ name }) => name === "kms:CreateGrant") && isServiceGrant(request.context);
  return decision.kind === "allowed" && !isGrant;
}
