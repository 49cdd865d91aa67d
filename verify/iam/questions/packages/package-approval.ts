import type { PerimeterPosture } from "../../../posture/posture";
import type { TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { type Findings, findingsForEach, findingsOf, mergeFindings, proof } from "../../../verdict/findings";
import { ask } from "../../ask/ask";
import { isAllowed, judgeExecutionRoles, judgeRequests, judgeRoles } from "../../ask/judge";
import { packageArnPrefix, packageRepository } from "../../ask/resources";
import { type PackageRepository, readPackageRepositories } from "../../attachments/package-repository-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { Statement } from "../../language/parse-policy";
import { namesAccount } from "../../language/principal-entries";
import { matchesAnyArn } from "../../patterns/arn-globs";
import { actsOnAny } from "../../request-space/requests/example-request";
import { principalArn } from "../common/declared-principals";
import { judgeGroupChanges } from "./package-names";
import { codeArtifactActions } from "./package-requests";

/** Actions that return a package, or that make CodeArtifact fetch one. */
const readingActions = codeArtifactActions(/^(?:ReadFromRepository|GetPackageVersionAsset)$/);

/**
 * Actions that bring a package into a repository, that open it to its upstreams, or that publish a version again after an approver has
 * archived it.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/update-package-version-status.html
 */
const approvingActions = codeArtifactActions(
  /^(?:CopyPackageVersions|PublishPackageVersion|PutPackageMetadata|PutPackageOriginConfiguration|UpdatePackageVersionsStatus)$/,
);

/**
 * Actions that let packages into a repository by another way: from outside, from an upstream, or by a policy without the denial. A
 * repository that is deleted loses its policy, and may be created anew with upstreams.
 *
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/repos-upstream.html
 */
const openingActions = codeArtifactActions(
  /^(?:AssociateExternalConnection|(?:Update|Delete)Repository|(?:Put|Delete)RepositoryPermissionsPolicy)$/,
);

/**
 * Whether Studio gets only packages that an approver has put into a repository: its roles read repositories into which nothing else comes, and
 * nobody but the approvers brings packages there. Nothing where no approver is declared.
 */
export function judgeApproval(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  { packageApprovers: approvers, deployers }: Pick<PerimeterPosture, "packageApprovers" | "deployers">,
): Findings {
  if (approvers === undefined) {
    return findingsOf({});
  }
  const repositories = readPackageRepositories(configuration, model.text);
  const closed = repositories.filter(isClosed);
  // Terraform manages the repository and its policy as a deployer.
  const openers = [...approvers, ...deployers].map((pattern) => principalArn(model.text, pattern));
  return mergeFindings([
    findingsForEach(repositories, ({ doubts }) => findingsOf({ doubts })),
    judgeExecutionRoles(model, (role) => judgeReader(model, role, repositories)),
    findingsForEach(closed, (repository) => judgeClosed(model, repository, approvers)),
    findingsForEach(closed, (repository) => judgeGrants(model, repository, openers)),
    judgeRoles(
      model,
      closed.length === 0 ? [] : model.roles.filter(({ arn }) => !matchesAnyArn(openers, arn)),
      (role) => judgeOpener(model, role, closed),
    ),
  ]);
}

/** Whether it holds what somebody has put there, and nothing else. */
function isClosed({ fetchesPackages }: PackageRepository): boolean {
  return !fetchesPackages;
}

/** A role reads no repository but the closed ones: by its own policies, and by that of a repository, which is enough within the account. */
function judgeReader(model: PolicyModel, role: RoleWithPolicies, repositories: readonly PackageRepository[]): Findings {
  const closedArns = repositories.filter(isClosed).flatMap(({ arn }) => [arn, `${packageArnPrefix(arn)}*`]);
  return mergeFindings([
    judgeRequests(
      model,
      `packages that ${role.address} reads without an approval`,
      ask(model, { who: role, what: readingActions, distinguishedArns: [closedArns] }),
      (answer) => isAllowed(answer) && !actsOnAny(answer, closedArns),
    ),
    findingsForEach(
      repositories.filter(({ fetchesPackages }) => fetchesPackages),
      (repository) =>
        judgeRequests(
          model,
          `packages of ${repository.address} that ${role.address} reads`,
          ask(model, { who: role, what: readingActions, on: packageRepository(repository) }),
          isAllowed,
        ),
    ),
  ]);
}

function judgeClosed(model: PolicyModel, repository: PackageRepository, approvers: readonly string[]): Findings {
  // A question names one set of principals apart, whatever they are there for.
  const deployers = approvers.map((approver) => principalArn(model.text, approver));
  return mergeFindings([
    proof("packages come into the repository only if somebody puts them there", repository.address),
    judgeRequests(
      model,
      `who puts packages into ${repository.address}`,
      ask(model, { who: { deployers }, what: approvingActions, on: packageRepository(repository) }),
      (answer) => isAllowed(answer) && answer.caller.kind !== "deployer",
    ),
  ]);
}

/** Whom the policy of the repository itself allows to open it. IAM policies outside the configuration are not known. */
function judgeGrants(model: PolicyModel, repository: PackageRepository, openers: readonly string[]): Findings {
  const policies = repository.policies.map((policy) => ({
    ...policy,
    statements: policy.statements.flatMap((statement) => withoutDelegation(statement, model.text.account)),
  }));
  return judgeRequests(
    model,
    `whom ${repository.address} lets open it`,
    ask(model, {
      who: { deployers: openers },
      what: openingActions,
      on: { ...packageRepository({ ...repository, policies }), resourcePolicyMode: "required" },
    }),
    (answer) => isAllowed(answer) && answer.caller.kind !== "deployer",
  );
}

/** Without an Allow for the account itself, which leaves the decision to IAM policies. */
function withoutDelegation(statement: Statement, account: string): readonly Statement[] {
  const { effect, principal } = statement;
  if (effect === "Deny" || principal === undefined || principal.isNegated) {
    return [statement];
  }
  const entries = principal.entries.filter((entry) => !namesAccount(entry, account));
  return entries.length === 0 ? [] : [{ ...statement, principal: { ...principal, entries } }];
}

/** What a role of the stack may do to open repositories. What the execution role changes is judged for every repository. */
function judgeOpener(model: PolicyModel, role: RoleWithPolicies, closed: readonly PackageRepository[]): Findings {
  return mergeFindings([
    judgeGroupChanges(model, role),
    findingsForEach(closed, (repository) =>
      judgeRequests(
        model,
        `how ${role.address} opens ${repository.address}`,
        ask(model, { who: role, what: openingActions, on: packageRepository(repository) }),
        isAllowed,
      ),
    ),
  ]);
}
