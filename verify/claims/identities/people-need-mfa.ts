import {
  type Answer,
  alikeJudge,
  hasKey,
  hasOnly,
  isAllowed,
  judgeRequests,
  type NamedResource,
  type PolicyModel,
  policyDoubts,
  policyModel,
  trustOf,
  valueTest,
} from "../../iam/ask";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { askWhoAssumes } from "../../iam/questions/roles/assume-role";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** A stolen password or access key alone must not be enough to become a role of the stack. */
export const peopleNeedMfa: Claim = {
  name: "people-need-mfa",
  title: "People assume roles only with MFA",
  meaning: "IAM users, root users and principals that the stack does not contain assume its roles only with MFA.",
  details: [
    "Covers every trust policy of the stack, and every way to assume a role.",
    "A request without aws:MultiFactorAuthPresent counts as one without MFA, because access keys send none.",
    "Exempt are AWS services, roles of the stack and declared deployers.",
    "Identity providers require MFA themselves. Another claim checks that each provider is declared.",
  ],
  remedy:
    "Add a Bool condition to the trust policy that requires aws:MultiFactorAuthPresent to be true. Do not use BoolIfExists in an Allow.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 IA-2(1)", "NIST.800-53.r5 IA-2(2)"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const judge = alikeJudge(model, (trust) => judgeTrust(subject, model, trust));
    const findings = findingsForEach(model.roles, (role) => {
      const unread = role.trustPolicies.length === 0 ? role.doubts : [];
      const doubts = [...unread, ...policyDoubts(model, { policies: role.trustPolicies, doubts: [] })];
      return doubts.length > 0 ? findingsOf({ doubts }) : judge(trustOf(role));
    });
    return verdictOf(mergeFindings([findings, notApplicable("no role of the stack is assumed by people", "role")]));
  },
};

const mfaPresent = valueTest("aws:multifactorauthpresent", ["true"]);
const mfaAge = valueTest("aws:multifactorauthage", []);

function judgeTrust(subject: ClaimSubject, model: PolicyModel, trust: NamedResource): Findings {
  const rolesOfStack = model.roles.map(({ arn }) => arn);
  const callers = { ...declaredPrincipals(subject, model), stackRoles: rolesOfStack };
  const answers = askWhoAssumes(model, trust, callers, [mfaPresent, mfaAge]);
  const possible = answers.filter(({ decision }) => decision.kind === "allowed" || decision.kind === "unknown");
  const people = possible.filter((answer) => isPerson(answer, rolesOfStack));
  const federated = possible.filter(({ caller }) => caller.principal.kind === "federated");
  return mergeFindings([
    judgeRequests(
      model,
      `people who assume ${trust.address}`,
      people,
      (answer) => isAllowed(answer) && !isWithMfa(answer),
    ),
    federated.length === 0
      ? findingsOf({})
      : proof(`${trust.address} is assumed through an identity provider, which is responsible for MFA`, trust.address),
  ]);
}

/** A role that a person has already assumed counts as the person. */
function isPerson({ caller: { kind, principal } }: DecidedRequest, rolesOfStack: readonly string[]): boolean {
  const isRoleOfStack = principal.kind === "iam-principal" && rolesOfStack.includes(principal.arn);
  return (
    principal.kind === "anonymous" || (principal.kind === "iam-principal" && kind !== "deployer" && !isRoleOfStack)
  );
}

/** The age of the MFA sign-in exists only where there was one. */
function isWithMfa(answer: Answer<(typeof mfaPresent | typeof mfaAge)["key"]>): boolean {
  return hasOnly(answer, mfaPresent) || hasKey(answer, mfaAge);
}
