import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "./command";

/** How what runs stands to the sources that it was compiled from. */
export type BuildStatus =
  | { readonly kind: "current" }
  /** Sources were edited or removed since: what runs is not what they say. */
  | { readonly kind: "outdated"; readonly changedFiles: readonly string[] }
  /** The compiler found errors, and wrote its output all the same. */
  | { readonly kind: "has-type-errors" };

/** What the compiler notes of a build, as far as it is read here. */
interface TsBuildInfo {
  /** Relative to the note's folder. */
  readonly fileNames: readonly string[];
  /** Only there when a file had errors. */
  readonly semanticDiagnosticsPerFile?: unknown;
}

/** Judges by the compiler's own note; where there is none, nothing was compiled. */
export function readBuildStatus(projectFolder: string): BuildStatus {
  const path = tsBuildInfoPath(projectFolder);
  if (!existsSync(path)) {
    return { kind: "current" };
  }
  const buildInfo: TsBuildInfo = JSON.parse(readFileSync(path, "utf8"));
  if (buildInfo.semanticDiagnosticsPerFile !== undefined) {
    return { kind: "has-type-errors" };
  }
  const { mtimeMs } = statSync(path);
  const edited = buildInfo.fileNames
    .filter((name) => name.startsWith("../") && !name.includes("node_modules"))
    .map((name) => name.slice("../".length))
    .filter((name) => (statSync(join(projectFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > mtimeMs);
  return edited.length === 0 ? { kind: "current" } : { kind: "outdated", changedFiles: edited };
}

/**
 * Says on standard error when what runs is older than its sources.
 *
 * @throws when what runs did not type-check: its verdicts would be none
 */
export function warnIfBuildIsStale(projectFolder: string, terminal: Terminal): void {
  const build = readBuildStatus(projectFolder);
  if (build.kind === "has-type-errors") {
    throw new Error("dist: its sources did not type-check, got a program that proves nothing; run npm start");
  }
  if (build.kind === "current") {
    return;
  }
  if (runsRightAfterBuild(terminal)) {
    // The compiler leaves its note alone when files have a new date and the old text, as after a change of branches.
    utimesSync(tsBuildInfoPath(projectFolder), new Date(), new Date());
    return;
  }
  const [first, ...others] = build.changedFiles;
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  terminal.err(`studio-perimeter: sources are newer than what runs, got ${which}; run npm start\n`);
}

/** Whether one of the package's scripts runs this, right after the compiler. */
function runsRightAfterBuild({ environment }: Terminal): boolean {
  return environment.npm_lifecycle_script?.startsWith("npm run --silent build &&") ?? false;
}

function tsBuildInfoPath(projectFolder: string): string {
  return join(projectFolder, "dist", ".tsbuildinfo");
}
