import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BENCHMARKS = fileURLToPath(new URL("..", import.meta.url));
const REQUIREMENTS = join(BENCHMARKS, "requirements.txt");

/** How to get whatever is missing. */
export const HOW_TO_INSTALL = "npm run bench -- --install";

/** Folder of aws-cdk-lib. */
export const CDK_LIBRARY = join(BENCHMARKS, "node_modules", "aws-cdk-lib");
/** Folder of cdk-nag. */
export const CDK_NAG = join(BENCHMARKS, "node_modules", "cdk-nag");

/** Versions of the Python packages, by name: `checkov==3.3.30`. */
export const PYTHON_VERSIONS = Object.fromEntries(
  readFileSync(REQUIREMENTS, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split("==")),
);

/** Folder of a virtual environment for exactly these versions, in the user's cache. */
const virtualEnvironment = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "studio-perimeter",
  ["peers", ...Object.entries(PYTHON_VERSIONS).flat()].join("-"),
);

/** @param {string} name of a program of the virtual environment, such as `checkov` */
export function pythonProgram(name) {
  return join(virtualEnvironment, "bin", name);
}

/** Whether a program of the virtual environment is there. */
export function hasPythonProgram(name) {
  return existsSync(pythonProgram(name));
}

/** What a program on the PATH says about its version; nothing where it does not start. */
export function versionOf(program, ...args) {
  const { status, stdout } = spawnSync(program, args, { encoding: "utf8" });
  return status === 0 ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
}

/** Installs what the benchmarks compare with: npm's packages into `benchmarks/`, Python's into the user's cache. */
export function installPeers() {
  const options = { stdio: "inherit" };
  execFileSync("npm", ["ci", "--prefix", BENCHMARKS, "--no-fund", "--no-audit"], options);
  execFileSync("python3", ["-m", "venv", "--clear", virtualEnvironment], options);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
  execFileSync(pythonProgram("python"), pip, options);
}
