import { isJsonObject, type Json } from "../../verify/terraform/terraform-configuration";

/** What the name of a job that applies an environment begins with, as `deploy.yml` names it. */
const JOB_PREFIX = "deploy ";

/** A job of a workflow run: what `gh api` writes of it. */
interface FinishedJob {
  readonly name: string;
  readonly attempt: number;
  readonly hasSucceeded: boolean;
}

/**
 * The environments that jobs of a workflow run have applied: of each, the last attempt of its job `deploy ENV` has succeeded. A job that
 * failed, was rejected or canceled, or was never started has applied nothing.
 *
 * @param text jobs of the run as GitHub's API describes them, one JSON object a line: name, conclusion, run_attempt
 * @throws one line for each line that is no job
 * @see https://docs.github.com/en/rest/actions/workflow-jobs
 */
export function appliedEnvironments(text: string, path: string): ReadonlySet<string> {
  const faults: string[] = [];
  const jobs = text.split("\n").flatMap((line, index): readonly FinishedJob[] => {
    if (line.trim() === "") {
      return [];
    }
    const job = finishedJob(line);
    if (job === undefined) {
      faults.push(
        `${path}:${index + 1}: not a job of GitHub; write an object with name, conclusion and run_attempt on each line`,
      );
      return [];
    }
    return [job];
  });
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
  const deployments = jobs.filter(({ name }) => name.startsWith(JOB_PREFIX));
  const last = new Map(deployments.toSorted((one, other) => one.attempt - other.attempt).map((job) => [job.name, job]));
  return new Set([...last.values()].filter((job) => job.hasSucceeded).map(({ name }) => name.slice(JOB_PREFIX.length)));
}

function finishedJob(line: string): FinishedJob | undefined {
  let json: Json;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(json)) {
    return undefined;
  }
  const { name, conclusion, run_attempt: attempt } = json;
  return typeof name === "string" &&
    typeof attempt === "number" &&
    (conclusion === null || typeof conclusion === "string")
    ? { name, attempt, hasSucceeded: conclusion === "success" }
    : undefined;
}
