import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import type { Terminal } from "./command";
import { projectFolder } from "./project";

/** Folders that a stack is synthesized from, beside main.ts. */
const SOURCE_FOLDERS = ["envs", "stacks", "constructs", "functions", "aws", "ip"] as const;

/** What was edited last, and when. */
interface SourceEdit {
  readonly path: string;
  readonly modifiedAt: number;
}

/**
 * Says on standard error when stacks in the project's output folder are older than their sources, as after a build that was
 * refused: what is said of them then is not what the sources say. Of files from elsewhere no sources are known.
 */
export function warnIfSynthesisIsStale(paths: readonly string[], terminal: Terminal, project = projectFolder): void {
  const own = paths.filter((path) => isSynthesizedIn(project, path));
  if (own.length === 0) {
    return;
  }
  const edit = lastEdit(project);
  const [first, ...others] = own.filter((path) => modificationTime(path) < edit.modifiedAt);
  if (first === undefined) {
    return;
  }
  const wrong =
    others.length === 0
      ? `${first}: is older than its sources`
      : `${first} and ${others.length} more: are older than their sources`;
  terminal.err(`${wrong}, got ${relative(project, edit.path)} of later; run npm start\n`);
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

function sourcesOf(project: string): readonly string[] {
  const folders = SOURCE_FOLDERS.map((folder) => join(project, folder)).filter((path) => existsSync(path));
  return [...folders.flatMap(sourcesIn), join(project, "main.ts")];
}

/** TypeScript alone: what else lies there is generated from it. Node's own recursive reading takes five times as long. */
function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesIn(path) : entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** Of a file that is not there, none: whoever reads it says so. */
function modificationTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN;
}
