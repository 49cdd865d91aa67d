import type { PipelineSource } from "./schema/pipeline-source";

/**
 * Who deploys the environments: GitHub Actions, GitLab CI or HCP Terraform, such as `{ kind: "github", repository: "owner/name" }`.
 *
 * If it is set, a stack `bootstrap` is synthesized too. For each environment it has a state bucket, a role that plans, a role that
 * applies, and the permissions boundary of the roles that the apply role may create. If it is undefined, no pipeline is trusted.
 *
 * The state buckets of an account are in one Region: the one that `state` of its environments declares, or else that of its first
 * environment. The roles and the boundary name the Region of their environment.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 * @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration
 */
export const pipeline: PipelineSource | undefined = undefined;
