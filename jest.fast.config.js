const { join } = require("node:path");
const slowTests = require("./__tests__/setup/slow-tests.json");

/**
 * The tests of `npm run test:fast`: all but those that `slow-tests.json` lists.
 *
 * @type {import("jest").Config}
 */
module.exports = {
  ...require("./jest.config"),
  testPathIgnorePatterns: Object.values(slowTests)
    .flat()
    .map((file) => `^${join(__dirname, "__tests__", file).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`),
};
