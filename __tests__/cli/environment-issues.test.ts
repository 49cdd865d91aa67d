import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCompiledProgram, writeEditedEnvironments } from "../fixtures/compiled-program";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-faults-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Edits the text of an environment, whether it then type-checks or not. */
function edit(environment: string, from: string | RegExp, to: string): void {
  writeEditedEnvironments(folder, environment, (source) => source.replace(from, to));
}

function faults() {
  return runCompiledProgram("cli/environment-issues.js", { environments: folder, outdir: join(folder, "out") });
}

test("after a failed compilation the type errors and rule violations of every environment are reported, and nothing is written", () => {
  edit("dev", "logRetentionDays: 30", 'logRetentionDays: "30"');
  edit("prod", /vpcCidr: "[^"]*"/, 'vpcCidr: "10.20.0.0/16"');

  const { status, stdout, stderr } = faults();

  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^dev: logRetentionDays: is not allowed, got "30"; did you mean 30\?$/),
    expect.stringMatching(/^prod: vpcCidr: overlaps 10\.20\.0\.0\/16 of staging, got 10\.20\.0\.0\/16; /),
  ]);
  expect(existsSync(join(folder, "out"))).toBe(false);
});

test.each([
  ["an environment does not even parse", "logRetentionDays: 30", "logRetentionDays = = 30"],
  ["it is the code that does not compile, not an environment", "logRetentionDays: 30", "logRetentionDays: 60"],
])("the build fails without further messages when %s", (_, from, to) => {
  edit("dev", from, to);

  expect(faults()).toEqual({ status: 2, stdout: "", stderr: "" });
});
