import { basename, dirname, join } from "node:path";
import type { FunctionName } from "./function-name";

/** Where functions are built from and into. */
export interface FunctionFolders {
  readonly sources: string;
  readonly bundles: string;
}

/** Seen from this folder or from its compiled twin in `dist`, beside which the sources lie. */
export function functionFolders(from: string = __dirname): FunctionFolders {
  const beside = dirname(from);
  const root = basename(beside) === "dist" ? dirname(beside) : beside;
  return { sources: join(root, "functions"), bundles: join(root, "dist", "bundles") };
}

const built = new Map<FunctionName, string>();

/** Archive of a function, built when it is first asked for: most environments ask for none, and bundling takes its time. */
export function archivePath(name: FunctionName): string {
  const known = built.get(name);
  if (known !== undefined) {
    return known;
  }
  const { buildFunction } = require("./bundle") as typeof import("./bundle");
  const { sources, bundles } = functionFolders();
  const { archivePath: path } = buildFunction(name, sources, bundles);
  built.set(name, path);
  return path;
}
