import { existsSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import type { Terminal } from "./command";

/** How what runs stands to the sources that it was compiled from. */
export type LastBuild =
  | { readonly kind: "current" }
  /** Sources were edited or removed since: what runs is not what they say. */
  | { readonly kind: "outdated"; readonly edited: readonly string[] }
  /** The compiler found errors, and wrote its output all the same. */
  | { readonly kind: "faulty" };

/** What the compiler notes of a build, as far as it is read here. */
interface BuildNote {
  /** Relative to the note's folder. */
  readonly fileNames: readonly string[];
  /** Only there when a file had errors. */
  readonly semanticDiagnosticsPerFile?: unknown;
}

/** Judges by the compiler's own note; where there is none, nothing was compiled. */
export function lastBuild(projectFolder: string): LastBuild {
  const path = notePath(projectFolder);
  if (!existsSync(path)) {
    return { kind: "current" };
  }
  const note: BuildNote = JSON.parse(readFileSync(path, "utf8"));
  if (note.semanticDiagnosticsPerFile !== undefined) {
    return { kind: "faulty" };
  }
  const { mtimeMs } = statSync(path);
  const edited = note.fileNames
    .filter((name) => name.startsWith("../") && !name.includes("node_modules"))
    .map((name) => name.slice("../".length))
    .filter((name) => (statSync(join(projectFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > mtimeMs);
  return edited.length === 0 ? { kind: "current" } : { kind: "outdated", edited };
}

/**
 * Says on standard error when what runs is older than its sources.
 *
 * @throws when what runs did not type-check: its verdicts would be none
 */
export function checkLastBuild(projectFolder: string, terminal: Terminal): void {
  const build = lastBuild(projectFolder);
  if (build.kind === "faulty") {
    throw new Error("dist: its sources did not type-check, got a program that proves nothing; run npm start");
  }
  if (build.kind === "current") {
    return;
  }
  if (followsBuild(terminal)) {
    // The compiler leaves its note alone when files have a new date and the old text, as after a change of branches.
    utimesSync(notePath(projectFolder), new Date(), new Date());
    return;
  }
  const [first, ...others] = build.edited;
  const which = others.length === 0 ? first : `${first} and ${others.length} more`;
  terminal.err(`studio-perimeter: sources are newer than what runs, got ${which}; run npm start\n`);
}

/** Whether one of the package's scripts runs this, right after the compiler. */
function followsBuild({ environment }: Terminal): boolean {
  return environment.npm_lifecycle_script?.startsWith("npm run --silent build &&") ?? false;
}

function notePath(projectFolder: string): string {
  return join(projectFolder, "dist", ".tsbuildinfo");
}
