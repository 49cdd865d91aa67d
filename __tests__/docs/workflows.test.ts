import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { GITHUB_WORKFLOWS } from "../../constructs/pipeline/token-issuer";

const project = join(__dirname, "..", "..");
const folder = join(project, ".github", "workflows");
const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);

/** The steps that the jobs of the workflow deploy share. */
const applyAction = readFileSync(join(project, ".github", "actions", "apply", "action.yml"), "utf8");

test.each([...workflows, ["apply/action.yml", applyAction] as const])(
  "the workflow or action %s pins every action to a full commit",
  (_, text) => {
    // Called workflows and actions of this project are of the commit that calls them; what they are has tests of its own.
    const used = (text.match(/uses: .*/g) ?? []).filter((line) => !line.startsWith("uses: ./.github/"));

    expect(
      used.filter(
        (line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+(?: # zizmor: ignore\[[a-z-]+\])?$/.test(line),
      ),
    ).toEqual([]);
  },
);

test.each(workflows)(
  "the workflow %s grants jobs only the permissions that they request, and never gives code of a pull request the rights of the base branch",
  (_, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).not.toMatch(/pull_request_target/);
  },
);

test("no workflow uses a secret but the token with which a release publishes modules, in a job with an environment of its own", () => {
  const used = workflows.flatMap(([name, text]) =>
    [...text.matchAll(/secrets\.\w+/g)].map(([secret]) => `${name}: ${secret}`),
  );
  const { jobs } = parse(readFileSync(join(folder, "release.yml"), "utf8"));

  expect(used).toEqual(["release.yml: secrets.MODULE_REGISTRY_TOKEN"]);
  expect(jobs.modules).toMatchObject({ environment: "module-registry", permissions: { contents: "read" } });
  expect(JSON.stringify({ ...jobs, modules: undefined })).not.toContain("secrets.");
});

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly if?: string;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

/** A job that calls a workflow. */
interface CallingJob {
  readonly uses: string;
  readonly needs: string;
  readonly permissions: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** Of each workflow the jobs with steps. */
const parsed = workflows.map(([name, text]) => {
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs).filter(([, job]) => "steps" in job);
  return [name, { ...workflow, jobs: Object.fromEntries(jobs) }] as const;
});

test.each(parsed)(
  "the workflow %s gives each job a time limit, no more access than it needs, and no expression inside a script",
  (_, { jobs }) => {
    for (const { permissions = {}, steps, ...job } of Object.values(jobs)) {
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
      const written = Object.entries(permissions).flatMap(([scope, access]) => (access === "read" ? [] : [scope]));
      expect(written.filter((scope) => !["id-token", "pull-requests", "contents"].includes(scope))).toEqual([]);
      // Who may write to the repository checks out nothing, and so runs no code of it.
      expect(written.includes("contents") && steps.some(({ uses = "" }) => uses.startsWith("actions/checkout@"))).toBe(
        false,
      );
      expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
    }
  },
);

test.each(parsed)("the workflow %s checks out without keeping the token, and uploads no plan", (_, { jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  const uploads = steps.filter(({ uses = "" }) => uses.startsWith("actions/upload-artifact@"));

  expect(checkouts.every((step) => step.with?.["persist-credentials"] === false)).toBe(true);
  const paths = uploads.map((step) => String(step.with?.path));
  const allowed = ["cdktf.out/stacks/*/cdk.tf.json", "release", "head", "plans/*/reviews.json"];
  expect(paths.filter((path) => !allowed.includes(path))).toEqual([]);
});

test("a synthesis is uploaded whole only by a job that has no credentials, in which Terraform has not run", () => {
  const uploading = parsed.flatMap(([, { jobs }]) =>
    Object.values(jobs).filter(({ steps }) =>
      steps.some((step) => step.with?.path === "head" && "retention-days" in step.with),
    ),
  );

  expect(uploading).toHaveLength(1);
  for (const { permissions, steps } of uploading) {
    expect(permissions).toEqual({ contents: "read" });
    expect(steps.some(({ uses = "", run = "" }) => /terraform/.test(uses) || / deploy /.test(run))).toBe(false);
  }
});

test.each(["review.yml", "plan-environments.yml"])(
  "each job of %s that comments, or may get credentials, runs the code of the base branch",
  (name) => {
    const jobs = Object.values(new Map(parsed).get(name)?.jobs ?? {});
    const trusted = jobs.filter(({ permissions = {} }) => "id-token" in permissions || "pull-requests" in permissions);
    const checkouts = trusted.map(({ steps }) =>
      steps.flatMap((step) => (step.uses?.startsWith("actions/checkout@") ? [step.with?.ref] : [])),
    );

    expect(trusted.length).toBeGreaterThan(0);
    expect(checkouts).toEqual(trusted.map(() => ["${{ github.event.pull_request.base.sha }}"]));
  },
);

test("a plan of a pull request is compared with the synthesis of the base branch, which the job makes before it has credentials", () => {
  const steps = new Map(parsed).get("plan-environments.yml")?.jobs.plan?.steps ?? [];
  const at = (part: string) => steps.findIndex((step) => `${step.uses} ${step.run}`.includes(part));

  expect(at("npm run synth")).toBeGreaterThan(at("actions/checkout"));
  expect(at("npm run synth")).toBeLessThan(at("actions/download-artifact"));
  expect(at("npm run synth")).toBeLessThan(at("configure-aws-credentials"));
  expect(steps[at("npm run synth")]?.run).not.toContain("CDKTF_OUTDIR");
  expect(steps.at(at("--plan-only"))?.run).toContain('--before cdktf.out --allow-execution "$ALLOWED"');
});

test("the plan and drift workflows run one job for each environment that matrix prints", () => {
  const [plan, drift] = ["plan-environments.yml", "drift.yml"].map((name) => new Map(workflows).get(name) ?? "");

  expect(plan).toContain("matrix cdktf.out head --format github");
  expect(plan).toContain("matrix: ${{ fromJSON(needs.changes.outputs.matrix) }}");
  expect(drift).toContain("matrix cdktf.out --format github");
  expect(drift).toContain("matrix: ${{ fromJSON(needs.environments.outputs.matrix) }}");
});

const deployment = () => new Map(parsed).get("deploy.yml") as Workflow;

test("the deploy workflow runs by hand, one at a time for each environment of the synthesis, with the protection of its GitHub environment", () => {
  const { on, jobs } = deployment();
  const { environments } = jobs;
  const deployments = Object.fromEntries(Object.entries(jobs).filter(([name]) => name.startsWith("deploy-")));
  const { runs } = parse(applyAction) as { readonly runs: Pick<Job, "steps"> };

  expect(Object.keys(on as object)).toEqual(["workflow_dispatch"]);
  // No list of environments to keep.
  expect(JSON.stringify(on)).not.toMatch(/options|staging/);
  expect(environments).toMatchObject({ if: "github.ref == 'refs/heads/main'", permissions: { contents: "read" } });
  expect(Object.keys(deployments)).toEqual(["deploy-1", "deploy-2", "deploy-3"]);
  for (const job of Object.values(deployments)) {
    expect(job).toMatchObject({
      name: "deploy ${{ matrix.environment }}",
      environment: "${{ matrix.environment }}",
      concurrency: { group: "deploy-${{ matrix.environment }}", "cancel-in-progress": false },
      strategy: { "fail-fast": false },
    });
    expect(job.steps).toEqual(deployments["deploy-1"]?.steps);
  }
  expect(deployments["deploy-1"]?.steps.at(-1)).toMatchObject({
    uses: "./.github/actions/apply",
    with: { environment: "${{ matrix.environment }}", digest: "${{ matrix.approve }}" },
  });
  expect(runs.steps.at(-1)).toMatchObject({
    env: { ENVIRONMENT: "${{ inputs.environment }}", DIGEST: "${{ inputs.digest }}" },
    run: 'node dist/cli/main.js deploy "$ENVIRONMENT" --approve "$DIGEST" --skip-synth',
  });
  expect(runs.steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
});

test("a stage of the deploy workflow starts when the one before has ended, also with failed jobs, and has a job only where matrix names an environment", () => {
  const jobs = deployment().jobs;
  const running = "!cancelled()";
  const ended = `${running} && needs.environments.result == 'success'`;

  expect(jobs.environments).toMatchObject({
    outputs: Object.fromEntries([1, 2, 3].map((n) => [`stage_${n}`, `\${{ steps.environments.outputs.stage_${n} }}`])),
  });
  expect(jobs.environments?.steps.at(-1)?.run).toBe(
    'node dist/cli/main.js matrix cdktf.out --format github --approved "$DEPLOYMENTS" --stages 3 >> "$GITHUB_OUTPUT"\n',
  );
  // GitHub refuses an empty matrix, and the first is never empty.
  expect(jobs["deploy-1"]).toMatchObject({
    needs: "environments",
    strategy: { matrix: "${{ fromJSON(needs.environments.outputs.stage_1) }}" },
  });
  expect(jobs["deploy-1"]).not.toHaveProperty("if");
  for (const n of [2, 3]) {
    expect(jobs[`stage-${n}`]).toMatchObject({
      needs: ["environments", `deploy-${n - 1}`],
      if: `\${{ ${ended} && needs.environments.outputs.stage_${n} != '{"include":[]}' }}`,
      permissions: { contents: "read", actions: "read" },
      outputs: { matrix: `\${{ steps.matrix.outputs.stage_${n} }}` },
    });
    expect(jobs[`deploy-${n}`]).toMatchObject({
      needs: `stage-${n}`,
      if: `\${{ ${running} && needs.stage-${n}.result == 'success' && needs.stage-${n}.outputs.matrix != '{"include":[]}' }}`,
      strategy: { matrix: `\${{ fromJSON(needs.stage-${n}.outputs.matrix) }}` },
    });
  }
  expect(jobs["stage-3"]?.steps).toEqual(jobs["stage-2"]?.steps);
});

test("a stage of the deploy workflow asks GitHub for all jobs of its own run, and gives them to matrix", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-stage-"));
  const script = deployment().jobs["stage-2"]?.steps.at(-1)?.run ?? "";
  const recording = ["gh", "node"].map((name) => `${name}() { echo "${name} $*" >> calls; echo "of ${name}"; }`);
  const { status } = spawnSync("bash", ["-e", "-c", `${recording.join("\n")}\n${script}`], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      GITHUB_REPOSITORY: "example/perimeter",
      GITHUB_RUN_ID: "7",
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, "output"),
      DEPLOYMENTS: "hub=1 team-a=2",
    },
  });
  const [calls, jobs, output] = ["calls", "jobs.jsonl", "output"].map((name) =>
    readFileSync(join(folder, name), "utf8"),
  );
  rmSync(folder, { recursive: true });

  expect({ status, jobs, output }).toEqual({ status: 0, jobs: "of gh\n", output: "of node\n" });
  expect(calls?.trim().split("\n")).toEqual([
    "gh api --paginate repos/example/perimeter/actions/runs/7/jobs?filter=all&per_page=100 --jq .jobs[] | {name, conclusion, run_attempt}",
    `node dist/cli/main.js matrix cdktf.out --format github --approved hub=1 team-a=2 --stages 3 --finished-jobs ${folder}/jobs.jsonl`,
  ]);
});

