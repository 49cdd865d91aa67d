import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { applyAction, type Job, parsed, type Workflow } from "./fixtures/github-workflows";

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
