import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import type { PolicySet } from "../../evaluation/authorize";
import { bestPrincipalMatch } from "../../evaluation/principal-matching";
import type { Caller, DistinguishedPrincipals } from "../../request-space/principals/caller";
import { callerClasses } from "../../request-space/principals/caller-classes";
import { type DecidedRequest, decideRequests } from "../../request-space/requests/decided-requests";
import { pathsBypassingEndpoints } from "../../request-space/requests/request-paths";
import type { RequestSpace } from "../../request-space/requests/request-space";
import { targetResourceFinder } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { decideRoleRequests } from "./requests-by-role";

/** Name of a session: whoever assumes a role gives it, and always does. */
export const roleSessionNameKey = "sts:rolesessionname";

/** Every way of becoming a role. */
export function assumeRoleActions(): readonly IamAction[] {
  return actionsOfService("sts").filter(({ name }) => name.startsWith("sts:AssumeRole") && name !== "sts:AssumeRoot");
}

/** Ways that are for identities of a provider: nobody who has a session already takes them. */
const federatedAssumeRoleActions = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

function isAvailableToCaller({ caller: { principal }, actions }: DecidedRequest): boolean {
  const hasSession = principal.kind === "iam-principal" && principal.provider !== undefined;
  return !hasSession || actions.some(({ name }) => !federatedAssumeRoleActions.includes(name));
}

/** Who assumes the role, as far as its trust decides: everybody's own policies are taken to allow it. */
export function decideAssumeRole(model: PolicyModel, role: RoleWithPolicies): readonly DecidedRequest[] {
  return decideTrustPolicy(model, role, callerClasses(model.text, statementsOf(role.trustPolicies)), {});
}

/** The same, telling the principals of the question apart, and sessions that are named after their user from all others. */
export function decideAssumeRoleBySessionName(
  model: PolicyModel,
  role: RoleWithPolicies,
  distinguished: DistinguishedPrincipals,
): readonly DecidedRequest[] {
  const allCallers = callerClasses(model.text, statementsOf(role.trustPolicies), distinguished);
  const userNames = allCallers.flatMap(({ context }) => context.get("aws:username") ?? []);
  const found = decideTrustPolicy(model, role, allCallers, { [roleSessionNameKey]: userNames });
  return found.filter(({ request }) => request.context.has(roleSessionNameKey));
}

function decideTrustPolicy(
  model: PolicyModel,
  role: RoleWithPolicies,
  allCallers: readonly Caller[],
  distinguishedValues: Readonly<Record<string, readonly string[]>>,
): readonly DecidedRequest[] {
  const { text } = model;
  const statements = statementsOf(role.trustPolicies);
  const owner = { label: `(${role.address})`, account: text.account };
  const space: RequestSpace = {
    text,
    statements,
    callers: allCallers,
    actions: assumeRoleActions(),
    targets: targetResourceFinder({ text, statements, arnPatternByType: { role: role.arn }, owner }),
    paths: pathsBypassingEndpoints(model.endpoints, statements, text),
    distinguishedValues,
  };
  const policySet: PolicySet = {
    identity: "everything",
    resource: role.trustPolicies,
    resourcePolicyMode: "required",
    resourceAccount: text.account,
  };
  return [...decideRequests(space, () => policySet)].filter(isAvailableToCaller);
}

/**
 * Whether a role of the stack assumes another, by its own policies and the other's trust; nothing where the trust does not
 * speak of it. Where the trust names the role itself, the role's own policies need not allow it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function decideRoleChaining(
  model: PolicyModel,
  caller: RoleWithPolicies,
  role: RoleWithPolicies,
): Iterable<DecidedRequest> {
  const principal = { kind: "iam-principal", account: model.text.account, arn: caller.arn } as const;
  const isTrusted = statementsOf(role.trustPolicies).some(
    ({ effect, principal: trusted }) =>
      effect === "Allow" && trusted && bestPrincipalMatch(trusted, principal) !== undefined,
  );
  return isTrusted
    ? decideRoleRequests(model, caller, {
        actions: assumeRoleActions(),
        arnPatternByType: { role: role.arn },
        resourcePolicy: { resource: role.trustPolicies, resourcePolicyMode: "required" },
      })
    : [];
}
