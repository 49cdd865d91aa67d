const { setFlagsFromString } = require("node:v8");

/**
 * The V8 option by which a function is optimized fully only when it has run very often, by major version of Node.js, as in
 * `cli/late-optimization.ts`, which a test compares. A test runs most functions a few hundred times: optimizing them took a tenth of
 * the time of many files, and a fifth of a few.
 */
const lateOptimizations = {
  20: "--interrupt-budget=4000000",
  22: "--invocation-count-for-turbofan=100000",
  24: "--invocation-count-for-turbofan=100000",
};
const { [process.versions.node.split(".")[0]]: lateOptimization } = lateOptimizations;

// Workers inherit these. In a young generation of this many megabytes most objects of a test die before V8 looks at them again.
process.execArgv.push("--max-semi-space-size=32");
if (lateOptimization !== undefined) {
  process.execArgv.push(lateOptimization);
  // A single file runs in this process.
  setFlagsFromString(lateOptimization);
}

/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  // Each module is loaded once in a worker; `--testEnvironment node` gives every file modules of its own.
  testEnvironment: "<rootDir>/__tests__/setup/shared-context.js",
  runtime: "<rootDir>/__tests__/setup/shared-modules.js",
  testSequencer: "<rootDir>/__tests__/setup/slow-tests-first.js",
  // Jest keeps one core free by default, which on two cores is half of the machine.
  maxWorkers: "100%",
  // A worker that has more is replaced after its file. Below 90 % of this it does not collect its garbage (`shared-context.js`); 300 to
  // 400 MB are in use, so that a limit of 450 MB made it do so after almost every file, an eighth of the CPU of the tests.
  workerIdleMemoryLimit: "700MB",
  // Five seconds, jest's default, is luck where a test starts processes on a machine with other work.
  testTimeout: 60_000,
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  globalSetup: "<rootDir>/__tests__/setup/make-shared-folder.ts",
  globalTeardown: "<rootDir>/__tests__/setup/remove-shared-folder.ts",
  setupFiles: ["<rootDir>/__tests__/setup/disable-creation-stacks.ts", "<rootDir>/__tests__/setup/seed-properties.ts"],
};
