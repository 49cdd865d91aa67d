const { spawn } = require("node:child_process");
const { once } = require("node:events");
const { join } = require("node:path");
const { text } = require("node:stream/consumers");
const { goWithoutCollection } = require("./go-without-collection.js");

/** One checker knows every type once; the four that are usual save time only where four cores wait for nothing else. */
const CHECKERS = ["--checkers", "1"];

/**
 * Checks the types of the project.
 *
 * @param {string} project path of its folder
 * @returns {Promise<{ hasErrors: boolean, output: string }>} what the compiler found, without colors
 */
async function checkTypes(project) {
  const compiler = join(project, "node_modules", "typescript", "bin", "tsc");
  const checking = spawn(process.execPath, [compiler, "-p", "tsconfig.build.json", "--noEmit", ...CHECKERS], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
    // The compiler needs a fifth less time so, and 560 MB, as much as with a collection.
    env: { ...goWithoutCollection, ...process.env },
  });
  const [[status], output] = await Promise.all([once(checking, "exit"), text(checking.stdout)]);
  return { hasErrors: status !== 0, output };
}

module.exports = { checkTypes };
