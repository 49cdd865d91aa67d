import { join } from "node:path";
import { buildSync } from "esbuild";

/** Every function of this folder. */
export const FUNCTIONS = ["studio-url"] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/**
 * Bundles a function with all that it imports into `<folder>/<name>/index.js`: what runs is what was tested, and a change of
 * the SDK in Lambda's runtime changes nothing. The same sources give the same bytes.
 *
 * @returns the file
 */
export function bundleFunction(name: FunctionName, sources: string, folder: string): string {
  const outfile = join(folder, name, "index.js");
  buildSync({
    absWorkingDir: sources,
    entryPoints: [join(sources, name, "index.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    legalComments: "eof",
    logLevel: "silent",
  });
  return outfile;
}
