// Writes dist/ without reading types: the bundler needs a fifth of the compiler's time for it.
const { readFileSync, readdirSync, statSync } = require("node:fs");
const { join } = require("node:path");

/** The Lambda functions are bundled apart; a program needs only what builds their archives. */
const ARCHIVES = ["archives.ts", "bundle.ts", "function-name.ts"].map((name) => join("functions", name));

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
async function transpileSources(project) {
  // The bundler is loaded only by a build that compiles.
  const { build } = require("esbuild");
  await build({
    absWorkingDir: project,
    entryPoints: sourcesOf(project),
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

module.exports = { transpileSources };
