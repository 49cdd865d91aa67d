import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type FunctionName, functionNames } from "./function-name";

/** Input and output folders of the function build. */
export interface FunctionFolders {
  /** The `functions` folder with the TypeScript sources. */
  readonly sources: string;
  /** Output folder of bundles and archives. */
  readonly bundles: string;
}

/**
 * Finds the input and output folders of the function build.
 *
 * @param from this folder, or its compiled copy `dist/functions`
 */
export function functionFolders(from: string = __dirname): FunctionFolders {
  const parent = dirname(from);
  const root = basename(parent) === "dist" ? dirname(parent) : parent;
  return { sources: join(root, "functions"), bundles: join(root, "dist", "bundles") };
}

/**
 * Path of a function's zip archive. A synthesis never builds it: bundling takes longer than the rest of a synthesis.
 *
 * @throws when the archive is missing or its inputs changed after the build
 */
export function archivePath(name: FunctionName, folders: FunctionFolders = functionFolders()): string {
  const path = join(folders.bundles, `${name}.zip`);
  if (!isArchiveCurrent(name, folders)) {
    throw new Error(`${path}: is missing or older than functions/${name}; run npm run build`);
  }
  return path;
}

/** Builds the archives that are missing or whose inputs changed. The bundler is loaded only for those. */
export async function buildArchives(folders: FunctionFolders = functionFolders()): Promise<void> {
  for (const name of functionNames.filter((candidate) => !isArchiveCurrent(candidate, folders))) {
    const inputs = inputDigest(name, folders);
    const { buildFunction } = require("./bundle") as typeof import("./bundle");
    await buildFunction(name, folders.sources, folders.bundles);
    writeFileSync(digestPath(name, folders), inputs);
  }
}

function isArchiveCurrent(name: FunctionName, folders: FunctionFolders): boolean {
  const digest = digestPath(name, folders);
  return (
    existsSync(join(folders.bundles, `${name}.zip`)) &&
    existsSync(digest) &&
    readFileSync(digest, "utf8") === inputDigest(name, folders)
  );
}

/** The digest of the inputs that an archive was built from, next to the archive. */
function digestPath(name: FunctionName, { bundles }: FunctionFolders): string {
  return join(bundles, `${name}.inputs.sha256`);
}

/** SHA-256 of all that decides the bytes of an archive: the function's sources, the way it is bundled, and its dependencies. */
function inputDigest(name: FunctionName, { sources }: FunctionFolders): string {
  const own = readdirSync(join(sources, name), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => join(name, path));
  const digest = createHash("sha256");
  for (const path of [...own, "bundle.ts", join("..", "package-lock.json")]) {
    digest.update(`${path}\0`).update(readFileSync(join(sources, path)));
  }
  return digest.digest("hex");
}
