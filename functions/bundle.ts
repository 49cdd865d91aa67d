import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { zipSync } from "fflate";
import type { FunctionName } from "./function-name";

/** The earliest time that an archive can hold: the same code gives the same bytes, whenever it is packed. */
const EPOCH = new Date(1980, 0, 1);

/** Where a function's code lies once it is built. */
export interface BuiltFunction {
  /** The one file of code. */
  readonly bundlePath: string;
  /** The same, as Lambda takes it. */
  readonly archivePath: string;
}

/**
 * Bundles a function with all that it imports, and packs it: what runs is what was tested, and a change of the SDK in
 * Lambda's runtime changes nothing. The same sources give the same bytes.
 *
 * @param sources this folder, as sources
 * @param folder where `<name>/index.js` and `<name>.zip` are written
 */
export function buildFunction(name: FunctionName, sources: string, folder: string): BuiltFunction {
  const bundlePath = join(folder, name, "index.js");
  const archivePath = join(folder, `${name}.zip`);
  const { outputFiles } = buildSync({
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
  replaceFile(archivePath, zipSync({ "index.js": [code, { mtime: EPOCH, level: 9 }] }));
  return { bundlePath, archivePath };
}

/** At once, as another process may be reading it. */
function replaceFile(path: string, content: Uint8Array): void {
  const unfinished = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, content);
  renameSync(unfinished, path);
}
