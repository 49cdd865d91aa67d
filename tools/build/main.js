// node tools/build/main.js [PROGRAM [ARGUMENT ...]]: compiles the project unless its sources are those of the last build, builds the
// Lambda archives, and then runs a program of the project in this process. It is JavaScript, because it runs before the first build.
const { spawn, spawnSync } = require("node:child_process");
const { once } = require("node:events");
const { existsSync, readFileSync, rmSync } = require("node:fs");
const { join, resolve } = require("node:path");
const { text } = require("node:stream/consumers");

require("../../cli/compile-cache.js");
const { bundleProgram } = require("./bundle-program.js");
const { typeErrorsWithoutIssues } = require("./type-errors.js");

const project = join(__dirname, "..", "..");
const dist = join(project, "dist");

function compiled(...path) {
  return require(join(dist, ...path));
}

/** Forgets the compiled modules that were loaded: the compiler replaces them. */
function forgetCompiled() {
  for (const loaded of Object.keys(require.cache).filter((file) => file.startsWith(dist))) {
    delete require.cache[loaded];
  }
}

/** Whether nothing is to be compiled. A program of another version may not know, and is compiled again. */
function isCurrent() {
  try {
    return compiled("cli", "shared", "build-status.js").buildStatusOnce(project).kind === "current";
  } catch {
    return false;
  }
}

/** Prints the errors of the compiler and the issues of environments, each mistake once. @returns the exit code */
function reportTypeErrors(output) {
  const program = join(dist, "cli", "environment-issues.js");
  const { stderr, status } = spawnSync(process.execPath, [program], { cwd: project, encoding: "utf8" });
  const issues = stderr.split("\n").filter(Boolean);
  process.stdout.write(typeErrorsWithoutIssues(output, issues, (file) => readFileSync(join(project, file), "utf8")));
  process.stderr.write(stderr);
  return status ?? 2;
}

async function compile() {
  // A build that does not end leaves no bundle of older sources.
  rmSync(join(dist, "program"), { recursive: true, force: true });
  const compiler = join(project, "node_modules", "typescript", "bin", "tsc");
  const startedAt = Date.now();
  const compiling = spawn(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
    cwd: project,
    stdio: ["ignore", "pipe", "inherit"],
    // The compiler is a Go program: collecting garbage less often saves a quarter of its time, and the process is short.
    env: { GOGC: "400", ...process.env },
  });
  // The bundler needs no types. What it writes of sources with type errors is never run.
  const [bundled, [status], output] = await Promise.all([
    bundleProgram(project).catch((error) => error),
    once(compiling, "exit"),
    text(compiling.stdout),
  ]);
  const hasTypeErrors = status !== 0;
  forgetCompiled();
  if (hasTypeErrors) {
    rmSync(join(dist, "program"), { recursive: true, force: true });
  } else if (bundled !== undefined) {
    throw bundled;
  }
  if (existsSync(join(dist, "cli", "shared", "build-status.js"))) {
    compiled("cli", "shared", "build-status.js").recordBuild(project, hasTypeErrors, startedAt);
  }
  if (hasTypeErrors) {
    process.exit(reportTypeErrors(output));
  }
}

async function main() {
  if (!isCurrent()) {
    await compile();
  }
  compiled("functions", "archives.js").buildArchives();
  const [program] = process.argv.splice(2, 1);
  if (program !== undefined) {
    process.argv[1] = resolve(project, program);
    require(process.argv[1]);
  }
}

main();
