#!/usr/bin/env node
// The program that npx links. It is committed, because npx links it once, before the first build.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, "..", "dist", "cli", "main.js");
if (existsSync(compiled)) {
  require("./compile-cache.js");
  require(compiled).start();
} else {
  process.stderr.write("studio-perimeter: not built: dist/cli/main.js is missing; run npm ci && npm start\n");
  process.exitCode = 2;
}
