import {
  hasOnly,
  isAllowed,
  judgeRequests,
  type PolicyModel,
  policyDoubts,
  policyModel,
  type RoleWithPolicies,
  trustOf,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import { iamArn, pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { askWhoAssumes } from "../../iam/questions/roles/assume-role";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import type { DeclaredCaller, DeclaredPipeline } from "../../posture/declared-pipeline";
import type { BootstrapPosture } from "../../posture/posture";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** Anyone who assumes an apply role can change its environment without review. */
export const pipelineRolesKeepTheirCallers: Claim<BootstrapPosture> = {
  name: "pipeline-roles-keep-their-callers",
  title: "Only declared jobs assume pipeline roles",
  meaning:
    "Only declared callers assume a role of a bootstrap stack, and no caller of a plan role may assume an apply role.",
  details: [
    "A token needs the declared provider, and exactly the declared audience and subject. A declaration contains no wildcard.",
    "A plan role may be declared for every subject with a prefix, such as the branches of one project. An apply role may not.",
    "A declared principal is one role or user of the account. Every other caller, also of this account, is refused.",
    "A role that is declared neither as a plan role nor as an apply role violates the claim.",
    "Whether the provider is the declared one, with its URL and client IDs, is a claim of its own.",
  ],
  remedy:
    "Compare the subject and the audience of the token with StringEquals in the trust policy, and declare each role and caller in pipelines.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 IA-8"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const pipelines = pipelinesOf(subject, model);
    const roles = pipelines.flatMap(({ planRole, applyRole }) => [planRole, applyRole]);
    const callersOf = ({ arn }: RoleWithPolicies): readonly DeclaredCaller[] | undefined => {
      const declared = roles.filter((role) => role.arn === arn);
      return declared.length === 0 ? undefined : declared.flatMap(({ callers }) => callers);
    };
    return verdictOf(
      mergeFindings([
        judgeSeparation(pipelines),
        findingsForEach(model.roles, (role) => judgeRole(model, role, callersOf(role))),
      ]),
    );
  },
};

/** A plan runs the code of a pull request before anybody has reviewed it. */
function judgeSeparation(pipelines: readonly DeclaredPipeline[]): Findings {
  const planning = pipelines.flatMap(({ planRole }) => planRole.callers);
  return findingsForEach(pipelines, ({ environment, applyRole }) =>
    findingsForEach(applyRole.callers, (caller) =>
      caller.kind === "tokens"
        ? counterexample(`${callerName(caller)} applies ${environment}: a prefix stands for jobs that nobody has named`)
        : planning.some((plan) => covers(plan, caller))
          ? counterexample(`${callerName(caller)} plans, and also applies ${environment}`)
          : findingsOf({}),
    ),
  );
}

/** Whether a declared caller is another one, or stands for it. */
function covers(caller: DeclaredCaller, other: Exclude<DeclaredCaller, { readonly kind: "tokens" }>): boolean {
  if (caller.kind === "principal" || other.kind === "principal") {
    return caller.kind === "principal" && other.kind === "principal" && caller.arn === other.arn;
  }
  const isSameIssue = caller.provider === other.provider && caller.audience === other.audience;
  const isCovered =
    caller.kind === "token" ? caller.subject === other.subject : other.subject.startsWith(caller.subjectPrefix);
  return isSameIssue && isCovered;
}

function callerName(caller: DeclaredCaller): string {
  return caller.kind === "principal"
    ? caller.arn
    : `${caller.provider} ${caller.audience} ${caller.kind === "token" ? caller.subject : `${caller.subjectPrefix}...`}`;
}

function judgeRole(
  model: PolicyModel,
  role: RoleWithPolicies,
  callers: readonly DeclaredCaller[] | undefined,
): Findings {
  if (callers === undefined) {
    return counterexample(`${role.address} is not declared as a plan or apply role of a pipeline`, role.address);
  }
  const unread = role.trustPolicies.length === 0 ? role.doubts : [];
  const doubts = [...unread, ...policyDoubts(model, { policies: role.trustPolicies, doubts: [] })];
  if (doubts.length > 0) {
    return findingsOf({ doubts });
  }
  const principals = callers.flatMap((caller) => (caller.kind === "principal" ? [caller.arn] : []));
  const tokenTests = callers.flatMap((caller) => (caller.kind === "principal" ? [] : testsOfToken(caller)));
  const answers = askWhoAssumes(model, trustOf(role), { deployers: principals }, tokenTests);
  return judgeRequests(
    model,
    `who assumes ${role.address}`,
    answers,
    (answer) => isAllowed(answer) && !isDeclared(model, answer, callers),
  );
}

type DeclaredToken = Exclude<DeclaredCaller, { readonly kind: "principal" }>;

/**
 * A job with exactly the declared values is a class of its own, apart from every other value and from none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function testsOfToken(token: DeclaredToken): readonly ValueTest[] {
  const host = token.provider.toLowerCase();
  const subject = token.kind === "token" ? token.subject : `${token.subjectPrefix}*`;
  return [valueTest(`${host}:aud`, [token.audience]), valueTest(`${host}:sub`, [subject])];
}

function isDeclared(model: PolicyModel, answer: DecidedRequest<string>, callers: readonly DeclaredCaller[]): boolean {
  const { principal } = answer.caller;
  const isWebIdentity = answer.actions.every(({ name }) => name === "sts:AssumeRoleWithWebIdentity");
  return callers.some((caller) => {
    if (caller.kind === "principal") {
      const isNamed = principal.kind === "iam-principal" && principal.account === model.text.account;
      return (
        isNamed && principal.arn === caller.arn && principal.session === undefined && principal.provider === undefined
      );
    }
    return (
      isWebIdentity &&
      principal.kind === "federated" &&
      principal.provider === iamArn(model, `oidc-provider/${caller.provider}`) &&
      testsOfToken(caller).every((test) => hasOnly(answer, test))
    );
  });
}
