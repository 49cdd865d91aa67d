import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Terminal } from "./command";
import { filesBelow } from "./files-below";
import { projectFolder } from "./project";

/** Folders that a stack is synthesized from, in addition to main.ts. */
const SOURCE_FOLDERS = ["envs", "stacks", "constructs", "functions", "aws", "ip"] as const;

/** The most recent edit of a source. */
interface SourceEdit {
  readonly path: string;
  readonly modifiedAt: number;
}

/**
 * Warns on standard error when a source changed after the synthesis of a stack, for example because the last build failed.
 *
 * @param paths of stacks; those outside the project's output folder are ignored, because their sources are unknown
 */
export function warnIfSynthesisIsStale(paths: readonly string[], terminal: Terminal, project = projectFolder): void {
  const own = paths.filter((path) => isSynthesizedIn(project, path));
  if (own.length === 0) {
    return;
  }
  const edit = lastEdit(project);
  const outdated = own.filter((path) => modificationTime(path) < edit.modifiedAt);
  if (outdated.length === 0) {
    return;
  }
  const names = outdated.map((path) => basename(dirname(path))).join(", ");
  const source = relative(project, edit.path);
  terminal.err(`${names}: out of date: ${source} changed after the last synthesis; run npm start\n`);
}

function isSynthesizedIn(project: string, path: string): boolean {
  const stacks = join(project, "cdktf.out", "stacks");
  return resolve(path).startsWith(`${stacks}${sep}`) && basename(path) === "cdk.tf.json";
}

function lastEdit(project: string): SourceEdit {
  return sourcesOf(project)
    .map((path): SourceEdit => ({ path, modifiedAt: modificationTime(path) }))
    .reduce((last, edit) => (edit.modifiedAt > last.modifiedAt ? edit : last));
}

/** TypeScript files only, because the others are generated. */
function sourcesOf(project: string): readonly string[] {
  const folders = SOURCE_FOLDERS.map((folder) => join(project, folder)).filter((path) => existsSync(path));
  return [...folders.flatMap(filesBelow).filter((path) => path.endsWith(".ts")), join(project, "main.ts")];
}

/** NaN, which is never older, for a missing file: the command that reads it reports that. */
function modificationTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
}
