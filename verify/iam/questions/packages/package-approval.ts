import type { TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { type Findings, findingsForEach, findingsOf, mergeFindings, proof } from "../../../verdict/findings";
import { ask } from "../../ask/ask";
import { isAllowed, judgeExecutionRoles, judgeRequests } from "../../ask/judge";
import { packageArnPrefix, packageRepository } from "../../ask/resources";
import { type PackageRepository, readPackageRepositories } from "../../attachments/package-repository-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, type IamAction } from "../../aws/action-catalog";
import { actsOnAny } from "../../request-space/requests/example-request";
import { principalArn } from "../common/declared-principals";

/** Actions that return a package, or that make CodeArtifact fetch one. */
const readingActions = codeArtifactActions(/^(?:ReadFromRepository|GetPackageVersionAsset)$/);

/** Actions that bring a package into a repository, or that open it to its upstreams. */
const approvingActions = codeArtifactActions(
  /^(?:CopyPackageVersions|PublishPackageVersion|PutPackageMetadata|PutPackageOriginConfiguration)$/,
);

function codeArtifactActions(names: RegExp): readonly IamAction[] {
  return actionsOfService("codeartifact").filter(({ name }) => names.test(name.slice("codeartifact:".length)));
}

/**
 * Whether Studio gets only packages that an approver has put into a repository: its roles read repositories into which nothing else comes, and
 * nobody but the approvers brings packages there. Nothing where no approver is declared.
 */
export function judgeApproval(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  approvers: readonly string[] | undefined,
): Findings {
  if (approvers === undefined) {
    return findingsOf({});
  }
  const repositories = readPackageRepositories(configuration, model.text);
  return mergeFindings([
    findingsForEach(repositories, ({ doubts }) => findingsOf({ doubts })),
    judgeExecutionRoles(model, (role) => judgeReader(model, role, repositories)),
    findingsForEach(repositories.filter(isClosed), (repository) => judgeClosed(model, repository, approvers)),
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
