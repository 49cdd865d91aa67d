import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { zipSync } from "fflate";
import type { FunctionName } from "./function-name";

/** The earliest time stamp that a zip archive supports. A constant keeps the archive byte-identical for identical code. */
const EARLIEST_ZIP_DATE = new Date(1980, 0, 1);

/** Paths of a built function. */
export interface BuiltFunction {
  /** The bundled JavaScript file. */
  readonly bundlePath: string;
  /** Zip archive of the bundle, for upload to Lambda. */
  readonly archivePath: string;
}

/**
 * Bundles a function with all its dependencies and packs it into a zip archive.
 *
 * The SDK is bundled, so an SDK update in Lambda's runtime does not change the function. The output is deterministic: the
 * same sources give the same bytes.
 *
 * @param sources the `functions` folder with the TypeScript sources
 * @param folder output folder for `<name>/index.js` and `<name>.zip`
 */
export async function buildFunction(name: FunctionName, sources: string, folder: string): Promise<BuiltFunction> {
  const bundlePath = join(folder, name, "index.js");
  const archivePath = join(folder, `${name}.zip`);
  const { outputFiles } = await build({
    absWorkingDir: sources,
    entryPoints: [join(sources, name, "index.ts")],
    write: false,
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    minify: true,
    legalComments: "eof",
    logLevel: "silent",
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []);
  replaceFile(bundlePath, code);
  replaceFile(archivePath, zipSync({ "index.js": [code, { mtime: EARLIEST_ZIP_DATE, level: 9 }] }));
  return { bundlePath, archivePath };
}

/** Replaces the file atomically, because another process may be reading it. */
function replaceFile(path: string, content: Uint8Array): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}
