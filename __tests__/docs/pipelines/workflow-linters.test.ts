import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { onlyWith } from "../../fixtures/only-if";

const project = join(__dirname, "..", "..", "..");

/** Linters of pipelines, with the version option and the command line: of GitHub workflows, and of GitLab's file by its published schema. */
const linters = [
  { linter: "actionlint", version: "-version", args: [] },
  {
    linter: "zizmor",
    version: "--version",
    args: ["--offline", "--quiet", ".github/workflows", ".github/actions", "action.yml"],
  },
  {
    linter: "check-jsonschema",
    version: "--version",
    args: ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", ".gitlab/perimeter.gitlab-ci.yml"],
  },
] as const;

describe.each(linters)("$linter", ({ linter, version, args }) => {
  const linting = onlyWith(linter, `${linter} on the workflows`, version).test;

  linting(`${linter} finds nothing wrong with the pipelines of this project`, () => {
    const { status, stdout, stderr } = spawnSync(linter, args, { cwd: project, encoding: "utf8" });

    expect(status === 0 ? "" : stdout + stderr).toBe("");
  });
});
