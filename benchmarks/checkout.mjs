import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Lays a commit of this project out in a folder of its own, installed and built as a user would.
 *
 * @param {string} commit
 * @param {string} folder
 * @throws when there is no such commit, or when it cannot be installed or built
 */
export function checkout(commit, folder) {
  execFileSync("git", ["clone", "--quiet", "--shared", "--no-checkout", PROJECT, folder]);
  const run = (command, ...args) =>
    execFileSync(command, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"], env: environment() });
  run("git", "checkout", "--quiet", "--detach", commit);
  run("npm", "ci", "--silent", "--no-fund", "--no-audit", "--prefer-offline");
  run("npm", "start", "--silent");
}

/** Variables without those by which npm tells the programs of a script about its own project. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
}
