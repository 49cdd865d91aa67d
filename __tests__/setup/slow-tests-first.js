const { join, relative, sep } = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");
const slowTests = require("./slow-tests.json");

/** The files that take longest: each may end the run minutes after the others if it begins last. */
const longest = [
  "adopters.test.ts",
  "rehearsal/rehearsed-environments.test.ts",
  "rehearsal/cdktf-commands.test.ts",
  "cli/delivery/deploy.test.ts",
  "node-versions.test.ts",
  "verify/mutants/role-word-mutants.test.ts",
  "verify/mutants/access-mutants.test.ts",
  "verify/mutants/identity-mutants.test.ts",
];
const slow = [...longest, ...Object.values(slowTests).flat()];
const root = join(__dirname, "..");

/** How late a file may begin. */
function rank({ path }) {
  const position = slow.indexOf(relative(root, path).split(sep).join("/"));
  return position === -1 ? slow.length : position;
}

/** Jest orders files by size where it has not run them before, as in CI; here, those that take long begin first. */
module.exports = class SlowTestsFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((left, right) => rank(left) - rank(right));
  }
};