test("only the release workflow may write to the repository, and only in a GitHub environment and for a tag", () => {
  const writing = parsed.filter(([, { jobs }]) =>
    Object.values(jobs).some(({ permissions }) => permissions?.contents === "write"),
  );

  expect(writing.map(([name]) => name)).toEqual(["release.yml"]);
  expect(writing[0]?.[1]).toMatchObject({
    on: { push: { tags: ["v*"] } },
    jobs: { publish: { environment: "release", needs: "package" } },
  });
});

test.each([
  ["accepts", "v1.2.0", "## 1.2.0", 0],
  ["refuses, for the tag is of another version,", "v1.1.0", "## 1.2.0", 1],
  ["refuses, for the tag only begins like the version,", "v1.2.01", "## 1.2.0", 1],
  ["refuses, for the changelog has no section of the version,", "v1.2.0", "## Unreleased", 1],
])("the release workflow %s the tag %s of version 1.2.0 with a changelog that says %s", (_, tag, section, expected) => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-release-"));
  writeFileSync(join(folder, "package.json"), '{ "version": "1.2.0" }');
  writeFileSync(join(folder, "CHANGELOG.md"), `# Changelog\n\n${section}\n`);
  const step = new Map(parsed).get("release.yml")?.jobs.package?.steps.find(({ run }) => run?.includes("CHANGELOG.md"));
  const env = { ...process.env, GITHUB_REF_NAME: tag };
  const { status } = spawnSync("bash", ["-e", "-c", step?.run ?? ""], { cwd: folder, env });
  rmSync(folder, { recursive: true });

  expect(status).toBe(expected);
});

