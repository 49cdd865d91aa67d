import type { RoleWithPolicies } from "../../verify/iam/attachments/role-with-policies";
import { actionsOfService, type IamAction, servicesInCatalog } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Policy, Statement } from "../../verify/iam/language/parse-policy";
import type { PolicyTextResolver } from "../../verify/iam/language/policy-text-resolver";
import { policiesOfRole } from "../../verify/iam/questions/roles/requests-by-role";
import { callerClasses, callerOfRole } from "../../verify/iam/request-space/principals/caller-classes";
import { allRequestPaths, pathsBypassingEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { ownAccountAsOwner } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type DecisionChange, decisionChanges } from "../iam/decision-changes";
import { type DecisionSentenceContext, describeDecisionChanges } from "../iam/describe-decision-changes";
import type { PoliciesBeforeAndAfter } from "../iam/policies-before-and-after";
import { actionsMatchedBy, changedStatements } from "../iam/statement-changes";
import { type PolicyHolder, undecidedPolicyDifferences } from "../iam/undecided-policies";
import { createDifference, type ReviewDifference } from "../model/review-difference";

/** What roles may call, and who may assume them, otherwise than before. A role that is not there may call nothing. */
export function roleDifferences(sides: PoliciesBeforeAndAfter): readonly ReviewDifference[] {
  const { before, after } = sides;
  const addresses = [...new Set([...after.roles.keys(), ...before.roles.keys()])];
  return addresses.flatMap((address) => compareRoles(sides, before.roles.get(address), after.roles.get(address)));
}

function compareRoles(
  sides: PoliciesBeforeAndAfter,
  was: RoleWithPolicies | undefined,
  is: RoleWithPolicies | undefined,
): readonly ReviewDifference[] {
  const role = is ?? was;
  if (role === undefined) {
    return [];
  }
  const [old, now] = [was ?? roleWithoutPolicies(role), is ?? roleWithoutPolicies(role)];
  const doubts = undecidedPolicyDifferences(policyHolderOf(old), policyHolderOf(now), sides.changed, sides.text);
  const isDecidable = old.hasKnownDenies && now.hasKnownDenies;
  return [
    ...doubts,
    ...(isDecidable ? [...permissionDifferences(sides, old, now), ...trustDifferences(sides, old, now)] : []),
    ...managedPolicyDifferences(old, now),
  ];
}

function policyHolderOf(role: RoleWithPolicies): PolicyHolder {
  return { address: role.address, doubts: role.doubts, policies: [...policiesOfRole(role), ...role.trustPolicies] };
}

function roleWithoutPolicies(role: RoleWithPolicies): RoleWithPolicies {
  const { permissionsBoundary: _, ...rest } = role;
  return { ...rest, identityPolicies: [], trustPolicies: [], managedPolicyNames: [], doubts: [], hasKnownDenies: true };
}

function permissionDifferences(
  sides: PoliciesBeforeAndAfter,
  was: RoleWithPolicies,
  is: RoleWithPolicies,
): readonly ReviewDifference[] {
  const [old, now] = [policiesOfRole(was), policiesOfRole(is)];
  const changed = changedStatements(old, now);
  if (changed.length === 0) {
    return [];
  }
  const { text, after } = sides;
  const statements = statementsOf([...now, ...old]);
  const endpoints = [...after.endpoints.values()];
  const space: RequestSpace = {
    text,
    statements,
    callers: [callerOfRole(text, statements, is.arn)],
    actions: actionsMatchedBy(namedActions(changed), changed),
    targets: targetResourceFinder({ text, statements, owner: ownAccountAsOwner(text, statements) }),
    paths: allRequestPaths(endpoints, statements, text),
  };
  const authority = ({ identityPolicies, permissionsBoundary }: RoleWithPolicies): PolicySet => ({
    identity: identityPolicies,
    ...(permissionsBoundary === undefined ? {} : { boundary: permissionsBoundary }),
    resourceAccount: text.account,
  });
  return describeDecisionChanges(
    sentenceContextOf(is, text),
    labelWithAddress(decisionChanges({ space, changed, before: authority(was), after: authority(is) }), is),
  );
}

/** Its Terraform address tells a reader more than its ARN. */
function* labelWithAddress(shifts: Iterable<DecisionChange>, { address }: RoleWithPolicies): Generator<DecisionChange> {
  for (const shift of shifts) {
    yield { ...shift, caller: { ...shift.caller, label: address } };
  }
}

/** Actions of every service that the statements name; of a pattern for all services, those of every one. */
function namedActions(statements: readonly Statement[]): readonly IamAction[] {
  const prefixes = statements.flatMap(({ action }) =>
    action.isNegated ? ["*"] : action.patterns.map((pattern) => (pattern.split(":")[0] ?? "*").toLowerCase()),
  );
  const services = prefixes.flatMap((prefix) => (/[*?]/.test(prefix) ? servicesInCatalog() : [prefix]));
  return [...new Set(services)].flatMap((service) => actionsOfService(service));
}

function trustDifferences(
  sides: PoliciesBeforeAndAfter,
  was: RoleWithPolicies,
  is: RoleWithPolicies,
): readonly ReviewDifference[] {
  const changed = changedStatements(was.trustPolicies, is.trustPolicies);
  if (changed.length === 0) {
    return [];
  }
  const { text, declared } = sides;
  const statements = statementsOf([...is.trustPolicies, ...was.trustPolicies]);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: actionsMatchedBy(
      actionsOfService("sts").filter(({ name }) => name.startsWith("sts:Assume")),
      changed,
    ),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: { role: is.arn },
      owner: { label: `(${is.address})`, account: text.account },
    }),
    paths: pathsBypassingEndpoints([], statements, text).slice(0, 1),
  };
  const authority = (resource: readonly Policy[]): PolicySet => ({
    identity: "everything",
    resource,
    resourcePolicyMode: "required",
    resourceAccount: text.account,
  });
  return describeDecisionChanges(
    { ...sentenceContextOf(is, text), ownResource: { arn: is.arn, word: is.address } },
    decisionChanges({ space, changed, before: authority(was.trustPolicies), after: authority(is.trustPolicies) }),
  );
}

function sentenceContextOf({ address }: RoleWithPolicies, text: PolicyTextResolver): DecisionSentenceContext {
  return { start: "", address, text };
}

/** AWS's own policies are not written out in the configuration. */
function managedPolicyDifferences(was: RoleWithPolicies, is: RoleWithPolicies): readonly ReviewDifference[] {
  const [gained, lost] = [
    is.managedPolicyNames.filter((name) => !was.managedPolicyNames.includes(name)),
    was.managedPolicyNames.filter((name) => !is.managedPolicyNames.includes(name)),
  ];
  return [
    ...gained.map((name) => createDifference("opens", `${is.address} is given AWS's policy ${name}`, [is.address])),
    ...lost.map((name) => createDifference("closes", `${is.address} loses AWS's policy ${name}`, [is.address])),
  ];
}
