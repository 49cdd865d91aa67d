import { basename, dirname, join } from "node:path";
import type { FunctionName } from "./function-name";

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

const archivePathByName = new Map<FunctionName, string>();

/**
 * Path of a function's zip archive. The archive is built on the first call only: bundling is slow and most environments have
 * no function.
 */
export function archivePath(name: FunctionName): string {
  const known = archivePathByName.get(name);
  if (known !== undefined) {
    return known;
  }
  const { buildFunction } = require("./bundle") as typeof import("./bundle");
  const { sources, bundles } = functionFolders();
  const { archivePath: path } = buildFunction(name, sources, bundles);
  archivePathByName.set(name, path);
  return path;
}
