import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Every function of this folder. */
export const FUNCTIONS = ["studio-url"] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** Folder that functions are built into, seen from this folder or from its compiled twin in `dist`. */
export function bundlesFolder(from: string = __dirname): string {
  const beside = dirname(from);
  return basename(beside) === "dist" ? join(beside, "bundles") : join(beside, "dist", "bundles");
}

/**
 * Archive of a built function.
 *
 * @throws when it is not built
 */
export function archivePath(name: FunctionName, from: string = __dirname): string {
  const path = join(bundlesFolder(from), `${name}.zip`);
  if (!existsSync(path)) {
    throw new Error(`functions/${name}: is not built, got no dist/bundles/${name}.zip; run npm run build`);
  }
  return path;
}
