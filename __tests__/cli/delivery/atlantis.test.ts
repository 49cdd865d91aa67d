/** @jest-environment node */
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
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

const REQUIREMENTS = ["approved", "mergeable", "undiverged"];

test("the server requires an approval before each plan, apply and import, and lets the repository choose nothing", async () => {
  const { repos, workflows } = await server();

  expect(repos).toEqual([
    {
      id: "github.com/example/perimeter",
      branch: "/^main$/",
      plan_requirements: REQUIREMENTS,
      apply_requirements: REQUIREMENTS,
      import_requirements: REQUIREMENTS,
      workflow: "studio-perimeter",
      allowed_workflows: ["studio-perimeter"],
      allowed_overrides: [],
      allow_custom_workflows: false,
      autodiscover: { mode: "disabled" },
      pre_workflow_hooks: [expect.objectContaining({ commands: "plan" })],
    },
  ]);
  const { plan, apply } = workflows["studio-perimeter"];
  expect(plan.steps).toEqual([
    { run: { command: expect.stringContaining("npm run synth"), output: "hide" } },
    "init",
    "plan",
    { run: expect.any(String) },
  ]);
  expect(apply.steps).toEqual(["apply", { run: expect.any(String) }]);
});

/**
 * Keys that Atlantis reads, and those of a project that need an entry in `allowed_overrides`.
 *
 * @see https://github.com/runatlantis/atlantis/tree/main/server/core/config/raw
 */
const READ = {
  server: ["repos", "workflows", "policies", "metrics", "team_authz", "external_stores"],
  serverRepository:
    "id branch repo_config_file plan_requirements apply_requirements import_requirements pre_workflow_hooks workflow post_workflow_hooks allowed_workflows allowed_overrides allow_custom_workflows delete_source_branch_on_merge repo_locking repo_locks policy_check custom_policy_check autodiscover silence_pr_comments".split(
      " ",
    ),
  workflow: ["apply", "plan", "policy_check", "import", "state_rm"],
  repository:
    "version projects workflows policies autodiscover automerge parallel_apply parallel_plan delete_source_branch_on_merge emoji_reaction allowed_regexp_prefixes abort_on_execution_order_fail repo_locks silence_pr_comments".split(
      " ",
    ),
  project:
    "name branch dir workspace terraform_distribution terraform_version autoplan depends_on execution_order_group".split(
      " ",
    ),
  override:
    "plan_requirements apply_requirements import_requirements workflow delete_source_branch_on_merge repo_locking repo_locks policy_check custom_policy_check silence_pr_comments".split(
      " ",
    ),
};

test("every key of both files is one that Atlantis reads, and atlantis.yaml sets nothing that the server does not allow", async () => {
  const { repos, ...rest } = await server();
  const { projects, ...repository } = parse((await runCli(["atlantis"])).out);
  const unknown = (value: object, known: readonly string[]) => Object.keys(value).filter((key) => !known.includes(key));
  const allowed: readonly string[] = repos[0].allowed_overrides;

  expect(unknown(rest, READ.server)).toEqual([]);
  expect(unknown(repos[0], READ.serverRepository)).toEqual([]);
  expect(Object.values<object>(rest.workflows).flatMap((workflow) => unknown(workflow, READ.workflow))).toEqual([]);
  expect(allowed.filter((key) => !READ.override.includes(key))).toEqual([]);
  expect(unknown(repository, READ.repository)).toEqual([]);
  expect(projects.flatMap((project: object) => unknown(project, [...READ.project, ...allowed]))).toEqual([]);
  // Workflows of a repository need allow_custom_workflows.
  expect(repository).not.toHaveProperty("workflows");
  for (const name of [repos[0].workflow, ...repos[0].allowed_workflows]) {
    expect(Object.keys(rest.workflows)).toContain(name);
  }
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
    const { run } = workflows["studio-perimeter"].plan.steps.at(-1);

    expect(
      runStep(run, { "terraform1.11.4": TERRAFORM, "studio-perimeter": prints("a review\n```\n# All clear", code) }),
    ).toEqual({ status, stdout: "a review\n'''\n# All clear", isPlanLeft, left: [] });
  },
);

test("a plan that Terraform cannot show is removed, and no JSON of it stays", async () => {
  const { workflows } = await server();
  const { run } = workflows["studio-perimeter"].plan.steps.at(-1);

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

/** A clone of Atlantis, with the files that the repository has. */
async function clone(): Promise<void> {
  writeFileSync(join(folder, "atlantis.yaml"), (await runCli(["atlantis"])).out);
  const git = (...args: readonly string[]) =>
    spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: folder });
  git("init", "--quiet");
  git("add", "atlantis.yaml");
  git("commit", "--quiet", "--no-gpg-sign", "-m", "one");
}

test("before the requirements are checked, a hook makes the folders of the projects and runs nothing of the pull request", async () => {
  const { repos } = await server();
  await clone();
  const record = "echo $0 > log.ran";
  const { status } = runStep(repos[0].pre_workflow_hooks[0].run, { npm: record, node: record, npx: record });

  expect(status).toBe(0);
  expect(readdirSync(join(folder, "cdktf.out", "stacks")).sort()).toEqual(["dev", "staging", "team-a"]);
  expect(existsSync(join(folder, "log.ran"))).toBe(false);
});

test("the hook makes no folder outside of the repository, wherever a link or a name of the pull request leads", async () => {
  const { repos } = await server();
  await clone();
  const outside = join(folder, "outside");
  mkdirSync(outside);
  appendFileSync(join(folder, "atlantis.yaml"), "  - dir: cdktf.out/stacks/../../outside/a\n  - dir: outside/b\n");
  symlinkSync(outside, join(folder, "cdktf.out"));
  const [{ run }] = repos[0].pre_workflow_hooks;

  expect(runStep(run, {})).toMatchObject({ status: 1, stdout: expect.stringMatching(/^cdktf\.out: a symbolic link/) });
  rmSync(join(folder, "cdktf.out"));
  rmSync(join(folder, "bin"), { recursive: true });
  rmSync(join(folder, "tmp"), { recursive: true });
  expect(runStep(run, {}).status).toBe(0);
  expect(readdirSync(outside)).toEqual([]);
});

test("the code of a pull request synthesizes without the variables of the server, once for all projects of a commit", async () => {
  const { workflows } = await server();
  const [{ run }] = workflows["studio-perimeter"].plan.steps;
  await clone();
  const npm = 'env > log."$1"\necho "$1" >> log\nexit 0';
  const { status, left } = runStep(`(${run.command}) && (${run.command})`, { npm });

  expect({ status, left }).toEqual({ status: 0, left: [] });
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("ci\nrun\n");
  const seen = ["log.ci", "log.run"].map((name) => readFileSync(join(folder, name), "utf8"));
  expect(seen.join("")).not.toMatch(/of-the-server/);
});

test("a synthesis that fails ends the plan step, and the next project of the commit tries again", async () => {
  const { workflows } = await server();
  const [{ run }] = workflows["studio-perimeter"].plan.steps;
  await clone();
  const { status } = runStep(`(${run.command}) || (${run.command})`, { npm: 'echo "$1" >> log\nexit 7' });

  expect(status).toBe(7);
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("ci\nci\n");
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
