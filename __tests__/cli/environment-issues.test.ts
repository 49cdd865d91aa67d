import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../fixtures/built-program";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-faults-"));
  cpSync(join(project, "dist"), join(folder, "dist"), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What the compiler makes of an edited environment, whether it type-checks or not. */
function edit(environment: string, from: string | RegExp, to: string): void {
  const file = join(folder, "dist", "envs", `${environment}.js`);
  writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
}

function faults() {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/cli/environment-issues.js"], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("after a failed compile the faults of every environment are told, types and meanings, and nothing is written", () => {
  edit("dev", "logRetentionDays: 30", 'logRetentionDays: "30"');
  edit("prod", /vpcCidr: "[^"]*"/, 'vpcCidr: "10.20.0.0/16"');

  const { status, stdout, stderr } = faults();

  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^dev: logRetentionDays: is not allowed, got "30"; did you mean 30\?$/),
    expect.stringMatching(/^prod: vpcCidr: overlaps 10\.20\.0\.0\/16 of staging, got 10\.20\.0\.0\/16; /),
  ]);
  expect(existsSync(join(folder, "cdktf.out"))).toBe(false);
});

test.each([
  ["an environment does not even parse", "logRetentionDays: 30", "logRetentionDays = = 30"],
  ["it is the code that does not compile, not an environment", "logRetentionDays: 30", "logRetentionDays: 60"],
])("nothing is added to the compiler's lines when %s, and the build still fails", (_, from, to) => {
  edit("dev", from, to);

  expect(faults()).toEqual({ status: 2, stdout: "", stderr: "" });
});
