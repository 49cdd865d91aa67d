#!/usr/bin/env node
// The program that npx links. It is committed, because npx links it once, before the first build.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const dist = join(__dirname, "..", "dist");
const compiled = join(dist, "cli", "command-line.js");
const bundle = join(dist, "program", "command-line.js");
if (!existsSync(compiled) && !existsSync(bundle)) {
  process.stderr.write("studio-perimeter: not built: dist/cli/main.js is missing; run npm ci && npm start\n");
  process.exitCode = 2;
} else {
  // V8 accepts kept code only with the options that it was compiled with.
  require(join(dist, "cli", "late-optimization.js")).optimizeLate();
  const { cacheFolder } = require("./compile-cache.js");
  const program = existsSync(bundle)
    ? require("./load-bundle.js").loadBundle(bundle, cacheFolder, process.argv[2] ?? "")
    : require(compiled);
  module.exports = program.start();
}
