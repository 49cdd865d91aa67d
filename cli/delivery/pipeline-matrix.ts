import { type Document, parseDocument } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "../../verify/terraform/terraform-configuration";
import type { GitlabJob } from "../syntax/delivery/matrix-syntax";
import type { StackChanges } from "./changed-stacks";
import { type BlockedStack, deploymentStages, stagesAfter } from "./deployment-order";

/** What a job of a pipeline gets for one environment. */
interface MatrixEntry {
  readonly environment: string;
  /** The name as it can be part of a variable: `TEAM_A`. */
  readonly variable: string;
  /** Of its Terraform and its assets. */
  readonly digest: string;
  /** Digest of the changes that may be applied. @default - the job applies nothing */
  readonly approve?: string;
}

/** GitHub runs at most 256 jobs of a matrix. */
const MAXIMUM_GITHUB_JOBS = 256;

/**
 * A matrix of GitHub Actions with one job for each changed environment.
 *
 * @param approved digests of the changes that may be applied, by environment
 * @throws when it has more jobs than GitHub runs
 */
export function githubMatrix(
  changes: StackChanges,
  approved: ReadonlyMap<string, string> = new Map(),
): { readonly include: readonly MatrixEntry[] } {
  const include = matrixEntries(changes).map((entry) => {
    const approve = approved.get(entry.environment);
    return approve === undefined ? entry : { ...entry, approve };
  });
  if (include.length > MAXIMUM_GITHUB_JOBS) {
    throw new Error(
      `matrix: GitHub runs at most ${MAXIMUM_GITHUB_JOBS} jobs of a matrix, got ${include.length} changed environments; change fewer at a time`,
    );
  }
  return { include };
}

/** Stages of a deployment as a workflow takes them, and what is left out of them. */
export interface GithubStages {
  /** Outputs `stage_1` and so on of a step, one a line: the matrix of each job. */
  readonly outputs: string;
  /** Environments that are in no stage, because one that they wait for was not applied. */
  readonly blocked: readonly BlockedStack[];
}

/**
 * Matrices of jobs that run one after the other. A stage without an environment has no job, so its job must have a condition; the first
 * one has an environment where any has.
 *
 * @param count how many jobs with a matrix the workflow has
 * @param applied what jobs of the run have applied. @default - no job has ended, and every environment is in its stage
 * @throws when the environments need more stages, or a stage has more jobs than GitHub runs
 */
export function githubStages(
  changes: StackChanges,
  approved: ReadonlyMap<string, string>,
  count: number,
  applied?: ReadonlySet<string>,
): GithubStages {
  const all = deploymentStages(changes.changed);
  const after = all.slice(count).flatMap((stage) => stage.map(({ name }) => name));
  if (after.length > 0) {
    throw new Error(
      `--stages: ${after.join(", ")} must be applied after ${count} stages, got ${all.length} stages; apply them in a later run`,
    );
  }
  const { stages, blocked } = applied === undefined ? { stages: all, blocked: [] } : stagesAfter(all, applied);
  const outputs = Array.from({ length: count }, (_, index) => {
    const matrix = githubMatrix({ ...changes, changed: stages[index] ?? [] }, approved);
    return `stage_${index + 1}=${JSON.stringify(matrix)}\n`;
  });
  return { outputs: outputs.join(""), blocked };
}

function matrixEntries({ changed }: StackChanges): readonly MatrixEntry[] {
  return changed.map(({ name, digest }) => ({
    environment: name,
    variable: name.toUpperCase().replaceAll("-", "_"),
    digest,
  }));
}

/**
 * A child pipeline of GitLab with one job for each changed environment. It has the hidden jobs of the template in it, so that a merge
 * request that changes the template does not change the jobs that judge it.
 *
 * @param template text of the YAML file with the hidden jobs
 * @throws when the template lacks a hidden job, or is not YAML
 */
export function gitlabPipeline(
  changes: StackChanges,
  { template, path, job, isApprovalNeeded }: GitlabPipelineOptions,
): JsonObject {
  const file = parseTemplate(template, path);
  const entries = matrixEntries(changes);
  const jobs: Readonly<Record<string, GitlabJobEntry>> = {
    ...Object.fromEntries(
      entries.map(({ environment, variable, digest }) => [
        `${job} ${environment}`,
        {
          extends: `.perimeter-${job}`,
          variables: {
            PERIMETER_ENVIRONMENT: environment,
            PERIMETER_VARIABLE: variable,
            PERIMETER_STACK_DIGEST: digest,
          },
        },
      ]),
    ),
    ...(job === "plan" && {
      "plan notes": {
        extends: ".perimeter-plan-notes",
        variables: { PERIMETER_MATRIX: JSON.stringify({ include: entries }) },
      },
    }),
    ...(isApprovalNeeded && { approve: { extends: ".perimeter-approve" } }),
  };
  const missing = Object.values(jobs)
    .map((each) => each.extends)
    .find((name) => !(name in file));
  if (missing !== undefined) {
    throw new Error(`${path}: has no job ${missing}; pass the file that this project ships`);
  }
  const kept = Object.entries(file).filter(([name]) => name.startsWith(".perimeter") || name === "variables");
  return { ...Object.fromEntries(kept), ...jobs };
}

/** A job that is a hidden job of the template with variables. */
type GitlabJobEntry = { readonly extends: string; readonly variables?: Readonly<Record<string, string>> };

/** A template, and what the pipeline does. */
export interface GitlabPipelineOptions {
  readonly template: string;
  /** Path of the template, for messages. */
  readonly path: string;
  readonly job: GitlabJob;
  /** Whether a person must approve: the pipeline then waits for a protected job. */
  readonly isApprovalNeeded: boolean;
}

function parseTemplate(template: string, path: string): JsonObject {
  const document: Document = parseDocument(template);
  const [fault] = document.errors;
  const file: Json = fault === undefined ? document.toJS() : null;
  if (!isJsonObject(file)) {
    throw new Error(`${path}: not a file of GitLab CI: ${fault?.message.split("\n", 1)[0] ?? "no jobs in it"}`);
  }
  return file;
}
