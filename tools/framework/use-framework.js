const { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { frameworkOf, rewriteManifest, rewriteSource } = require("./frameworks.js");

/** The lock file of the framework that is not in use. */
function idleLock(project, framework) {
  return join(project, "tools", "framework", `package-lock.${framework}.json`);
}

/** The test of the switch itself names both frameworks. */
const OF_BOTH = join("__tests__", "tools", "framework.test.ts");

/** Files whose module names change: the sources that are compiled, and what bundles and lints them. */
function sourceFiles(project) {
  const { include } = JSON.parse(readFileSync(join(project, "tsconfig.json"), "utf8"));
  const sources = include
    .map((entry) => join(project, entry))
    .flatMap((path) =>
      statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((file) => join(path, file)) : [path],
    )
    .filter((file) => file.endsWith(".ts") && !file.endsWith(OF_BOTH));
  const others = ["biome.json", "biome.layers.json", join("tools", "build", "bundle-program.js")];
  return [...sources, ...others.map((file) => join(project, file))];
}

/**
 * Makes a project build against a framework: imports, package.json and package-lock.json. Interrupted anywhere, it can be run
 * again: package.json, which says what is in use, is written last. Returns the number of changed sources, or `undefined` if the
 * framework is in use already.
 */
function useFramework(project, to) {
  const manifestFile = join(project, "package.json");
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8"));
  const from = frameworkOf(manifest);
  if (from === to) {
    return undefined;
  }
  let changed = 0;
  for (const file of sourceFiles(project)) {
    const text = readFileSync(file, "utf8");
    const rewritten = rewriteSource(text, from, to);
    if (rewritten !== text) {
      writeFileSync(file, rewritten);
      changed++;
    }
  }
  const lock = join(project, "package-lock.json");
  if (existsSync(idleLock(project, to))) {
    if (existsSync(lock)) {
      renameSync(lock, idleLock(project, from));
    }
    renameSync(idleLock(project, to), lock);
  }
  writeFileSync(manifestFile, `${JSON.stringify(rewriteManifest(manifest, from, to), null, 2)}\n`);
  return changed;
}

module.exports = { idleLock, sourceFiles, useFramework };
