import type { Claim } from "../claim";
import type { Answer } from "../policies/answers";
import { judgeableRoles } from "../policies/execution-roles";
import { type Findings, newFindings } from "../policies/findings";
import { statementsOf } from "../policies/mentions";
import { type PolicyModel, policyModel } from "../policies/policy-model";
import { type RoleQuestion, roleAnswers } from "../policies/role-space";
import { assumptions } from "../policies/role-trust";
import type { Role } from "../policies/roles";
import { isAmong } from "../policies/targets";
import { wideningActions, wideningServices } from "../policies/widening-actions";

/** A perimeter that its inmates can rewrite is none. */
export const studioCannotWidenItself: Claim = {
  name: "studio-cannot-widen-itself",
  meaning:
    "the execution role changes no permission, no role, no policy, no setting of the domain, its users, the network, the firewall, the logs, a bucket or a key, assumes no other role and runs no code elsewhere",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.14", "S3.8", "S3.20", "S3.21", "S4.15", "W12", "W16", "IAM.1", "IAM.21"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    for (const role of judgeableRoles(model, findings)) {
      judgeManaged(role, findings);
      judgeOwnPolicies(model, role, findings);
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

function judgeOwnPolicies(model: PolicyModel, role: Role, findings: Findings): void {
  const actions = servicesAllowed(role).flatMap((service) => wideningActions(service));
  const { partition, account } = model.text;
  const people = ["domain", "user-profile"].map((type) => `arn:${partition}:sagemaker:*:${account}:${type}/*`);
  const found = roleAnswers(model, role, { actions, resources: [people] });
  const retagsOthers = ({ actions: called, target }: Answer): boolean =>
    called.every(({ name }) => /^sagemaker:(Add|Delete)Tags$/.test(name)) && !isAmong(people, target.resource);
  findings.judge(`what ${role.address} may change`, found, (answer) => isWidening(answer) && !retagsOthers(answer));
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

/** A grant that a service makes for its own resources hands nothing to the caller. */
function isWidening({ decision, actions, request }: Answer): boolean {
  const isServiceGrant =
    actions.every(({ name }) => name === "kms:CreateGrant") &&
    request.context.get("kms:grantisforawsresource")?.[0] === "true" &&
    request.context.get("kms:viaservice") !== undefined;
  return decision.kind === "allowed" && !isServiceGrant;
}

/** Services of which the role is allowed anything: all, where a pattern is not bound to one. */
function servicesAllowed(role: Role): readonly string[] {
  const allowing = statementsOf(role.identity).filter(({ effect }) => effect === "Allow");
  const prefixes = allowing.flatMap(({ action }) =>
    action.excluded ? ["*"] : action.patterns.map((pattern) => (pattern.split(":")[0] ?? "*").toLowerCase()),
  );
  const bound = prefixes.filter((prefix) => !/[*?]/.test(prefix));
  return [...new Set(bound.length < prefixes.length ? [...bound, ...wideningServices] : bound)];
}
