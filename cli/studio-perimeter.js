#!/usr/bin/env node
// What npx runs: npx links a program once, with the mode that it then has, and so needs one that every checkout holds.
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, "..", "dist", "cli", "main.js");
if (existsSync(compiled)) {
  require(compiled).start();
} else {
  process.stderr.write("studio-perimeter: is not built yet, got no dist/cli/main.js; run npm ci && npm start\n");
  process.exitCode = 2;
}
