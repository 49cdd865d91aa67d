/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  globalSetup: "<rootDir>/__tests__/synthesize-once.ts",
  globalTeardown: "<rootDir>/__tests__/remove-synthesized.ts",
  setupFiles: ["<rootDir>/__tests__/quiet-creation-stacks.ts"],
};
