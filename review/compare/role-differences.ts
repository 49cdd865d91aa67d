import { policiesOfRole, type RoleWithPolicies } from "../../verify/iam/attachments/role-with-policies";
import { actionsOfService, type IamAction, servicesInCatalog } from "../../verify/iam/aws/action-catalog";
import type { PolicySet } from "../../verify/iam/evaluation/authorize";
import { serviceOfPattern } from "../../verify/iam/evaluation/statement-matching";
import { allowAllPolicy, type Policy, type Statement } from "../../verify/iam/language/parse-policy";
import { callerClasses, callerOfRole } from "../../verify/iam/request-space/principals/caller-classes";
import { allRequestPaths, pathsBypassingEndpoints } from "../../verify/iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../verify/iam/request-space/requests/request-space";
import { resourceOwners } from "../../verify/iam/request-space/resources/resource-owners";
import { targetResourceFinder } from "../../verify/iam/request-space/resources/target-resources";
import { actionsNamedBy, statementsOf } from "../../verify/iam/request-space/statements/statement-queries";
import { type DecisionChange, decisionChanges } from "../iam/decision-changes";
import { describeDecisionChanges } from "../iam/describe-decision-changes";
import { type PoliciesBeforeAndAfter, surroundingsOf } from "../iam/policies-before-and-after";
import { rolePermissionKind, trustKind } from "../iam/request-kinds";
import { changedStatements, unlistedActionDifferences } from "../iam/statement-changes";
import { type PolicyHolder, undecidedPolicyDifferences } from "../iam/undecided-policies";
import { addedAndRemoved, createDifference, type MatchedItem, type ReviewDifference } from "../model/review-difference";

/**
 * What roles can call, and who can assume them, differently after the change. A role that does not exist can call nothing. Policies
 * that no role has before or after the change are compared as roles: others may have them, also as a boundary.
 */
export function roleDifferences(policies: PoliciesBeforeAndAfter): readonly ReviewDifference[] {
  const { before, after } = policies;
  const addresses = [...new Set([...after.roles.keys(), ...before.roles.keys()])];
  const unattached = [...after.unattached].filter(([address]) => before.unattached.has(address));
  return [
    ...addresses.flatMap((address) => compareRoles(policies, before.roles.get(address), after.roles.get(address))),
    ...unattached.flatMap(([address, policy]) => compareRoles(policies, before.unattached.get(address), policy)),
  ];
}

