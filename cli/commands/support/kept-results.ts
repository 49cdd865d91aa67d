import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { currentDay } from "../../../verify/posture/last-day";
import { filesBelow } from "../../shared/files/files-below";
import { replaceFileInNewFolder } from "../../shared/files/replace-file";
import { isBundle, isCompiled, projectFolder } from "../../shared/project";

/**
 * Results of earlier runs of `build`, in `dist/kept`. Only `build` reads them; `verify`, `review`, `main.ts` and so `cdktf deploy`
 * always compute anew.
 */
export interface KeptResults {
  /** The result that was kept under this name for the same inputs. */
  read(name: string, inputs: string): unknown;
  /** Keeps a result that JSON can hold; it replaces the one of that name. */
  write(name: string, inputs: string, result: unknown): void;
}

/** The uncompiled program keeps nothing: its files are not one program. */
const nothingKept: KeptResults = { read: () => undefined, write: () => {} };

/**
 * Opens the results that this very program kept today. Another program, package, version of Node.js or day finds none: rules and
 * expiry dates may differ.
 *
 * @param program digest of the program; without one nothing is kept
 */
export function openKeptResults(
  folder = join(projectFolder, "dist", "kept"),
  program = isCompiled ? programDigest() : undefined,
): KeptResults {
  if (program === undefined) {
    return nothingKept;
  }
  const path = (name: string) => join(folder, `${name}.json`);
  return {
    read: (name, inputs) => {
      const kept = existsSync(path(name)) ? parse(readFileSync(path(name), "utf8")) : undefined;
      return kept?.program === program && kept.inputs === inputs ? kept.result : undefined;
    },
    write: (name, inputs, result) => replaceFileInNewFolder(path(name), JSON.stringify({ program, inputs, result })),
  };
}

/** SHA-256 of texts, each with its length, so that no two lists of texts give the same digest. */
export function digestOf(texts: readonly (string | Uint8Array)[]): string {
  const digest = createHash("sha256");
  for (const text of texts) {
    digest.update(`${text.length}\0`).update(text);
  }
  return digest.digest("base64url");
}

/** Paths and contents of all files below a folder, in a fixed order. */
export function folderContents(folder: string): readonly (string | Uint8Array)[] {
  return filesBelow(folder).flatMap((path) => [path, readFileSync(path)]);
}

/** Digest of everything that runs: the compiled program, packages, Node.js with its options, and the data of envs/. */
function programDigest(): string {
  return digestOf([
    process.version,
    JSON.stringify([process.execArgv, process.env.NODE_OPTIONS ?? ""]),
    currentDay(),
    readFileSync(join(projectFolder, "package-lock.json")),
    ...folderContents(join(projectFolder, "envs")),
    ...compiledProgram(join(projectFolder, "dist")),
  ]);
}

/** The bundle reads nothing of dist/ but the Lambda archives, and the modules next to it may still be those of an older program. */
function compiledProgram(dist: string): readonly (string | Uint8Array)[] {
  const folders = readdirSync(dist, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const ofProgram = folders.filter(({ name }) => (isBundle ? BUNDLE_FOLDERS.has(name) : name !== "kept"));
  return ofProgram.flatMap(({ name }) => folderContents(join(dist, name)));
}

const BUNDLE_FOLDERS: ReadonlySet<string> = new Set(["bundles", "program"]);

/** A file that another process cut off, or that somebody edited, holds nothing. */
function parse(text: string): { readonly program?: unknown; readonly inputs?: unknown; readonly result?: unknown } {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
