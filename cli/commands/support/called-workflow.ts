import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PipelineSource } from "../../../envs/schema/pipeline-source";

const CALLER = ".github/workflows/plan.yml";
const CALLED = ".github/workflows/plan-environments.yml";

/**
 * Says that the workflow of pull requests does not call the one that AWS gives the plan role to. GitHub allows no expression in the name
 * of a called workflow, so nothing else fills it in.
 *
 * @param source who deploys the environments
 * @param folder folder of the project
 * @returns one line; nothing where GitHub plans nothing, or the project has a workflow of its own
 */
export function calledWorkflowWarning(source: PipelineSource | undefined, folder: string): string | undefined {
  if (source?.kind !== "github") {
    return undefined;
  }
  const expected = `${source.repository.replace(/@\d+/g, "")}/${CALLED}@main`;
  const [, called = expected] =
    /^ +uses: +(\S+plan-environments\.yml\S*)/m.exec(readIfThere(join(folder, CALLER))) ?? [];
  return called === expected
    ? undefined
    : `${CALLER}: AWS refuses the tokens of its plans, got uses: ${called}; write uses: ${expected}`;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
