import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Folders that hold no source of the program. */
const SKIPPED = new Set(["node_modules", "dist", "cdktf.out", "__tests__", "docs", "benchmarks", "coverage"]);

/** Static imports and exports, types included, `import()` and `require()`, each of a relative path. */
const SPECIFIER = /(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)"(\.{1,2}(?:\/[^"]*)?)"/g;

/** Files by their path from the root, and the files that each imports. */
export type FileImports = ReadonlyMap<string, readonly string[]>;

/**
 * Reads every import of the TypeScript sources below a folder, imports of types included. Tests are left out.
 *
 * @param root folder of the project
 */
export function readImports(root: string): FileImports {
  const files = new Set(sourcesBelow(root, ""));
  return new Map(
    [...files].sort().map((file) => [file, importsOf(file, readFileSync(join(root, file), "utf8"), files)]),
  );
}

function sourcesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return SKIPPED.has(entry.name) || entry.name.startsWith(".") ? [] : sourcesBelow(root, path);
    }
    return entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

function importsOf(file: string, text: string, files: ReadonlySet<string>): readonly string[] {
  const imported = [...text.matchAll(SPECIFIER)].flatMap(([, specifier = ""]) => {
    const base = normalize(join(dirname(file), specifier))
      .replaceAll("\\", "/")
      .replace(/\/$/, "");
    return [`${base}.ts`, `${base}/index.ts`, base].find((path) => files.has(path)) ?? [];
  });
  return [...new Set(imported)].sort();
}
