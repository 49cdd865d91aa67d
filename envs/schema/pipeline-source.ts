import { z } from "zod";
import { fields } from "./fields";
import { formattedString } from "./string-formats";

/** Who deploys the environments. Each kind has tokens of its own, which AWS compares. */
export const pipelineSourceSchema = z.discriminatedUnion("kind", [
  fields("githubPipeline", { kind: z.literal("github"), repository: formattedString("a GitHub repository") }),
  fields("gitlabPipeline", {
    kind: z.literal("gitlab"),
    project: formattedString("a GitLab project"),
    branch: formattedString("a branch").default("main"),
    hostname: formattedString("a server name").default("gitlab.com"),
  }),
  fields("hcpTerraformPipeline", {
    kind: z.literal("hcp-terraform"),
    organization: formattedString("an HCP Terraform organization"),
    project: formattedString("an HCP Terraform project").default("Default Project"),
    hostname: formattedString("a server name").default("app.terraform.io"),
  }),
]);

/**
 * Who deploys the environments: workflows of a repository on GitHub, jobs of a project on GitLab, or runs of HCP Terraform.
 *
 * - `github`: `repository` is `owner/name`, or `owner@123/name@456` for one created, renamed or moved after 15 July 2026.
 * - `gitlab`: `project` is the path with its groups, `branch` the protected branch that deploys (default `main`), and `hostname` the
 *   server (default `gitlab.com`).
 * - `hcp-terraform`: `organization` and `project` (default `Default Project`) of the workspaces `studio-perimeter-<env>`, and `hostname`
 *   of Terraform Enterprise (default `app.terraform.io`).
 */
export type PipelineSource = z.input<typeof pipelineSourceSchema>;

/** A pipeline source with its defaults. */
export type CompletePipelineSource = z.output<typeof pipelineSourceSchema>;
