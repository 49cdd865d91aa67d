import { type Answer, type AskedCallers, type AskedModel, ask } from "../../ask/ask";
import { fromOutside } from "../../ask/origins";
import { type NamedResource, roleToAssume, trustOf } from "../../ask/resources";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { bestPrincipalMatch } from "../../evaluation/principal-matching";
import type { Statement } from "../../language/parse-policy";
import { soleVariableKey } from "../../language/policy-variables";
import { type ParsedPrincipal, parsePrincipalEntry } from "../../language/principal-entries";
import { userNameOf } from "../../request-space/principals/caller";
import { callerClasses } from "../../request-space/principals/caller-classes";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { hasKey, hasOnly } from "../../request-space/requests/example-request";
import { type ValueTest, valueTest } from "../../request-space/statements/distinctions";
import { isPlainStringEquals, statementsOf } from "../../request-space/statements/statement-queries";

/** The session name, which the caller of AssumeRole chooses and always sends. */
export const roleSessionNameKey = "sts:rolesessionname";

/** Every action that returns credentials of a role. */
function assumeRoleActions(): readonly IamAction[] {
  return actionsOfService("sts").filter(({ name }) => name.startsWith("sts:AssumeRole") && name !== "sts:AssumeRoot");
}

/** Actions that authenticate with a token of an identity provider, not with the credentials of a session. */
const federatedAssumeRoleActions = ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"];

function isAvailableToCaller({ caller: { principal }, actions }: DecidedRequest): boolean {
  const hasSession = principal.kind === "iam-principal" && principal.provider !== undefined;
  return !hasSession || actions.some(({ name }) => !federatedAssumeRoleActions.includes(name));
}

/** Who may assume the role by its trust policy; the callers' own policies are taken to allow it. */
export function askWhoAssumes<Key extends string = never>(
  model: AskedModel,
  trust: NamedResource,
  who: AskedCallers = {},
  distinguishes: readonly ValueTest<Key>[] = [],
): readonly Answer<Key>[] {
  const answers = ask(model, {
    who,
    what: assumeRoleActions(),
    on: roleToAssume(trust),
    from: fromOutside(model.endpoints),
    distinguishes,
  });
  return [...answers].filter(isAvailableToCaller);
}

/** As {@link askWhoAssumes}, and whether the session is named after the IAM user who calls. */
export function askWhoAssumesBySessionName(
  model: AskedModel,
  trust: NamedResource,
  distinguished: AskedCallers,
): readonly Answer<typeof roleSessionNameKey>[] {
  const callers = callerClasses(model.text, statementsOf(trust.policies), distinguished);
  const names = [...new Set(callers.flatMap(userNameOf))].map(sessionNamed);
  const answers = askWhoAssumes(model, trust, distinguished, [anySessionName, ...names]);
  return answers.filter((answer) => hasKey(answer, anySessionName));
}

/** Whether the session is named after the IAM user who calls. IAM users have a user name. A role has none. */
export function usesOwnUserName(answer: DecidedRequest<typeof roleSessionNameKey>): boolean {
  return userNameOf(answer.caller).some((name) => hasOnly(answer, sessionNamed(name)));
}

/** An application to which people sign in: it has the tokens that their OpenID Connect provider issued for it. */
export interface TokenClient {
  /** ARN of the provider. */
  readonly provider: string;
  /** Audience of the tokens. */
  readonly clientId: string;
}

/**
 * Whether a token for one of the clients assumes the role, and every statement that allows it gives the session the name of the token's
 * subject. The client chooses whose token it sends, of those that people gave to it, and the name of the session.
 *
 * Judges statements, not requests: in a request, a variable has no value that would identify a person.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function usesOwnToken(
  { caller: { principal }, decision }: DecidedRequest,
  clients: readonly TokenClient[],
): boolean {
  if (principal.kind !== "federated" || decision.kind !== "allowed" || decision.by.length === 0) {
    return false;
  }
  const ofProvider = clients.filter(({ provider }) => provider === principal.provider);
  return ofProvider.some(({ provider, clientId }) => {
    const issuer = provider.slice(provider.indexOf("/") + 1).toLowerCase();
    return decision.by.every(
      ({ statement }) =>
        requires(statement, `${issuer}:aud`, (value) => value === clientId) &&
        requires(statement, roleSessionNameKey, (value) => soleVariableKey(value) === `${issuer}:sub`),
    );
  });
}

/** Whether the statement applies only to requests with such a value of the key. */
function requires({ conditions }: Statement, key: string, isRequired: (value: string) => boolean): boolean {
  return conditions.some((test) => test.key === key && isPlainStringEquals(test) && test.values.every(isRequired));
}

const anySessionName = valueTest(roleSessionNameKey, []);

function sessionNamed(name: string): ValueTest<typeof roleSessionNameKey> {
  return valueTest(roleSessionNameKey, [name]);
}

/**
 * Those of the callers that the trust policy of a role may admit. Nothing is asked about the others; where a stack has hundreds of
 * roles, most pairs of roles have nothing to do with each other.
 */
export function callersNamedByTrust(
  { trustPolicies }: RoleWithPolicies,
  callers: readonly RoleWithPolicies[],
): readonly RoleWithPolicies[] {
  const trusted = statementsOf(trustPolicies).flatMap(({ effect, principal }) =>
    effect === "Allow" && principal !== undefined ? [principal] : [],
  );
  const named = trusted.flatMap(({ entries }) => entries).map(parsePrincipalEntry);
  if (trusted.some(({ isNegated }) => isNegated) || !named.every(({ kind }) => namesOnePrincipal.has(kind))) {
    return callers;
  }
  const arns = new Set(named.flatMap((entry) => (entry.kind === "iam-principal" ? [entry.arn] : [])));
  return arns.size === 0 ? [] : callers.filter(({ arn }) => arns.has(arn));
}

/** Entries that name no role, or one role by its ARN. */
const namesOnePrincipal: ReadonlySet<ParsedPrincipal["kind"]> = new Set(["iam-principal", "service", "federated"]);

/**
 * Whether a role of the stack may assume another, by its own policies and the other role's trust policy. Where the trust
 * policy names the caller's role itself, the caller's own policies need not allow it. No answers where it does not trust the
 * caller at all.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html
 */
export function askRoleChaining(
  model: AskedModel,
  caller: RoleWithPolicies,
  role: RoleWithPolicies,
): Iterable<DecidedRequest> {
  const principal = { kind: "iam-principal", account: model.text.account, arn: caller.arn } as const;
  const isTrusted = statementsOf(role.trustPolicies).some(
    ({ effect, principal: trusted }) =>
      effect === "Allow" && trusted && bestPrincipalMatch(trusted, principal) !== undefined,
  );
  return isTrusted ? ask(model, { who: caller, what: assumeRoleActions(), on: roleToAssume(trustOf(role)) }) : [];
}
