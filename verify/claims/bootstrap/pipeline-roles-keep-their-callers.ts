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
import { iamArn } from "../../iam/language/iam-arn";
import { pipelinesOf } from "../../iam/questions/pipelines/pipelines";
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
    "A token of GitHub needs exactly one declared workflow file at one ref, too. Every other workflow is what a branch wrote.",
    "A plan role may be declared for every subject with a prefix, such as the branches of one project. An apply role may not.",
    "A declared principal is one role or user of the account. Every other caller, also of this account, is refused.",
    "A role that is declared neither as a plan role nor as an apply role violates the claim.",
    "Whether the provider is the declared one, with its URL and client IDs, is a claim of its own.",
  ],
  remedy:
    "Compare the subject, the audience and GitHub's job_workflow_ref of the token with StringEquals in the trust policy, and declare each role and caller in pipelines.",
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
        judgeWorkflows(pipelines),
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
        : planning.some((plan) => overlaps(plan, caller))
          ? counterexample(`${callerName(caller)} plans, and also applies ${environment}`)
          : findingsOf({}),
    ),
  );
}

/** Whether a caller can be both of two declared callers. A token has one workflow, and any where none is declared. */
function overlaps(caller: DeclaredCaller, other: Exclude<DeclaredCaller, { readonly kind: "tokens" }>): boolean {
  if (caller.kind === "principal" || other.kind === "principal") {
    return caller.kind === "principal" && other.kind === "principal" && caller.arn === other.arn;
  }
  if (caller.provider !== other.provider || caller.audience !== other.audience) {
    return false;
  }
  return caller.kind === "tokens"
    ? other.subject.startsWith(caller.subjectPrefix)
    : caller.subject === other.subject &&
        (caller.workflow === undefined || other.workflow === undefined || caller.workflow === other.workflow);
}

/**
 * Hosts that issue tokens to jobs of GitHub Actions: of github.com, which an enterprise may extend with its name, of GHE.com, and of
 * GitHub Enterprise Server.
 *
 * @see https://docs.github.com/en/enterprise-cloud@latest/actions/reference/security/oidc
 */
const gitHubIssuer = /^token\.actions\.(?:githubusercontent\.com|[^/]+\.ghe\.com)(?:\/|$)|\/_services\/token$/i;

/**
 * GitHub runs the workflows of a pull request as its branch wrote them. Only the claim `job_workflow_ref` tells such a job from one of a
 * reviewed workflow: by itself, or in a subject that the repository has customized.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
function judgeWorkflows(pipelines: readonly DeclaredPipeline[]): Findings {
  return findingsForEach(pipelines, ({ environment, planRole, applyRole }) =>
    findingsForEach([...planRole.callers, ...applyRole.callers], (caller) =>
      caller.kind === "principal" || !gitHubIssuer.test(caller.provider) || hasWorkflow(caller)
        ? findingsOf({})
        : counterexample(
            `${callerName(caller)} gets a role of ${environment} with every workflow that a branch has written`,
          ),
    ),
  );
}

/** A pull request has a ref of its own, which contains what its branch wrote. */
function hasWorkflow(caller: DeclaredToken): boolean {
  if (caller.kind === "tokens") {
    return false;
  }
  const [, inSubject = ""] = caller.subject.split(":job_workflow_ref:");
  const [, ref = ""] = (caller.workflow ?? inSubject).split("@");
  return ref !== "" && !ref.startsWith("refs/pull/");
}

function callerName(caller: DeclaredCaller): string {
  if (caller.kind === "principal") {
    return caller.arn;
  }
  const subject = caller.kind === "token" ? caller.subject : `${caller.subjectPrefix}...`;
  const workflow = caller.kind === "token" && caller.workflow !== undefined ? ` of ${caller.workflow}` : "";
  return `${caller.provider} ${caller.audience} ${subject}${workflow}`;
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
  const tests = [
    valueTest(`${host}:aud`, [token.audience]),
    valueTest(`${host}:sub`, [token.kind === "token" ? token.subject : `${token.subjectPrefix}*`]),
  ];
  return token.kind === "tokens" || token.workflow === undefined
    ? tests
    : [...tests, valueTest(`${host}:job_workflow_ref`, [token.workflow])];
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
      principal.provider === iamArn(model.text, `oidc-provider/${caller.provider}`) &&
      testsOfToken(caller).every((test) => hasOnly(answer, test))
    );
  });
}
