import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCompiledProgram, synthesizedByProgram, writeEditedEnvironments } from "./fixtures/compiled-program";
import { synthesizedText } from "./fixtures/synthesized";

const CDK_TERRAIN_ALIAS = join(__dirname, "fixtures", "cdk-terrain-alias.js");
const ENVIRONMENTS = ["dev", "staging", "prod"];
let folder: string;
let outdir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-main-"));
  outdir = join(folder, "out");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The Terraform that a run wrote, without the framework's metadata. */
function written(environment: string): unknown {
  return terraformOf(readFileSync(join(outdir, "stacks", environment, "cdk.tf.json"), "utf8"));
}

/** The Terraform of the test environments, whose messages name the file that the program has read. */
function expected(environment: string): unknown {
  return terraformOf(
    synthesizedText(environment).replace(/to deployers(?=, because)/, `to deployers in envs/${environment}.ts`),
  );
}

function terraformOf(text: string): unknown {
  return JSON.parse(text, (key, value) => (key === "//" ? undefined : value));
}

test("the compiled program writes the Terraform that these tests assert on", () => {
  const { run, outdir: synthesized } = synthesizedByProgram();
  outdir = synthesized;

  expect(run).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ of \d+ claims proved/), stderr: "" });
  for (const environment of ENVIRONMENTS) {
    expect(written(environment)).toEqual(expected(environment));
  }
});

test("the same sources write the same Terraform under CDK Terrain, the successor of CDKTF", () => {
  const run = runCompiledProgram("main.js", { outdir, preload: [CDK_TERRAIN_ALIAS] });

  expect(run).toMatchObject({ status: 0, stderr: "" });
  for (const environment of ENVIRONMENTS) {
    expect(written(environment)).toEqual(expected(environment));
  }
});

test("an environment with five issues prints five lines without a stack trace, exits with 2, and writes nothing", () => {
  const environments = join(folder, "environments");
  writeEditedEnvironments(environments, "dev", (source) =>
    source
      .replace('vpcCidr: "10.10.0.0/16"', 'vpcCidr: "10.20.128.0/17"')
      .replace('availabilityZones: ["eu-west-1a", "eu-west-1b"]', 'availabilityZones: ["eu-west-1a", "us-east-1b"]')
      .replace("logRetentionDays: 30", "logRetentionDays: 31")
      .replace("maxMinutes: 480", "maxMinutes: 30")
      .replace("maxGb: 50", "maxGb: 4"),
  );

  const run = runCompiledProgram("main.js", { environments, outdir });

  const lines = run.stderr.trimEnd().split("\n");
  expect(run.status).toBe(2);
  expect(lines).toHaveLength(5);
  for (const line of lines) {
    expect(line).toMatch(/^(dev|staging): [a-zA-Z.[\]0-9]+: .+, got .+; .+$/);
  }
  expect(run.stderr).toContain("logRetentionDays");
  expect(run.stderr).toContain("availabilityZones[1]");
  expect(existsSync(outdir)).toBe(false);
});

test("an environment with a value that AWS would refuse exits with 2 and writes nothing, as in a build", () => {
  const environments = join(folder, "environments");
  writeEditedEnvironments(environments, "dev", (source) => source.replaceAll("eu-west-1", "eu-west-9"));

  const run = runCompiledProgram("main.js", { environments, outdir });

  expect(run.status).toBe(2);
  expect(run.stderr).toMatch(/^dev: region: AWS has no such Region .*, got eu-west-9; /m);
  expect(existsSync(outdir)).toBe(false);
});