describe("the action for other repositories", () => {
  const action = parse(readFileSync(join(project, "action.yml"), "utf8")) as {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: { readonly steps: readonly { readonly run: string }[] };
  };

  test("runs the version of this project", () => {
    const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
    expect(action.inputs.package?.default).toBe(`studio-perimeter@${version}`);
  });

  test("passes its words to one command, and never to a shell", () => {
    const run = `npx() { printf '%s\\n' "$@"; }\n${action.runs.steps[0]?.run}`;
    const { stdout, stderr } = spawnSync("bash", ["-e", "-c", run], {
      encoding: "utf8",
      env: { ...process.env, ARGUMENTS: "verify  $(touch x) ; `id` *", PACKAGE: "package.tgz" },
    });

    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toEqual([
      "--yes",
      "--package",
      "package.tgz",
      "--",
      "studio-perimeter",
      "verify",
      "$(touch",
      "x)",
      ";",
      "`id`",
      "*",
    ]);
  });
});

test("only workflows that plan or apply may get credentials, and only those of pull requests of this repository", () => {
  const withToken = workflows.filter(([, text]) => text.includes("id-token: write")).map(([name]) => name);

  expect(withToken).toEqual(["deploy.yml", "drift.yml", "plan-environments.yml", "plan.yml"]);
  expect(new Map(parsed).get("drift.yml")?.on).toEqual({ schedule: [{ cron: "17 3 * * *" }], workflow_dispatch: null });
  expect(new Map(workflows).get("plan.yml")).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
});

