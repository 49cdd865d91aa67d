import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { IamAction } from "../../aws/action-catalog";
import type { PolicySet } from "../../evaluation/authorize";
import type { Policy, Statement } from "../../language/parse-policy";
import { callerOfRole } from "../../request-space/principals/caller-classes";
import { type DecidedRequest, decideRequests } from "../../request-space/requests/decided-requests";
import { allRequestPaths } from "../../request-space/requests/request-paths";
import type { RequestSpace } from "../../request-space/requests/request-space";
import { ownAccountAsOwner } from "../../request-space/resources/resource-owners";
import { targetResourceFinder } from "../../request-space/resources/target-resources";
import { representativeActions, statementsOf } from "../../request-space/statements/statement-queries";

/** What a role is asked about. */
export interface RoleQuestion {
  readonly actions: readonly IamAction[];
  /** Texts that the question tells apart, by condition key in lower case. @default - none */
  readonly distinguishedValues?: Readonly<Record<string, readonly string[]>>;
  /** ARNs that the question tells apart, in groups. @default - none */
  readonly distinguishedArns?: readonly (readonly string[])[];
  /** ARN pattern by resource type. @default - every resource of the type */
  readonly arnPatternByType?: Readonly<Record<string, string>>;
  /** Statements that tell ways apart as the role's own do, and decide nothing. @default - none */
  readonly statementsDistinguishingPaths?: readonly Statement[];
  /** Policy of the resource that is asked about. @default - none speaks of the role */
  readonly resourcePolicy?: Pick<PolicySet, "resource" | "resourcePolicyMode">;
}

/** What a role may do to the account's own resources, from anywhere, by everything that is attached to it. */
export function* decideRoleRequests(
  model: PolicyModel,
  role: RoleWithPolicies,
  question: RoleQuestion,
): Generator<DecidedRequest> {
  const { text, endpoints } = model;
  const statements = statementsOf([...policiesOfRole(role), ...(question.resourcePolicy?.resource ?? [])]);
  const owner = ownAccountAsOwner(text, statements);
  const { distinguishedArns = [], arnPatternByType } = question;
  const space: RequestSpace = {
    text,
    statements,
    callers: [callerOfRole(text, statements, role.arn)],
    actions: representativeActions(question.actions, [
      ...role.identityPolicies,
      ...(question.resourcePolicy?.resource ?? []),
    ]),
    targets: targetResourceFinder({
      text,
      statements,
      owner,
      distinguishedArns,
      ...(arnPatternByType === undefined ? {} : { arnPatternByType }),
    }),
    paths: allRequestPaths(endpoints, [...statements, ...(question.statementsDistinguishingPaths ?? [])], text),
    ...(question.distinguishedValues === undefined ? {} : { distinguishedValues: question.distinguishedValues }),
  };
  const policySet: PolicySet = {
    identity: role.identityPolicies,
    ...(role.permissionsBoundary === undefined ? {} : { boundary: role.permissionsBoundary }),
    resourceAccount: text.account,
    ...question.resourcePolicy,
  };
  yield* decideRequests(space, () => policySet);
}

/** Everything that may decide for the role. */
export function policiesOfRole(role: RoleWithPolicies): readonly Policy[] {
  return [...role.identityPolicies, ...(role.permissionsBoundary ?? [])];
}
