import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "./command";

/** Whether the compiled program matches its sources. */
export type BuildStatus =
  | { readonly kind: "current" }
  /** Sources were edited or removed after the build. */
  | { readonly kind: "outdated"; readonly changedFiles: readonly string[] }
  /** The compiler reported type errors, but wrote its output. */
  | { readonly kind: "has-type-errors" };

/** The part of the compiler's .tsbuildinfo that is read here. */
interface TsBuildInfo {
  /** Relative to the folder of .tsbuildinfo. */
  readonly fileNames: readonly string[];
  /** Present only when a file had errors. */
  readonly semanticDiagnosticsPerFile?: unknown;
}

/** Compares sources with .tsbuildinfo; without that file nothing was compiled, and the status is `current`. */
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
 * Warns on standard error when sources changed after the build.
 *
 * @throws when the build had type errors: the verdicts of such a program cannot be trusted
 */
export function warnIfBuildIsStale(projectFolder: string, terminal: Terminal): void {
  const build = readBuildStatus(projectFolder);
  if (build.kind === "has-type-errors") {
    throw new Error(
      "studio-perimeter: the last build had type errors, so its results cannot be trusted; run npm start and fix the errors that it prints",
    );
  }
  if (build.kind === "current") {
    return;
  }
  if (runsRightAfterBuild(terminal)) {
    // The compiler does not rewrite .tsbuildinfo when files have a new date and the same text, as after a branch switch.
    utimesSync(tsBuildInfoPath(projectFolder), new Date(), new Date());
    return;
  }
  const [first, ...others] = build.changedFiles;
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  terminal.err(`dist: out of date: ${which} changed after the last build; run npm start\n`);
}

/** Whether an npm script of the package runs this command right after the compiler. */
function runsRightAfterBuild({ environment }: Terminal): boolean {
  return environment.npm_lifecycle_script?.startsWith("npm run --silent build &&") ?? false;
}

function tsBuildInfoPath(projectFolder: string): string {
  return join(projectFolder, "dist", ".tsbuildinfo");
}
