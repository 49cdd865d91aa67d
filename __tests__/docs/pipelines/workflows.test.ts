import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { GITHUB_WORKFLOWS } from "../../../constructs/pipeline/token-issuer";
import { applyAction, parsed, project, type Workflow, workflows } from "./fixtures/github-workflows";

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
  const { jobs } = parse(new Map(workflows).get("release.yml") ?? "");

  expect(used).toEqual(["release.yml: secrets.MODULE_REGISTRY_TOKEN"]);
  expect(jobs.modules).toMatchObject({ environment: "module-registry", permissions: { contents: "read" } });
  expect(JSON.stringify({ ...jobs, modules: undefined })).not.toContain("secrets.");
});

/** A job that calls a workflow. */
interface CallingJob {
  readonly uses: string;
  readonly needs: string;
  readonly permissions: Readonly<Record<string, string>>;
}

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
  const text = new Map(workflows).get("review.yml") ?? "";
  const [script = ""] = /^ +code=0$.*?^ +echo "code=.*?$/ms.exec(text) ?? [];
  const run = `output=$(mktemp); GITHUB_OUTPUT=$output\nnode() { return ${status}; }\n${script}\ncat "$output"; rm "$output"`;

  expect(execFileSync("bash", ["-e", "-c", run], { encoding: "utf8" }).trim().split("\n").join(" ")).toBe(expected);
  expect(text).toMatch(/^ {4}if: needs\.review\.outputs\.approval == '1'$/m);
});
