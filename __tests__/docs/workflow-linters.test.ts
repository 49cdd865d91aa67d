import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(__dirname, "..", "..");

/** Linters of GitHub workflows, with the version option and the command line that judges `.github/workflows`. */
const linters = [
  { linter: "actionlint", version: "-version", args: [] },
  { linter: "zizmor", version: "--version", args: ["--offline", "--quiet", ".github/workflows", "action.yml"] },
] as const;

describe.each(linters)("$linter", ({ linter, version, args }) => {
  const present = spawnSync(linter, [version]).status === 0;
  if (!present) {
    process.stderr.write(`skipped: ${linter} on the workflows: needs a ${linter} that runs on the PATH\n`);
  }

  (present ? test : test.skip)(`${linter} finds nothing wrong with the workflows of this project`, () => {
    const { status, stdout, stderr } = spawnSync(linter, args, { cwd: project, encoding: "utf8" });

    expect(status === 0 ? "" : stdout + stderr).toBe("");
  });
});
