import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "./fixtures/built-program";
import { synthesizedText } from "./fixtures/synthesized";

beforeAll(buildProgram);

const project = resolve(__dirname, "..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-main-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function node(args: readonly string[], cwd = project) {
  return spawnSync(process.execPath, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, CDKTF_OUTDIR: join(folder, "out") },
  });
}

/** The Terraform that a run wrote, without what the framework says of itself. */
function written(environment: string): unknown {
  return terraformOf(readFileSync(join(folder, "out", "stacks", environment, "cdk.tf.json"), "utf8"));
}

function terraformOf(text: string): unknown {
  return JSON.parse(text, (key, value) => (key === "//" ? undefined : value));
}

const ENVIRONMENTS = ["dev", "staging", "prod"];

test("the compiled program writes the Terraform that these tests assert on", () => {
  const run = node(["dist/main.js"]);

  expect(run).toMatchObject({ status: 0, stdout: "", stderr: "" });
  for (const environment of ENVIRONMENTS) {
    expect(written(environment)).toEqual(terraformOf(synthesizedText(environment)));
  }
});

test("under CDK Terrain, the successor of CDKTF, the same sources write the same Terraform", () => {
  const run = node(["-r", "./__tests__/fixtures/cdk-terrain-alias.js", "dist/main.js"]);

  expect(run).toMatchObject({ status: 0, stderr: "" });
  for (const environment of ENVIRONMENTS) {
    expect(written(environment)).toEqual(terraformOf(synthesizedText(environment)));
  }
});

test("an environment with five faults gets five lines, exit code 2, no stack trace, and nothing is written", () => {
  cpSync(join(project, "dist"), join(folder, "dist"), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, "dist", "envs", "dev.js");
  const broken = readFileSync(file, "utf8")
    .replace('vpcCidr: "10.10.0.0/16"', 'vpcCidr: "10.20.128.0/17"')
    .replace('availabilityZones: ["eu-west-1a", "eu-west-1b"]', 'availabilityZones: ["eu-west-1a", "us-east-1b"]')
    .replace("logRetentionDays: 30", "logRetentionDays: 31")
    .replace("maxMinutes: 480", "maxMinutes: 30")
    .replace("maxGb: 50", "maxGb: 4");
  writeFileSync(file, broken);

  const run = node(["dist/main.js"], folder);

  const lines = run.stderr.trimEnd().split("\n");
  expect(run.status).toBe(2);
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    expect(line).toMatch(/^(dev|staging): [a-zA-Z.[\]0-9]+: .+, got .+; .+$/);
  }
  expect(run.stderr).toContain("logRetentionDays");
  expect(run.stderr).toContain("availabilityZones[1]");
  expect(existsSync(join(folder, "out"))).toBe(false);
});