function compareRoles(
  policies: PoliciesBeforeAndAfter,
  roleBefore: RoleWithPolicies | undefined,
  roleAfter: RoleWithPolicies | undefined,
): readonly ReviewDifference[] {
  const existing = roleAfter ?? roleBefore;
  if (existing === undefined) {
    return [];
  }
  const before = roleBefore ?? roleWithoutPolicies(existing);
  const after = roleAfter ?? roleWithoutPolicies(existing);
  const role = { before, after };
  const isDecidable = before.hasKnownDenies && after.hasKnownDenies;
  return [
    ...undecidedPolicyDifferences(policyHolderOf(before), policyHolderOf(after), policies.changed, policies.text),
    ...unlistedActionDifferences(
      after.address,
      changedStatements(
        [...policiesOfRole(before), ...before.trustPolicies],
        [...policiesOfRole(after), ...after.trustPolicies],
      ),
    ),
    ...(isDecidable ? [...permissionDifferences(policies, role), ...trustDifferences(policies, role)] : []),
    ...managedPolicyDifferences(role),
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
  policies: PoliciesBeforeAndAfter,
  { before, after }: MatchedItem<RoleWithPolicies>,
): readonly ReviewDifference[] {
  const [policiesBefore, policiesAfter] = [policiesOfRole(before), policiesOfRole(after)];
  const changed = changedStatements(policiesBefore, policiesAfter);
  if (changed.length === 0) {
    return [];
  }
  const { text } = policies;
  const isUnattached = policies.after.unattached.has(after.address);
  const statements = statementsOf([...policiesAfter, ...policiesBefore]);
  const endpoints = [...policies.after.endpoints.values()];
  const base: Omit<RequestSpace, "targets"> = {
    text,
    statements,
    callers: [callerOfRole(text, statements, after.arn)],
    actions: actionsNamedBy(changed, namedActions(changed)),
    paths: allRequestPaths(endpoints, statements, text),
  };
  const changes = resourceOwners(text, statements).flatMap((owner) => {
    const policySet = ({ identityPolicies, permissionsBoundary }: RoleWithPolicies): PolicySet => ({
      identity: identityPolicies,
      ...(permissionsBoundary === undefined ? {} : { boundary: permissionsBoundary }),
      // Another account may grant everything on its resources.
      ...(owner.isOwn ? {} : { resource: [allowAllPolicy] }),
      resourceAccount: owner.account,
    });
    const space = { ...base, targets: targetResourceFinder({ text, statements, owner }) };
    return [...decisionChanges({ space, changed, before: policySet(before), after: policySet(after) })];
  });
  return describeDecisionChanges(
    {
      start: "",
      address: after.address,
      text,
      statements,
      kindOf: (opened) =>
        isUnattached || policies.before.roles.has(after.address)
          ? rolePermissionKind(surroundingsOf(policies), opened)
          : "new-role-request",
    },
    labelCaller(changes, isUnattached ? `A role with ${after.address}` : after.address),
  );
}

/** Names the caller by a Terraform address, which reviewers know better than the ARN. */
function* labelCaller(changes: Iterable<DecisionChange>, label: string): Generator<DecisionChange> {
  for (const change of changes) {
    yield { ...change, caller: { ...change.caller, label } };
  }
}

/** All actions of the services that the statements name. A service wildcard names every service. */
function namedActions(statements: readonly Statement[]): readonly IamAction[] {
  const prefixes = statements.flatMap(({ action }) =>
    action.isNegated ? ["*"] : action.patterns.map(serviceOfPattern),
  );
  const services = prefixes.flatMap((prefix) => (/[*?]/.test(prefix) ? servicesInCatalog() : [prefix]));
  return [...new Set(services)].flatMap((service) => actionsOfService(service));
}

/** Actions that trust policies decide: a session, its tags, its source identity and its context. */
const trustActions = /^sts:(?:Assume|TagSession|SetSourceIdentity|SetContext)/;

function trustDifferences(
  policies: PoliciesBeforeAndAfter,
  { before, after }: MatchedItem<RoleWithPolicies>,
): readonly ReviewDifference[] {
  const changed = changedStatements(before.trustPolicies, after.trustPolicies);
  if (changed.length === 0) {
    return [];
  }
  const { text, declared } = policies;
  const statements = statementsOf([...after.trustPolicies, ...before.trustPolicies]);
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declared),
    actions: actionsNamedBy(
      changed,
      actionsOfService("sts").filter(({ name }) => trustActions.test(name)),
    ),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: { role: after.arn },
      owner: { label: `(${after.address})`, account: text.account },
    }),
    paths: pathsBypassingEndpoints([], statements, text).slice(0, 1),
  };
  const policySet = (resource: readonly Policy[]): PolicySet => ({
    identity: "everything",
    resource,
    resourcePolicyMode: "required",
    resourceAccount: text.account,
  });
  return describeDecisionChanges(
    {
      start: "",
      address: after.address,
      text,
      statements,
      kindOf: (opened) => trustKind(surroundingsOf(policies), opened),
      ownResource: { arn: after.arn, word: after.address },
    },
    decisionChanges({
      space,
      changed,
      before: policySet(before.trustPolicies),
      after: policySet(after.trustPolicies),
    }),
  );
}

/** AWS managed policies are compared by name, because the configuration does not contain their documents. */
function managedPolicyDifferences({ before, after }: MatchedItem<RoleWithPolicies>): readonly ReviewDifference[] {
  const { address } = after;
  const { added, removed } = addedAndRemoved(before.managedPolicyNames, after.managedPolicyNames, (name) => name);
  return [
    ...added.map((name) => createDifference("opens", `${address} gains the AWS managed policy ${name}`, [address])),
    ...removed.map((name) => createDifference("closes", `${address} loses the AWS managed policy ${name}`, [address])),
  ];
}
