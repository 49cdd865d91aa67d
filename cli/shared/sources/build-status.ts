import { createHash } from "node:crypto";
import { existsSync, readFileSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import { memoizeByText } from "../../../verify/collections/memoize";
import type { Terminal } from "../command";
import { filesBelow } from "../files/files-below";
import { replaceFile } from "../files/replace-file";
import { changesBetween, type Digests, describeChanges, type SourceChange } from "./source-changes";

/** Whether the compiled program in `dist/` matches its sources. */
export type BuildStatus =
  | { readonly kind: "current" }
  /** No build was recorded. */
  | { readonly kind: "not-built" }
  /** This process builds, and runs the program before the types are checked. */
  | { readonly kind: "building" }
  /** Another process writes the program, or was ended before the types were checked. */
  | { readonly kind: "unfinished" }
  /** Sources were edited, added or removed after the build. */
  | { readonly kind: "outdated"; readonly changes: readonly [SourceChange, ...SourceChange[]] }
  /** The compiler reported type errors, but wrote its output. */
  | { readonly kind: "has-type-errors" };

/** What `dist/build.json` records of a build. */
interface BuildRecord {
  readonly hasTypeErrors: boolean;
  readonly sources: Digests;
  /** The stamps of those sources: see {@link stampOf}. @default - none: every source is read */
  readonly stamps?: Stamps;
  /** ID of the process that builds. @default - the build has ended */
  readonly unfinishedBy?: number;
}

/** What changes with every write to a file, by path relative to the project. */
type Stamps = Readonly<Record<string, string>>;

/** Files next to the folders of tsconfig.build.json that decide what the compiler writes. */
const SETTINGS = ["tsconfig.json", "tsconfig.build.json", "package-lock.json"] as const;

/** Data of envs/ that the program reads when it runs, such as an environment in YAML: no build needs it. It imports its prices. */
const READ_WHERE_WRITTEN = /^envs\/(?!prices\.json$).*\.(?:ya?ml|json)$/;

/** Paths of everything that decides the compiled program. */
function sourcesOf(projectFolder: string): readonly string[] {
  const { include }: { include: readonly string[] } = JSON.parse(
    readFileSync(join(projectFolder, "tsconfig.build.json"), "utf8"),
  );
  return [...include, ...SETTINGS]
    .map((path) => `${projectFolder}/${path}`)
    .filter((path) => existsSync(path))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => !READ_WHERE_WRITTEN.test(path.slice(projectFolder.length + 1)));
}

/**
 * Size, inode and time of the last change of a file. No program can set that time, unlike the date of the file: what is stamped the
 * same has not been written to.
 */
function stampOf({ size, ino, ctimeMs }: Stats): string {
  return `${size} ${ino} ${ctimeMs}`;
}

/**
 * Digests of files. They are compared by content: a checkout gives old text a new date, and a copy can give new text an old one. To
 * read a thousand files takes longer than to ask for their stamps, so one that is stamped as it was built is not read.
 *
 * @param files paths that start with the folder of the project
 */
export function digestsOfFiles(projectFolder: string, files: readonly string[]): Digests {
  return digestsSince(readRecord(projectFolder), projectFolder, files);
}

function digestsSince(built: BuildRecord | undefined, projectFolder: string, files: readonly string[]): Digests {
  const { sources = {}, stamps = {} } = built ?? {};
  const digests = files.map((path) => {
    const name = path.slice(projectFolder.length + 1);
    const known = stamps[name] === stampOf(statSync(path)) ? sources[name] : undefined;
    return [name, known ?? digestOf(readFileSync(path))];
  });
  return Object.fromEntries(digests);
}

/** Digests of the sources that the compiled program was built from; empty where no build was recorded. */
export function builtSources(projectFolder: string): Digests {
  return readRecord(projectFolder)?.sources ?? {};
}

function readRecord(projectFolder: string): BuildRecord | undefined {
  const path = recordPath(projectFolder);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as BuildRecord) : undefined;
}

const SETTLED_MILLISECONDS = 2_000;

/**
 * Writes what was built, so that {@link readBuildStatus} can compare later sources with it. A source that was edited while the
 * compiler ran counts as changed.
 *
 * @param startedAt when the compiler started, in milliseconds since 1970
 */