test("what gets the plan role is a workflow of its own, which takes nothing from its caller and plans pull requests into main only", () => {
  const caller = parse(new Map(workflows).get("plan.yml") ?? "") as { jobs: Record<string, CallingJob> };
  const { on, jobs } = new Map(parsed).get("plan-environments.yml") as Workflow;
  const called = `.github/workflows/${GITHUB_WORKFLOWS.pullRequest}`;

  // Until the name of the repository and the branch are written here, AWS refuses the token.
  expect(caller.jobs.plan?.uses).toMatch(
    new RegExp(`^(?:[.]|[\\w.-]+/[\\w.-]+)/${called.replaceAll(".", "[.]")}(?:@main)?$`),
  );
  expect(caller.jobs.plan?.permissions).toEqual({
    contents: "read",
    "id-token": "write",
    "pull-requests": "write",
  });
  expect(on).toBe("workflow_call");
  expect(JSON.stringify(jobs)).not.toMatch(/inputs\.|secrets\./);
  expect(jobs.changes?.if).toContain("github.event.pull_request.base.ref == 'main'");
  expect(Object.keys(jobs)).toEqual(["changes", "plan", "comment"]);
  expect([jobs.plan, jobs.comment].map((job) => JSON.stringify(job))).toEqual([
    expect.stringContaining('"needs":"changes"'),
    expect.stringContaining('"needs":["changes","plan"]'),
  ]);
});

test.each([
  [GITHUB_WORKFLOWS.pullRequest, "workflow_call"],
  [GITHUB_WORKFLOWS.nightly, "schedule"],
  [GITHUB_WORKFLOWS.deployment, "workflow_dispatch"],
])("the bootstrap trusts jobs of %s, and this project has that workflow", (file, event) => {
  const { on } = new Map(parsed).get(file) as Workflow;

  expect(JSON.stringify(on)).toContain(event);
});

test.each([
  ["0", "code=0"],
  ["1", "code=1"],
  ["2", "code=2"],
  ["3", "approval=1 code=0"],
])("the review workflow turns exit code %s of review into %s: only 3 asks for approval", (status, expected) => {
  const text = readFileSync(join(folder, "review.yml"), "utf8");
  const [script = ""] = /^ +code=0$.*?^ +echo "code=.*?$/ms.exec(text) ?? [];
  const run = `output=$(mktemp); GITHUB_OUTPUT=$output\nnode() { return ${status}; }\n${script}\ncat "$output"; rm "$output"`;

  expect(execFileSync("bash", ["-e", "-c", run], { encoding: "utf8" }).trim().split("\n").join(" ")).toBe(expected);
  expect(text).toMatch(/^ {4}if: needs\.review\.outputs\.approval == '1'$/m);
});
