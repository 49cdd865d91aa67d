import {
  type Answer,
  type AskedCallers,
  alikeJudge,
  cachedCheck,
  isAllowed,
  judgeRequests,
  type NamedResource,
  type PolicyModel,
  policyDoubts,
  policyModel,
  type RoleTrust,
  type RoleWithPolicies,
  trustOf,
} from "../../iam/ask";
import { isBoundToAccountByPassRole, servicesUsingRole } from "../../iam/aws/service-role-arguments";
import { iamArn } from "../../iam/language/iam-arn";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import {
  askRoleChaining,
  askWhoAssumesBySessionName,
  callersNamedByTrust,
  type roleSessionNameKey,
  type TokenClient,
  usesOwnToken,
  usesOwnUserName,
} from "../../iam/questions/roles/assume-role";
import type { NamedIamPrincipal } from "../../iam/request-space/principals/named-principals";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import { resourcesOfType } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
} from "../../verdict/findings";

/** The permissions of a role are as safe as its trust policy, and traceable only if session names are. */
export const rolesKeepTheirCallers: Claim = {
  name: "roles-keep-their-callers",
  title: "Only expected principals assume the roles",
  meaning:
    "Only expected services, roles, deployers, break-glass principals, IAM users, SAML identities of the account and declared portals assume the stack's other roles.",
  details: [
    "The execution role has its own claim, and cannot assume any of these roles.",
    "A service may assume a role only for this account. Without a stack resource that runs as it, the claim is undecided.",
    "A role of the stack needs an identity policy that allows the call, not only the trust policy.",
    "IAM users must use their user name as session name.",
    "A portal needs a token of its provider and for its client ID, and the token's subject as session name.",
    "Other accounts, anonymous callers and other web identities are refused.",
  ],
  remedy:
    "Limit the trust policy to the named service with aws:SourceAccount, or to principals of this account with a fixed session name.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const trusted = trustedPrincipals(subject, model);
    const distinguished = {
      executionRoles: model.executionRoles.map(({ arn }) => arn),
      stackRoles: trusted.roles,
      ...declaredPrincipals(subject, model),
    };
    const judgeAlikeTrust = alikeJudge(
      model,
      (trust, usedServices: readonly string[]) => judgeTrust(model, trust, { usedServices, trusted, distinguished }),
      { factsOf: (trust: RoleTrust) => servicesUsingRole(subject.configuration, model.text, trust) },
    );
    const findings = findingsForEach(model.otherRoles, (role) => judgeRole(model, role, judgeAlikeTrust));
    return verdictOf(model.otherRoles.length > 0 ? findings : onlyExecutionRoles);
  },
};

const onlyExecutionRoles = notApplicable("the configuration contains no role other than the execution role", "role");

function judgeRole(
  model: PolicyModel,
  role: RoleWithPolicies,
  judgeAlikeTrust: (trust: RoleTrust) => Findings,
): Findings {
  const unknownKeys = policyDoubts(model, { policies: role.trustPolicies, doubts: [] });
  const unread = role.trustPolicies.length === 0 ? role.doubts : [];
  const doubts = findingsOf({ doubts: [...unknownKeys, ...unread] });
  return unknownKeys.length > 0
    ? doubts
    : mergeFindings([doubts, judgeAlikeTrust(trustOf(role)), judgeRoleChaining(model, role)]);
}

interface TrustFacts {
  /** Services that work as the role for some resource of the configuration. */
  readonly usedServices: readonly string[];
  readonly trusted: TrustedPrincipals;
  readonly distinguished: AskedCallers;
}

const judgeTrust = cachedCheck((model, trust: NamedResource, { usedServices, trusted, distinguished }: TrustFacts) => {
  const { text } = model;
  const answers = askWhoAssumesBySessionName(model, trust, distinguished);
  const unusedServices = answers.filter(isAllowed).flatMap(({ caller: { principal } }) => {
    const service = principal.kind === "service" ? principal.servicePrincipal : undefined;
    return service === undefined || usedServices.includes(service) ? [] : [service];
  });
  return mergeFindings([
    findingsForEach([...new Set(unusedServices)], (service) =>
      doubt(
        `${trust.address} trusts the service ${text.placeholders.readable(service)}, but no modeled resource uses the role with it`,
        trust.address,
      ),
    ),
    judgeRequests(
      model,
      `who assumes ${trust.address}`,
      answers,
      (answer) => isAllowed(answer) && !isPermittedCaller(answer, trusted),
    ),
  ]);
});

interface TrustedPrincipals {
  readonly account: string;
  /** Roles of the stack, whose own policies are judged as well. */
  readonly roles: readonly string[];
  readonly samlProviders: readonly string[];
  /** Applications that act for people who signed in to them. */
  readonly portals: readonly TokenClient[];
}

function trustedPrincipals({ configuration, posture }: ClaimSubject, { text, roles }: PolicyModel): TrustedPrincipals {
  return {
    account: text.account,
    roles: roles.map(({ arn }) => arn),
    samlProviders: resourcesOfType(configuration, "aws_iam_saml_provider").map(({ address }) =>
      text.resolve(`\${${address}.arn}`),
    ),
    portals: (posture.identityProviders ?? []).flatMap((declared) =>
      declared.kind === "existing" && declared.clientId !== undefined
        ? [{ provider: iamArn(text, declared.provider), clientId: declared.clientId }]
        : [],
    ),
  };
}

function isPermittedCaller(answer: Answer<typeof roleSessionNameKey>, trusted: TrustedPrincipals): boolean {
  const { principal, kind } = answer.caller;
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return isBoundToAccountByPassRole(principal.servicePrincipal) || actsOnBehalfOf(trusted.account, answer.caller);
    case "federated":
      return isOwnSamlProvider(principal.provider, trusted) || usesOwnToken(answer, trusted.portals);
    case "iam-principal":
      return (
        kind === "deployer" ||
        kind === "break-glass" ||
        (kind === "account" && (isRoleOfStack(principal, trusted) || usesOwnUserName(answer)))
      );
  }
}

function isOwnSamlProvider(provider: string, { account, samlProviders }: TrustedPrincipals): boolean {
  const [, , service, , owner, resource = ""] = provider.split(":");
  const isOwn = service === "iam" && owner === account && resource.startsWith("saml-provider/");
  return isOwn || samlProviders.includes(provider);
}

/** A single session of a role is not limited by what the role's policies allow it to assume. */
function isRoleOfStack({ arn, session, provider }: NamedIamPrincipal, { roles }: TrustedPrincipals): boolean {
  return session === undefined && provider === undefined && roles.includes(arn);
}

/** A trust policy that names a role is enough on its own, so the caller's policies must allow it too, on purpose. */
function judgeRoleChaining(model: PolicyModel, role: RoleWithPolicies): Findings {
  return findingsForEach(callersNamedByTrust(role, model.otherRoles), (caller) =>
    judgeRequests(
      model,
      `how ${caller.address} assumes ${role.address}`,
      askRoleChaining(model, caller, role),
      ({ decision }) =>
        decision.kind === "allowed" &&
        (caller === role || decision.by.every(({ statement }) => statement.principal !== undefined)),
    ),
  );
}