export function recordBuild(projectFolder: string, hasTypeErrors: boolean, startedAt: number): void {
  const sources = Object.entries(digestsOfFiles(projectFolder, sourcesOf(projectFolder)))
    .map(([name, digest]) => ({ name, digest, stats: statSync(join(projectFolder, name)) }))
    .filter(({ stats }) => stats.mtimeMs < startedAt);
  const record: BuildRecord = {
    hasTypeErrors,
    sources: Object.fromEntries(sources.map(({ name, digest }) => [name, digest])),
    stamps: stampsSettledBefore(startedAt, sources),
  };
  replaceFile(recordPath(projectFolder), JSON.stringify(record));
}

/** Stamps of the files that had not been written to for a while. Two changes within one tick of the file system's clock have one stamp. */
function stampsSettledBefore(
  milliseconds: number,
  files: readonly { readonly name: string; readonly stats: Stats }[],
): Stamps {
  const settled = files.filter(({ stats }) => stats.ctimeMs < milliseconds - SETTLED_MILLISECONDS);
  return Object.fromEntries(settled.map(({ name, stats }) => [name, stampOf(stats)]));
}

/**
 * Stamps the sources again that have the digests of the build, but not its stamps: after a checkout, or where `dist/` was copied, every
 * command would read them all. A build calls it when it finds nothing to compile.
 *
 * @param startedAt milliseconds since 1970; a source that was written to shortly before is not stamped
 */
export function renewStamps(projectFolder: string, startedAt = Date.now()): void {
  const built = readRecord(projectFolder);
  if (built === undefined || built.unfinishedBy !== undefined) {
    return;
  }
  const paths = Object.keys(built.sources).map((name) => `${projectFolder}/${name}`);
  const files = paths.filter((path) => existsSync(path));
  const stamps = built.stamps ?? {};
  const stats = files.map((path) => ({ name: path.slice(projectFolder.length + 1), stats: statSync(path) }));
  if (stats.every(({ name, stats: now }) => stamps[name] === stampOf(now))) {
    return;
  }
  const digests = digestsSince(built, projectFolder, files);
  const same = stats.filter(({ name }) => digests[name] === built.sources[name]);
  const renewed = stampsSettledBefore(startedAt, same);
  if (Object.entries(renewed).some(([name, stamp]) => stamps[name] !== stamp)) {
    replaceFile(recordPath(projectFolder), JSON.stringify({ ...built, stamps: renewed }));
  }
}

/** Compares the sources with those of the last build. */
export function readBuildStatus(projectFolder: string): BuildStatus {
  const built = readRecord(projectFolder);
  if (built === undefined) {
    return { kind: "not-built" };
  }
  if (built.unfinishedBy !== undefined) {
    return { kind: built.unfinishedBy === process.pid ? "building" : "unfinished" };
  }
  const now = digestsSince(built, projectFolder, sourcesOf(projectFolder));
  const [first, ...others] = changesBetween(built.sources, now);
  if (first !== undefined) {
    return { kind: "outdated", changes: [first, ...others] };
  }
  return { kind: built.hasTypeErrors ? "has-type-errors" : "current" };
}

/** The same, read once: the build and the command that it runs both ask in one process. */
export const buildStatusOnce = memoizeByText(readBuildStatus);

/**
 * Warns on standard error when the build has not ended, or sources changed after it.
 *
 * @throws when the build had type errors: the verdicts of such a program cannot be trusted
 */
export function warnIfBuildIsStale(projectFolder: string, terminal: Terminal): void {
  const build = buildStatusOnce(projectFolder);
  if (build.kind === "has-type-errors") {
    throw new Error(
      "studio-perimeter: the last build had type errors, so its results cannot be trusted; run npm start and fix the errors that it prints",
    );
  }
  if (build.kind === "unfinished") {
    terminal.err("dist: types are not checked: the last build has not ended; run npm start\n");
  }
  if (build.kind === "outdated") {
    terminal.err(`dist: out of date: ${describeChanges(build.changes)} after the last build; run npm start\n`);
  }
}

function recordPath(projectFolder: string): string {
  return join(projectFolder, "dist", "build.json");
}

function digestOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("base64url");
}
