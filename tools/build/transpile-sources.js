// Writes dist/ without reading types: the bundler needs a fifth of the compiler's time for it.
const { readFileSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { loadBundler } = require("./load-bundler.js");

/** The Lambda functions are bundled apart; a program needs only what builds their archives. */
const ARCHIVES = ["archives.ts", "bundle.ts", "function-name.ts"].map((name) => join("functions", name));

/** What runs next to the bundle: it starts the program, and builds the archives. */
const NEXT_TO_BUNDLE = new Set([...ARCHIVES, join("cli", "late-optimization.ts")]);

/** TypeScript, and the data that it imports. */
function isSource(file) {
  return (
    (file.endsWith(".ts") && !file.endsWith(".d.ts")) || (file.endsWith(".json") && !file.endsWith(".schema.json"))
  );
}

function sourcesOf(project) {
  const { include } = JSON.parse(readFileSync(join(project, "tsconfig.build.json"), "utf8"));
  const files = include.flatMap((path) =>
    statSync(join(project, path)).isDirectory()
      ? readdirSync(join(project, path), { recursive: true, encoding: "utf8" }).map((file) => join(path, file))
      : [path],
  );
  return [...files.filter(isSource), ...ARCHIVES];
}

/** Writes each source of the project as JavaScript to the same path below dist/. */
function transpileSources(project) {
  return transpile(project, sourcesOf(project));
}

/** The same for the few that run next to the bundle. */
function transpileNextToBundle(project) {
  return transpile(
    project,
    sourcesOf(project).filter((file) => NEXT_TO_BUNDLE.has(file)),
  );
}

async function transpile(project, files) {
  const { build } = loadBundler();
  await build({
    absWorkingDir: project,
    entryPoints: files,
    outdir: join(project, "dist"),
    outbase: project,
    platform: "node",
    format: "cjs",
    target: "es2022",
    charset: "utf8",
    loader: { ".json": "copy" },
    logLevel: "silent",
  });
}

module.exports = { transpileNextToBundle, transpileSources };
