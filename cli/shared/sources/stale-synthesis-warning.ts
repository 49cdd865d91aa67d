import { basename, join, resolve, sep } from "node:path";
import type { Terminal } from "../command";
import { projectFolder } from "../project";
import { describeChanges, type SourceChange } from "./source-changes";
import { changesSinceSynthesis } from "./synthesis-sources";

const OUTPUT_FOLDER = "cdktf.out";

/**
 * Warns on standard error when the sources of a stack are not those that it was synthesized from, for example because the last build
 * failed.
 *
 * @param paths of stacks; those outside the project's output folder are ignored, because their sources are unknown
 * @throws the same line in a pipeline (variable CI): nobody reads its warnings
 */
export function warnIfSynthesisIsStale(paths: readonly string[], terminal: Terminal, project = projectFolder): void {
  if (!paths.some((path) => isSynthesizedIn(project, path))) {
    return;
  }
  const problem = problemOf(changesSinceSynthesis(project, join(project, OUTPUT_FOLDER)));
  if (problem === undefined) {
    return;
  }
  // One file can concern one stack, several or none, so the line is about the folder of them all.
  const line = `${OUTPUT_FOLDER}: ${problem}; run npm start`;
  if (isPipeline(terminal)) {
    throw new Error(line);
  }
  terminal.err(`${line}\n`);
}

function problemOf(changes: readonly SourceChange[] | undefined): string | undefined {
  if (changes === undefined) {
    return "the last synthesis did not record its sources, so they may have changed";
  }
  const [first, ...others] = changes;
  return first && `out of date: ${describeChanges([first, ...others])} after the last synthesis`;
}

/** Whether a pipeline runs the command: GitHub Actions, GitLab CI and others set CI. */
function isPipeline({ environment: { CI = "" } }: Terminal): boolean {
  return !["", "0", "false"].includes(CI);
}

function isSynthesizedIn(project: string, path: string): boolean {
  const stacks = join(project, OUTPUT_FOLDER, "stacks");
  return resolve(path).startsWith(`${stacks}${sep}`) && basename(path) === "cdk.tf.json";
}
