import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../iam/attachments/role-with-policies";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import {
  decideAssumeRoleBySessionName,
  decideRoleChaining,
  roleSessionNameKey,
} from "../../iam/questions/roles/assume-role";
import { isBoundToAccountByPassRole, servicesUsingRole } from "../../iam/questions/roles/service-role-arguments";
import type { DistinguishedPrincipals } from "../../iam/request-space/principals/caller";
import type { NamedIamPrincipal } from "../../iam/request-space/principals/named-principals";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { resourcesOfType } from "../../terraform/terraform-configuration";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/** What a role may do is worth what its trust says of who becomes it, and under which name. */
export const rolesKeepTheirCallers: Claim = {
  name: "roles-keep-their-callers",
  title: "Only expected principals assume the roles",
  meaning:
    "Only expected services, roles, deployers, break-glass principals, IAM users and SAML identities of the account assume the stack's other roles.",
  details: [
    "The execution role has its own claim, and cannot assume any of these roles.",
    "A service may assume a role only for this account. Without a stack resource that runs as it, the claim is undecided.",
    "A role of the stack needs an identity policy that allows the call, not only the trust policy.",
    "IAM users must use their user name as session name.",
    "Other accounts, anonymous callers and web identities are refused.",
  ],
  remedy:
    "Limit the trust policy to the named service with aws:SourceAccount, or to principals of this account with a fixed session name.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    const others = model.otherRoles;
    if (others.length === 0) {
      findings.addProof({ text: "the configuration holds no role beside the execution role", addresses: [] });
    }
    for (const role of others) {
      const misspelt = unknownConditionKeys(role.trustPolicies, model.text);
      findings.addDoubt(...misspelt, ...(role.trustPolicies.length === 0 ? role.doubts : []));
      if (misspelt.length === 0) {
        judgeTrust(subject, model, role, findings);
        judgeRoleChaining(model, role, others, findings);
      }
    }
    return findings.verdict();
  },
};

function judgeTrust(subject: ClaimSubject, model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  const { configuration } = subject;
  const singled: DistinguishedPrincipals = {
    executionRoles: model.executionRoles.map(({ arn }) => arn),
    ...declaredPrincipals(subject, model),
  };
  const hosts = servicesUsingRole(configuration, model.text, role);
  const scope: TrustedPrincipals = {
    account: model.text.account,
    roles: model.roles.map(({ arn }) => arn),
    samlProviders: resourcesOfType(configuration, "aws_iam_saml_provider").map(({ address }) =>
      model.text.resolve(`\${${address}.arn}`),
    ),
  };
  const found = decideAssumeRoleBySessionName(model, role, singled);
  const servicesWithoutResource = found.flatMap(({ caller: { principal }, decision }) =>
    principal.kind === "service" && decision.kind === "allowed" && !hosts.includes(principal.servicePrincipal)
      ? [principal.servicePrincipal]
      : [],
  );
  for (const host of new Set(servicesWithoutResource)) {
    const text = `${role.address} trusts ${model.text.placeholders.readable(host)}, and no resource that is modelled runs as it there`;
    findings.addDoubt({ text, addresses: [role.address] });
  }
  findings.addDecisions(
    `who assumes ${role.address}`,
    found,
    (answer) => answer.decision.kind === "allowed" && !isPermittedCaller(answer, scope),
  );
}

interface TrustedPrincipals {
  readonly account: string;
  /** Roles of the stack, which are judged by their own policies as well. */
  readonly roles: readonly string[];
  readonly samlProviders: readonly string[];
}

function isPermittedCaller(answer: DecidedRequest, scope: TrustedPrincipals): boolean {
  const { principal, kind } = answer.caller;
  switch (principal.kind) {
    case "anonymous":
      return false;
    case "service":
      return (
        isBoundToAccountByPassRole(principal.servicePrincipal) || actsOnBehalfOf(scope.account, answer.request.context)
      );
    case "federated":
      return isOwnSamlProvider(principal.provider, scope);
    case "iam-principal":
      return (
        kind === "deployer" ||
        kind === "break-glass" ||
        (kind === "account" && (isRoleOfStack(principal, scope) || usesOwnUserName(answer)))
      );
  }
}

function isOwnSamlProvider(provider: string, { account, samlProviders }: TrustedPrincipals): boolean {
  const [, , service, , owner, resource = ""] = provider.split(":");
  const isOwn = service === "iam" && owner === account && resource.startsWith("saml-provider/");
  return isOwn || samlProviders.includes(provider);
}

/** A single session of a role says nothing of what the role is permitted to. */
function isRoleOfStack({ arn, session, provider }: NamedIamPrincipal, { roles }: TrustedPrincipals): boolean {
  return session === undefined && provider === undefined && roles.includes(arn);
}

/** A role has no user name, and its sessions are named by whoever assumed it. */
function usesOwnUserName({ request: { context } }: DecidedRequest): boolean {
  const [name] = context.get("aws:username") ?? [];
  return name !== undefined && context.get(roleSessionNameKey)?.[0] === name;
}

/** A trust that names a role suffices by itself; what the role's own policies do not say as well, nobody expects of it. */
function judgeRoleChaining(
  model: PolicyModel,
  role: RoleWithPolicies,
  others: readonly RoleWithPolicies[],
  findings: PolicyFindings,
): void {
  for (const caller of others) {
    const found = decideRoleChaining(model, caller, role);
    findings.addDecisions(
      `how ${caller.address} becomes ${role.address}`,
      found,
      ({ decision }) =>
        decision.kind === "allowed" &&
        (caller === role || decision.by.every(({ statement }) => statement.principal !== undefined)),
    );
  }
}
