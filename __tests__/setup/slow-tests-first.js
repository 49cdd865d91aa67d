const { createHash } = require("node:crypto");
const { join, relative, sep } = require("node:path");
const { default: Sequencer } = require("@jest/test-sequencer");
const slowTests = require("./slow-tests.json");

/** The files that take longest: each may end the run minutes after the others if it begins last. */
const longest = [
  "adopters.test.ts",
  "rehearsal/cdktf-commands.test.ts",
  "cli/delivery/deploy.test.ts",
  "docs/pipelines/release-workflow.test.ts",
  "verify/iam/oracles/smt/smt-oracle.test.ts",
  "cli/delivery/deploy-recovery.test.ts",
  "rehearsal/rehearsed-environments.test.ts",
  "stacks/module/module-in-terraform.test.ts",
  "node-versions.test.ts",
  "stacks/module/several-perimeters-in-terraform.test.ts",
  "rehearsal/central-egress.test.ts",
  "stacks/module/module-options-in-terraform.test.ts",
  "verify/any-environment.test.ts",
  "cli/delivery/fleet.test.ts",
  "stacks/module/module-equals-stack.test.ts",
  "verify/mutants/role-word-mutants.test.ts",
  "verify/mutants/bootstrap-mutants.test.ts",
  "verify/mutants/team-mutants.test.ts",
  "verify/mutants/access-mutants.test.ts",
  "verify/mutants/identity-mutants.test.ts",
];
const slow = [...longest, ...Object.values(slowTests).flat()];
const root = join(__dirname, "..");

/** Path of a test file below the folder of all tests, with slashes. */
function nameOf({ path }) {
  return relative(root, path).split(sep).join("/");
}

/** How late a file may begin. */
function rank(test) {
  const position = slow.indexOf(nameOf(test));
  return position === -1 ? slow.length : position;
}

/** Jest orders files by size where it has not run them before, as in CI; here, those that take long begin first. */
module.exports = class SlowTestsFirst extends Sequencer {
  async sort(tests) {
    const { TEST_ORDER: seed } = process.env;
    if (seed !== undefined) {
      return inOrderOf(seed, tests);
    }
    return [...(await super.sort(tests))].sort((left, right) => rank(left) - rank(right));
  }
};

/** Another order for each seed, and the same for each run with it: files share modules, and no result may depend on which ran before. */
function inOrderOf(seed, tests) {
  const position = (test) =>
    createHash("sha256")
      .update(`${seed} ${nameOf(test)}`)
      .digest("hex");
  return tests
    .map((test) => ({ test, at: position(test) }))
    .sort((left, right) => (left.at < right.at ? -1 : 1))
    .map(({ test }) => test);
}
