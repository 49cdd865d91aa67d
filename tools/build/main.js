// node tools/build/main.js [--early] [PROGRAM [ARGUMENT ...]]: compiles the project unless its sources are those of the last build,
// builds the Lambda archives, and then runs a program of the project in this process. It is JavaScript, because it runs before the
// first build.
//
// With --early the program runs from its bundle while types are checked and the other sources are transpiled. Nobody sees its output
// or its success before the check has passed, so it is for a program that does nothing outside of the project's own folders.
const { spawnSync } = require("node:child_process");
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

require("../../cli/compile-cache.js");
const { bundleProgram } = require("./bundle-program.js");
const { checkTypes } = require("./check-types.js");
const { holdOutput } = require("./hold-output.js");
const { transpileNextToBundle, transpileSources } = require("./transpile-sources.js");
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
    return compiled("cli", "shared", "sources", "build-status.js").buildStatusOnce(project).kind === "current";
  } catch {
    return false;
  }
}

/** So that later commands need not read the sources. Without it they are right, too, but slower. */
function renewStamps() {
  try {
    compiled("cli", "shared", "sources", "build-status.js").renewStamps(project);
  } catch {
    // The folder is read-only.
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

/** What an early program wrote, which nobody sees before its types are checked. */
let held;

function removeBundle() {
  rmSync(join(dist, "program"), { recursive: true, force: true });
}

/** Another process may read the record at any time, so it is replaced in one step. */
function recordUnfinishedBuild() {
  const record = join(dist, "build.json");
  const written = `${record}.${process.pid}`;
  mkdirSync(dist, { recursive: true });
  writeFileSync(written, JSON.stringify({ unfinishedBy: process.pid, hasTypeErrors: false, sources: {} }));
  renameSync(written, record);
}

/**
 * Writes the program while its types are checked.
 *
 * @returns whether it is written, and the check, which ends this process where it fails
 */
async function build() {
  // A build that does not end leaves no bundle of older sources, and a record of it.
  removeBundle();
  recordUnfinishedBuild();
  const startedAt = Date.now();
  const checking = checkTypes(project);
  // What an early program waits for.
  const faultOfBundle = await faultOf(
    Promise.all([bundleProgram(project), transpileNextToBundle(project).then(buildArchives)]),
  );
  const transpiling = faultOf(transpileSources(project));
  forgetCompiled();
  const checked = Promise.all([checking, transpiling]).then(([{ hasErrors, output }, faultOfSources]) => {
    const fault = faultOfBundle ?? faultOfSources;
    if (!hasErrors && fault !== undefined) {
      throw fault;
    }
    if (hasErrors) {
      removeBundle();
    }
    if (existsSync(join(dist, "cli", "shared", "sources", "build-status.js"))) {
      compiled("cli", "shared", "sources", "build-status.js").recordBuild(project, hasErrors, startedAt);
    }
    if (hasErrors) {
      failWith(output, fault);
    }
  });
  return { isWritten: faultOfBundle === undefined, checked };
}

/** The error of a step, which is told only when the compiler has said what it found. */
function faultOf(step) {
  return step.then(
    () => undefined,
    (error) => error,
  );
}

function buildArchives() {
  return compiled("functions", "archives.js").buildArchives();
}

const nothingToBuild = { isWritten: true, checked: Promise.resolve() };

/**
 * Ends this process with what the compiler found.
 *
 * @param fault of the bundler, which then wrote nothing: the environments in dist/ are older ones, and their issues too
 */
function failWith(output, fault) {
  held?.discard();
  if (fault !== undefined) {
    process.stdout.write(output);
    process.exit(2);
  }
  process.exit(reportTypeErrors(output));
}

async function main() {
  const isEarly = process.argv[2] === "--early";
  if (isEarly) {
    process.argv.splice(2, 1);
  }
  const isBuilt = isCurrent();
  if (isBuilt) {
    renewStamps();
  }
  const { isWritten, checked } = isBuilt ? nothingToBuild : await build();
  if (!isEarly || !isWritten) {
    await checked;
  }
  held = isEarly ? holdOutput() : undefined;
  try {
    await runProgram();
  } finally {
    await checked;
    held?.release();
  }
}

/** Runs the program that the arguments name. A command line exports when it ends. */
async function runProgram() {
  await buildArchives();
  const [program] = process.argv.splice(2, 1);
  if (program === undefined) {
    return undefined;
  }
  process.argv[1] = resolve(project, program);
  return require(process.argv[1]);
}

main();
