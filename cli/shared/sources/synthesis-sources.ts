import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../files/files-below";
import { replaceFile } from "../files/replace-file";
import { isCompiled } from "../project";
import { builtSources, digestsOfFiles } from "./build-status";
import { changesBetween, type Digests, type SourceChange } from "./source-changes";

/** Folders that a stack is synthesized from, in addition to {@link SOURCE_FILES}. */
export const SOURCE_FOLDERS = ["envs", "stacks", "constructs", "functions", "aws", "ip"] as const;
/** Files that a stack is synthesized from. */
export const SOURCE_FILES = ["main.ts", "package-lock.json"] as const;

/** The file next to cdktf's manifest that says which sources a synthesis read. */
export function sourcesRecordPath(outdir: string): string {
  return `${outdir}/sources.json`;
}

/** The sources of a synthesis that starts now. */
export function readSynthesisSources(project: string): Digests {
  // The compiled program may be older than the sources that lie next to it.
  const built = isCompiled ? builtSources(project) : {};
  const isCompiledFile = (path: string): boolean => path.endsWith(".ts");
  return Object.fromEntries(
    Object.entries(sourceDigests(project)).map(([path, now]) => [path, (isCompiledFile(path) && built[path]) || now]),
  );
}

/** Removes the record before a synthesis is published, so that there is none where the publication does not finish. */
export function forgetSynthesisSources(outdir: string): void {
  rmSync(sourcesRecordPath(outdir), { force: true });
}

/** Records the sources of a synthesis that was published. */
export function recordSynthesisSources(outdir: string, sources: Digests): void {
  mkdirSync(outdir, { recursive: true });
  replaceFile(sourcesRecordPath(outdir), `${JSON.stringify(sources, undefined, 2)}\n`);
}

/**
 * Compares the sources with those of the last synthesis, by content: a checkout gives old text a new date.
 *
 * @returns `undefined` where no synthesis was recorded
 */
export function changesSinceSynthesis(project: string, outdir: string): readonly SourceChange[] | undefined {
  const path = sourcesRecordPath(outdir);
  return existsSync(path)
    ? changesBetween(JSON.parse(readFileSync(path, "utf8")) as Digests, sourceDigests(project))
    : undefined;
}

/** TypeScript, and environments in YAML or JSON; the other files are generated. */
const SOURCE = /\.ts$|^envs\/(?!(?:environment\.schema|released-interfaces)\.json$).*\.(?:ya?ml|json)$/;

function sourceDigests(project: string): Digests {
  const folders = SOURCE_FOLDERS.map((folder) => `${project}/${folder}`).filter((path) => existsSync(path));
  const files = SOURCE_FILES.map((file) => join(project, file)).filter((path) => existsSync(path));
  return digestsOfFiles(project, [
    ...folders.flatMap(filesBelow).filter((path) => SOURCE.test(path.slice(project.length + 1))),
    ...files,
  ]);
}
