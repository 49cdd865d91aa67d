/** @jest-environment node */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { runCli } from "../fixtures/cli-run";

// Edits of envs/ must not change the result of these tests.
jest.mock("../../../envs", () => {
  const { withSource } = jest.requireActual("../../../envs/validation/issues/environment-source");
  const { environments } = jest.requireActual("../../fixtures/environments");
  const [dev, staging] = environments;
  const team = { ...dev, name: "team-a", vpcCidr: "10.44.0.0/16" };
  return {
    environments: [dev, staging, withSource(team, { kind: "file", file: "envs/teams/a.yaml", lineOf: () => 1 })],
  };
});

const ROOT = "../../..";
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-atlantis-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function server() {
  const { code, out } = await runCli(["atlantis", "--server", "github.com/example/perimeter"]);
  expect(code).toBe(0);
  return parse(out);
}

test("atlantis.yaml has one project for each environment, in the folder of its stack, and chooses no workflow", async () => {
  const { code, out } = await runCli(["atlantis"]);
  const { projects, ...rest } = parse(out);

  expect(code).toBe(0);
  expect(rest).toEqual({ version: 3, automerge: false, parallel_plan: true, parallel_apply: false });
  expect(projects.map(({ name, dir, workspace }: Record<string, string>) => [name, dir, workspace])).toEqual(
    ["dev", "staging", "team-a"].map((name) => [name, `cdktf.out/stacks/${name}`, "default"]),
  );
  expect(projects.flatMap((project: object) => Object.keys(project))).not.toContain("workflow");
});

test("Atlantis plans an environment when shared sources or its own file change, and not when the file of another one does", async () => {
  const { projects } = parse((await runCli(["atlantis"])).out);
  const patterns: readonly string[] = projects[2].autoplan.when_modified;

  for (const path of ["envs/**", "stacks/**", "constructs/**", "functions/**", "main.ts", "package-lock.json"]) {
    expect(patterns).toContain(`${ROOT}/${path}`);
  }
  // The last match wins.
  expect(patterns.slice(-4)).toEqual([
    `!${ROOT}/envs/**/*.yaml`,
    `!${ROOT}/envs/**/*.yml`,
    `!${ROOT}/envs/**/*.json`,
    `${ROOT}/envs/teams/a.yaml`,
  ]);
  expect(projects[0].autoplan.when_modified).toEqual(patterns.slice(0, -1));
});

test("the server requires approval before each apply, and lets the repository choose nothing", async () => {
  const { repos, workflows } = await server();

  expect(repos).toEqual([
    {
      id: "github.com/example/perimeter",
      branch: "/^main$/",
      plan_requirements: ["undiverged"],
      apply_requirements: ["approved", "mergeable", "undiverged"],
      workflow: "studio-perimeter",
      allowed_overrides: [],
      allow_custom_workflows: false,
      pre_workflow_hooks: [expect.objectContaining({ commands: "plan" })],
    },
  ]);
  const { plan, apply } = workflows["studio-perimeter"];
  expect(plan.steps).toEqual(["init", "plan", { run: expect.any(String) }]);
  expect(apply.steps).toEqual(["apply", { run: expect.any(String) }]);
});

/** Runs a step as Atlantis does, with programs that record how they were called. */
function runStep(script: string, programs: Readonly<Record<string, string>>) {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  mkdirSync(join(folder, "tmp"));
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const plan = join(folder, "dev.tfplan");
  writeFileSync(plan, "plan");
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    TMPDIR: join(folder, "tmp"),
    PLANFILE: plan,
    PROJECT_NAME: "dev",
    ATLANTIS_TERRAFORM_VERSION: "1.11.4",
    AWS_SECRET_ACCESS_KEY: "of-the-server",
    LOG: join(folder, "log"),
  };
  const { status, stdout } = spawnSync("sh", ["-c", script], { cwd: folder, env, encoding: "utf8" });
  return { status, stdout, isPlanLeft: existsSync(plan), left: readdirSync(join(folder, "tmp")) };
}

const TERRAFORM = `echo "{}"`;
/** Writes the file after --output, and exits with a code. */
const prints = (text: string, code: number) =>
  `while [ "$1" != --output ]; do shift; done\nprintf '%s' '${text}' > "$2"\nexit ${code}`;

test.each([
  [0, 0, true],
  [3, 0, true],
  [1, 1, false],
  [2, 2, false],
])(
  "a review with exit code %i ends the plan step with %i, and whether the plan can be applied: %s",
  async (code, status, isPlanLeft) => {
    const { workflows } = await server();
    const [, , { run }] = workflows["studio-perimeter"].plan.steps;

    expect(
      runStep(run, { "terraform1.11.4": TERRAFORM, "studio-perimeter": prints("a review\n```\n# All clear", code) }),
    ).toEqual({ status, stdout: "a review\n'''\n# All clear", isPlanLeft, left: [] });
  },
);

test("a plan that Terraform cannot show is removed, and no JSON of it stays", async () => {
  const { workflows } = await server();
  const [, , { run }] = workflows["studio-perimeter"].plan.steps;

  expect(runStep(run, { "terraform1.11.4": "echo secret; exit 4", "studio-perimeter": prints("x", 0) })).toEqual({
    status: 4,
    stdout: "",
    isPlanLeft: false,
    left: [],
  });
});

test("an apply fails where a claim about the state does not hold, and no JSON of the state stays", async () => {
  const { workflows } = await server();
  const [, { run }] = workflows["studio-perimeter"].apply.steps;

  expect(runStep(run, { "terraform1.11.4": TERRAFORM, "studio-perimeter": prints("dev 1 violated", 1) })).toMatchObject(
    {
      status: 1,
      stdout: "dev 1 violated",
      left: [],
    },
  );
});

test("the code of a pull request synthesizes without the variables of the server", async () => {
  const { repos } = await server();
  const { status } = runStep(repos[0].pre_workflow_hooks[0].run, { npm: 'env > log."$1"\nexit 0' });

  expect(status).toBe(0);
  const seen = readdirSync(folder).filter((name) => name.startsWith("log."));
  expect(seen.sort()).toEqual(["log.ci", "log.run"]);
  expect(seen.map((name) => readFileSync(join(folder, name), "utf8")).join("")).not.toMatch(/of-the-server/);
});

test.each([
  ["a pattern", "/.*/"],
  ["no owner", "github.com/perimeter"],
  ["an address", "https://github.com/example/perimeter"],
])("atlantis refuses what is no repository, for it would let others in: %s", async (_, repository) => {
  expect(await runCli(["atlantis", "--server", repository])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^--server: not a repository, got /),
  });
});
