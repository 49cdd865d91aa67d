/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  // Jest keeps one core free by default, which on two cores is half of the machine.
  maxWorkers: "100%",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  globalSetup: "<rootDir>/__tests__/setup/make-shared-folder.ts",
  globalTeardown: "<rootDir>/__tests__/setup/remove-shared-folder.ts",
  setupFiles: ["<rootDir>/__tests__/setup/disable-creation-stacks.ts"],
};
