import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import { actionsOf, type CatalogueAction } from "../../aws/action-catalog";
import { reach } from "../../evaluation/principal-matching";
import { type Caller, callers, type Singled } from "../../request-space/principals/callers";
import { type Answer, answers } from "../../request-space/requests/decisions";
import { aroundEndpoints } from "../../request-space/requests/request-paths";
import { targetFinder } from "../../request-space/resources/target-resources";
import { statementsOf } from "../../request-space/statements/statement-queries";
import { roleAnswers } from "./requests-by-role";

/** Name of a session: whoever assumes a role gives it, and always does. */
export const sessionNameKey = "sts:rolesessionname";

/** Every way of becoming a role. */
export function assumeActions(): readonly CatalogueAction[] {
  return actionsOf("sts").filter(({ name }) => name.startsWith("sts:AssumeRole") && name !== "sts:AssumeRoot");
}

/** Ways that are for identities of a provider: nobody who has a session already takes them. */
const federatedActions = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

function isOwnWay({ caller: { principal }, actions }: Answer): boolean {
  const hasSession = principal.kind === "member" && principal.provider !== undefined;
  return !hasSession || actions.some(({ name }) => !federatedActions.includes(name));
}

/** Who assumes the role, as far as its trust decides: everybody's own policies are taken to allow it. */
export function trustAnswers(model: PolicyModel, role: Role): readonly Answer[] {
  return decided(model, role, callers(model.text, statementsOf(role.trust)), {});
}

/** The same, telling the principals of the question apart, and sessions that are named after their user from all others. */
export function trustAnswersByName(model: PolicyModel, role: Role, singled: Singled): readonly Answer[] {
  const everybody = callers(model.text, statementsOf(role.trust), singled);
  const userNames = everybody.flatMap(({ context }) => context.get("aws:username") ?? []);
  const found = decided(model, role, everybody, { [sessionNameKey]: userNames });
  return found.filter(({ request }) => request.context.has(sessionNameKey));
}

function decided(
  model: PolicyModel,
  role: Role,
  everybody: readonly Caller[],
  groups: Readonly<Record<string, readonly string[]>>,
): readonly Answer[] {
  const { text } = model;
  const statements = statementsOf(role.trust);
  const owner = { label: `(${role.address})`, account: text.account };
  const space = {
    text,
    statements,
    callers: everybody,
    actions: assumeActions(),
    targets: targetFinder({ text, statements, only: { role: role.arn }, owner }),
    paths: aroundEndpoints(model.endpoints, statements, text),
    groups,
  };
  const authority = {
    identity: "everything",
    resource: role.trust,
    resourceMode: "required",
    resourceAccount: text.account,
  } as const;
  return [...answers(space, () => authority)].filter(isOwnWay);
}

/**
 * Whether a role of the stack assumes another, by its own policies and the other's trust; nothing where the trust does not
 * speak of it. Where the trust names the role itself, the role's own policies need not allow it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function assumptions(model: PolicyModel, caller: Role, role: Role): Iterable<Answer> {
  const principal = { kind: "member", account: model.text.account, arn: caller.arn } as const;
  const isTrusted = statementsOf(role.trust).some(
    ({ effect, principal: trusted }) => effect === "Allow" && trusted && reach(trusted, principal) !== undefined,
  );
  return isTrusted
    ? roleAnswers(model, caller, {
        actions: assumeActions(),
        only: { role: role.arn },
        resourcePolicy: { resource: role.trust, resourceMode: "required" },
      })
    : [];
}
