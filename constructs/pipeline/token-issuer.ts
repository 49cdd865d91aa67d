/** Tokens of jobs that may assume a role: all of them have one audience, and one subject or any subject with a prefix. */
export type TokenCaller =
  | {
      readonly audience: string;
      readonly subject: string;
      /**
       * The file and the ref that define the job, as in GitHub's claim `job_workflow_ref`.
       * @default - not compared
       */
      readonly workflow?: string;
    }
  | { readonly audience: string; readonly subjectPrefix: string };

/** Who issues tokens to jobs, and which jobs plan and apply an environment. */
export interface TokenIssuer {
  /** Id of its OIDC provider in the stack, which becomes part of Terraform addresses. */
  readonly id: string;
  /** What it is called. */
  readonly title: string;
  /** Host of the issuer. AWS names the provider, and the condition keys of its tokens, after it. */
  readonly host: string;
  /** Audiences that the OIDC provider accepts. */
  readonly audiences: readonly string[];
  readonly planCallers: (environment: string) => readonly TokenCaller[];
  readonly applyCallers: (environment: string) => readonly TokenCaller[];
}

/** Audience of GitHub's tokens that AWS accepts. */
const STS_AUDIENCE = "sts.amazonaws.com";

/** The files in `.github/workflows` of which jobs plan and apply, as they are on `main`. */
export const GITHUB_WORKFLOWS = {
  pullRequest: "plan-environments.yml",
  nightly: "drift.yml",
  deployment: "deploy.yml",
} as const;

/**
 * GitHub Actions. Pull requests and the nightly comparison plan. Jobs with the GitHub environment of the same name apply. Each needs to be
 * a job of one workflow file as it is on `main`: a branch can change every other workflow, also before anybody has reviewed it.
 *
 * @param source `repository` as in the subject of its tokens: `owner/name`, or `owner@123/name@456`; `comparesClaims`: whether AWS
 *   compares the claim `job_workflow_ref` by itself. Otherwise the subject must contain it, which is a setting of the repository.
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-with-reusable-workflows
 */
export function githubIssuer({
  repository,
  comparesClaims,
}: {
  readonly repository: string;
  readonly comparesClaims: boolean;
}): TokenIssuer {
  // Only subjects contain the ids of the owner and the repository.
  const name = repository.replace(/@\d+/g, "");
  const caller = (what: string, file: string): TokenCaller => {
    const subject = `repo:${repository}:${what}`;
    const workflow = `${name}/.github/workflows/${file}@refs/heads/main`;
    return comparesClaims
      ? { audience: STS_AUDIENCE, subject, workflow }
      : { audience: STS_AUDIENCE, subject: `${subject}:job_workflow_ref:${workflow}` };
  };
  return {
    id: "github",
    title: "GitHub Actions",
    host: "token.actions.githubusercontent.com",
    audiences: [STS_AUDIENCE],
    planCallers: () => [
      caller("pull_request", GITHUB_WORKFLOWS.pullRequest),
      caller("ref:refs/heads/main", GITHUB_WORKFLOWS.nightly),
    ],
    applyCallers: (environment) => [caller(`environment:${environment}`, GITHUB_WORKFLOWS.deployment)],
  };
}

/**
 * Audiences of GitLab's tokens. A job chooses the audience of its token, so that a token with which a job plans is no use for an apply,
 * even on the branch that deploys.
 */
export const GITLAB_AUDIENCES = { plan: "studio-perimeter-plan", apply: "studio-perimeter-apply" } as const;

/**
 * GitLab CI. Jobs of every branch of the project plan: a merge request has the name of its branch in its tokens, and one from a fork has
 * the fork's project. Jobs of the one branch that deploys apply. Tokens have no environment in their subject by default, so jobs of that
 * branch may apply every environment.
 *
 * @param branch a protected branch
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
export function gitlabIssuer(source: {
  readonly project: string;
  readonly branch: string;
  readonly hostname: string;
}): TokenIssuer {
  const branches = `project_path:${source.project}:ref_type:branch:ref:`;
  return {
    id: "gitlab",
    title: "GitLab CI",
    host: source.hostname,
    audiences: Object.values(GITLAB_AUDIENCES),
    planCallers: () => [{ audience: GITLAB_AUDIENCES.plan, subjectPrefix: branches }],
    applyCallers: () => [{ audience: GITLAB_AUDIENCES.apply, subject: `${branches}${source.branch}` }],
  };
}

/** Default audience of the tokens that HCP Terraform exchanges with AWS. */
const HCP_TERRAFORM_AUDIENCE = "aws.workload.identity";

/**
 * HCP Terraform and Terraform Enterprise. Each phase of a run has a token of its own, so that a plan cannot apply.
 *
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 */
export function hcpTerraformIssuer(source: {
  readonly organization: string;
  readonly project: string;
  readonly hostname: string;
}): TokenIssuer {
  const caller = (environment: string, phase: string): TokenCaller => ({
    audience: HCP_TERRAFORM_AUDIENCE,
    subject: [
      `organization:${source.organization}`,
      `project:${source.project}`,
      `workspace:studio-perimeter-${environment}`,
      `run_phase:${phase}`,
    ].join(":"),
  });
  return {
    id: "hcp_terraform",
    title: "HCP Terraform",
    host: source.hostname,
    audiences: [HCP_TERRAFORM_AUDIENCE],
    planCallers: (environment) => [caller(environment, "plan")],
    applyCallers: (environment) => [caller(environment, "apply")],
  };
}
