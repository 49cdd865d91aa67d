import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const folder = join(__dirname, "..", "..", ".github", "workflows");
const workflows = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);

test.each(workflows)("the workflow %s pins every action to a full commit", (_, text) => {
  const used = text.match(/uses: .*/g) ?? [];

  expect(used.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)(
  "the workflow %s grants jobs only the permissions that they request, and never gives code of a pull request the rights of the base branch",
  (_, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).not.toMatch(/pull_request_target|secrets\./);
  },
);

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly with?: Readonly<Record<string, unknown>>;
  }[];
}

interface Workflow {
  readonly on: unknown;
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const parsed = workflows.map(([name, text]) => [name, parse(text) as Workflow] as const);

test.each(parsed)(
  "the workflow %s gives each job a time limit, read access only, and no expression inside a script",
  (_, { jobs }) => {
    for (const { permissions = {}, steps, ...job } of Object.values(jobs)) {
      expect(job["timeout-minutes"]).toBeGreaterThan(0);
      const written = Object.entries(permissions).filter(([, access]) => access !== "read");
      expect(written.filter(([scope]) => !["id-token", "pull-requests"].includes(scope))).toEqual([]);
      expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
    }
  },
);

test.each(parsed)("the workflow %s checks out without keeping the token, and uploads no plan", (_, { jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
  const uploads = steps.filter(({ uses = "" }) => uses.startsWith("actions/upload-artifact@"));

  expect(checkouts.every((step) => step.with?.["persist-credentials"] === false)).toBe(true);
  expect(uploads.map((step) => step.with?.path)).toEqual(uploads.map(() => "cdktf.out/stacks/*/cdk.tf.json"));
});

test("the deploy workflow runs by hand, one at a time for each environment, with the protection of its GitHub environment", () => {
  const { on, concurrency, jobs } = new Map(parsed).get("deploy.yml") as Workflow;

  expect(Object.keys(on as object)).toEqual(["workflow_dispatch"]);
  expect(concurrency).toEqual({ group: "deploy-${{ inputs.environment }}", "cancel-in-progress": false });
  expect(jobs.deploy?.environment).toBe("${{ inputs.environment }}");
});

test("only workflows that plan or apply may get credentials, and only those of pull requests of this repository", () => {
  const withToken = workflows.filter(([, text]) => text.includes("id-token: write")).map(([name]) => name);

  expect(withToken).toEqual(["deploy.yml", "plan.yml"]);
  expect(new Map(workflows).get("plan.yml")).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository",
  );
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
