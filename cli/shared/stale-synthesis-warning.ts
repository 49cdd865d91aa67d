import { basename, dirname, join, resolve, sep } from "node:path";
import type { Terminal } from "./command";
import { projectFolder } from "./project";
import { changedSinceSynthesis } from "./synthesis-sources";

/**
 * Warns on standard error when the sources of a stack are not those that it was synthesized from, for example because the last build
 * failed.
 *
 * @param paths of stacks; those outside the project's output folder are ignored, because their sources are unknown
 * @throws the same line in a pipeline (variable CI): nobody reads its warnings
 */
export function warnIfSynthesisIsStale(paths: readonly string[], terminal: Terminal, project = projectFolder): void {
  const own = paths.filter((path) => isSynthesizedIn(project, path));
  if (own.length === 0) {
    return;
  }
  const changed = changedSinceSynthesis(project, join(project, "cdktf.out"));
  if (changed?.length === 0) {
    return;
  }
  const names = own.map((path) => basename(dirname(path))).join(", ");
  const line = `${names}: ${describeChange(changed)}; run npm start`;
  if (isPipeline(terminal)) {
    throw new Error(line);
  }
  terminal.err(`${line}\n`);
}

function describeChange(changed: readonly string[] | undefined): string {
  const [first, ...others] = changed ?? [];
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  return first === undefined
    ? "the last synthesis did not record its sources, so they may have changed"
    : `out of date: ${which} changed after the last synthesis`;
}

/** Whether a pipeline runs the command: GitHub Actions, GitLab CI and others set CI. */
function isPipeline({ environment: { CI = "" } }: Terminal): boolean {
  return !["", "0", "false"].includes(CI);
}

function isSynthesizedIn(project: string, path: string): boolean {
  const stacks = join(project, "cdktf.out", "stacks");
  return resolve(path).startsWith(`${stacks}${sep}`) && basename(path) === "cdk.tf.json";
}
