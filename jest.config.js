/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  globalSetup: "<rootDir>/__tests__/setup/make-shared-folder.ts",
  globalTeardown: "<rootDir>/__tests__/setup/remove-shared-folder.ts",
  setupFiles: ["<rootDir>/__tests__/setup/disable-creation-stacks.ts"],
};
