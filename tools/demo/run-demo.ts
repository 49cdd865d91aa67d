import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { rehearsedEnvironment } from "../../cli/app/rehearsed-environment";
import { report } from "../../cli/commands/report";
import { review } from "../../cli/commands/review";
import { deployStack } from "../../cli/delivery/deploy-stack";
import { changeDigest } from "../../cli/delivery/digests/change-digest";
import { planningTools } from "../../cli/delivery/digests/planning-tools";
import { initialize, runTerraform, showJson, type TerraformRun } from "../../cli/delivery/run-terraform";
import type { ExitCode, Terminal } from "../../cli/shared/command";
import { readJson } from "../../cli/shared/files/json-file";
import { projectFolder } from "../../cli/shared/project";
import { type AnyEnvironmentInput, isStudioInput } from "../../envs/schema/any-environment";
import { requireEnvironments } from "../../envs/validation/parse-environments";
import { startProviderProcess } from "../../rehearsal/run/provider-process";
import { emptyCliConfig, rehearsalVariables, type TerraformCli } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { usedTypes } from "../../rehearsal/schema/used-types";
import { lineChanges } from "../../review/arguments/programs/line-changes";
import { synthesize } from "../../stacks/synthesize";
import { type DemoFile, demoIndex, emptyDemoFolder, INDEX_FILE } from "./demo-folder";
import { withOpenStudio, withSampleChange } from "./sample-change";

/** The demonstration of one environment. */
export interface DemoOptions {
  /** Every environment: some rules compare them. */
  readonly environments: readonly AnyEnvironmentInput[];
  /** Name of the environment that changes. */
  readonly name: string;
  /** Folder that everything is written to. */
  readonly folder: string;
  /** The installed Terraform. @default - there is none; nothing is planned or deployed */
  readonly terraform?: TerraformCli;
  /** Arguments for the Node.js process of the stand-in. @default - none */
  readonly nodeArguments?: readonly string[];
  readonly signal: AbortSignal;
  /** Prints a line about each step. */
  readonly progress: (line: string) => void;
}

/** Where the files of one demonstration are. */
interface DemoRun extends Omit<DemoOptions, "environments" | "terraform"> {
  /** The stack of one side. */
  readonly stack: (side: Side) => string;
  /** A path in the folder. */
  readonly path: (name: string) => string;
  readonly step: <Result>(title: string, work: () => Result | Promise<Result>) => Promise<Result>;
}

/** The main branch, the pull request, and one that is refused. */
type Side = "before" | "after" | "refused";

/**
 * Plays a pull request that changes one environment: synthesis before and after, plan, review, page, deployment, and the review of a
 * change that must not pass. Leaves what each step wrote, with an index.
 *
 * @returns the files that it left
 * @throws one line when a step does not end as the flow promises; an AbortError when it was interrupted
 */
export async function runDemo({ environments, terraform, ...options }: DemoOptions): Promise<readonly DemoFile[]> {
  const { name, folder } = options;
  emptyDemoFolder(folder);
  const path = (file: string): string => join(folder, file);
  const run: DemoRun = {
    ...options,
    path,
    stack: (side) => path(join(side, "stacks", name, "cdk.tf.json")),
    step: timedSteps(options, terraform === undefined ? 3 : 7),
  };
  const synthesized = await run.step("synthesize main and the pull request", () => synthesizeSides(environments, run));
  const reviewed = await (terraform === undefined
    ? run.step("review the pull request from two syntheses", () => reviewSyntheses(run))
    : playWithTerraform(run, terraform));
  const refused = await run.step("review a second pull request, which opens Studio", () => refuse(run));
  const files = [...synthesized, ...reviewed, ...refused];
  writeFileSync(path(INDEX_FILE), demoIndex(name, files, { isDeployed: terraform !== undefined }));
  return files;
}

function timedSteps({ progress, signal }: Pick<DemoOptions, "progress" | "signal">, count: number): DemoRun["step"] {
  let number = 0;
  return async (title, work) => {
    signal.throwIfAborted();
    const started = performance.now();
    number += 1;
    const result = await work();
    progress(`[${number}/${count}] ${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return result;
  };
}

function synthesizeSides(inputs: readonly AnyEnvironmentInput[], { name, path, stack }: DemoRun): readonly DemoFile[] {
  const changed = inputs.map((input) =>
    input.name === name && isStudioInput(input) ? withSampleChange(input) : input,
  );
  const sides = { before: inputs, after: changed } as const;
  for (const [side, environments] of Object.entries(sides)) {
    const chosen = requireEnvironments(environments, new Date()).filter((environment) => environment.name === name);
    synthesize({ environments: chosen.map(rehearsedEnvironment), outdir: path(side) });
  }
  cpSync(path("before"), path("refused"), { recursive: true });
  writeFileSync(stack("refused"), withOpenStudio(readFileSync(stack("before"), "utf8")));
  const [before = "", after = ""] = [inputs, changed].map((all) =>
    JSON.stringify(
      all.find((input) => input.name === name),
      undefined,
      2,
    ),
  );
  writeFileSync(path("1-change.diff"), `${lineChanges(before, after).join("\n")}\n`);
  return [
    { name: "1-change.diff", description: `What the pull request changes in the data of ${name}, as JSON` },
    { name: "before", description: "The synthesis of main" },
    { name: "after", description: "The synthesis of the pull request" },
  ];
}

/** Deploys main, plans and reviews the pull request, and deploys exactly what was reviewed. */
async function playWithTerraform(run: DemoRun, { binary, product }: TerraformCli): Promise<readonly DemoFile[]> {
  const { name, path, signal, stack, step } = run;
  const sockets = mkdtempSync(join(tmpdir(), "studio-perimeter-demo-"));
  try {
    const provider = await step("start the stand-in for AWS", async () =>
      startProviderProcess({
        packageRoot: packageRoot(projectFolder),
        socketDirectory: sockets,
        ...(run.nodeArguments && { nodeArguments: run.nodeArguments }),
        ...usedTypes({ before: readJson(stack("before")), after: readJson(stack("after")) }),
      }),
    );
    try {
      const reattach = await provider.openAccount(name);
      const environment = rehearsalVariables(process.env, reattach, await emptyCliConfig(sockets));
      const runOf = (side: Side): TerraformRun => ({
        ...{ binary, environment, signal, show: () => undefined },
        directory: dirname(stack(side)),
      });
      await step(`deploy main with ${product}, which the pull request starts from`, async () => {
        await initialize(runOf("before"));
        await runTerraform(runOf("before"), ["apply", "-input=false", "-no-color", "-auto-approve"]);
      });
      const digest = await step("plan and review the pull request", () => planAndReview(run, runOf("after")));
      await step("write the page of the plan", () => writePage(run, ["--plan", path("plan.json"), "--name", name]));
      const log = await step("deploy what was reviewed, and verify the state", () =>
        deployReviewed(runOf("after"), name, digest),
      );
      writeFileSync(path("5-deploy.log"), log);
    } finally {
      await provider.close();
    }
  } finally {
    rmSync(sockets, { recursive: true, force: true });
  }
  return [
    { name: "2-plan.txt", description: `What ${product} says about the change` },
    { name: "plan.json", description: `The plan that was reviewed, as ${product} writes it for programs` },
    ...reviewFiles,
    {
      name: "5-deploy.log",
      description: "The deployment: the same digest of the changes, the apply, the claims about the state",
    },
    { name: `terraform.${name}.tfstate`, description: "The state after the deployment" },
  ];
}

/** What both reviews write, for people and for programs. */
const reviewFiles: readonly DemoFile[] = [
  { name: "3-comment.md", description: "The comment in the pull request" },
  { name: "3-review.txt", description: "The same review in the terminal" },
  { name: "3-review.json", description: "The same review for programs" },
  {
    name: "3-review.sarif",
    description: "The same review for code scanning: each finding at the line of its environment",
  },
  { name: "4-page.html", description: "The page about the environment, with what changes" },
];

/** @returns the digest of the changes, which an approval names */
async function planAndReview(run: DemoRun, terraform: TerraformRun): Promise<string> {
  await initialize(terraform);
  const plan = "reviewed.plan";
  try {
    await runTerraform(terraform, ["plan", "-input=false", "-no-color", "-lock=false", `-out=${plan}`]);
    writeFileSync(run.path("2-plan.txt"), await runTerraform(terraform, ["show", "-no-color", plan]));
    const json = await showJson(terraform, plan);
    writeFileSync(run.path("plan.json"), JSON.stringify(json));
    await writeReview(run, [run.path("plan.json")]);
    return changeDigest(json, planningTools(json, terraform.directory));
  } finally {
    rmSync(join(terraform.directory, plan), { force: true });
  }
}

/** @returns what the deployment printed */
async function deployReviewed(terraform: TerraformRun, name: string, digest: string): Promise<string> {
  const { printed, terminal } = recorder();
  const ask = async (): Promise<undefined> => undefined;
  const options = { name, accepted: [], isPlanOnly: false, approve: digest, ask };
  const code = await deployStack({ ...terraform, show: terminal.out }, options, terminal);
  requireCode("deploy", code, 0, printed());
  return printed();
}

/** Without a plan: the review and the page compare two syntheses. */
async function reviewSyntheses(run: DemoRun): Promise<readonly DemoFile[]> {
  await writeReview(run, [run.stack("after"), "--before", run.stack("before")]);
  await writePage(run, [run.name, "--before", run.path("before")], run.path("after"));
  return reviewFiles;
}

async function refuse(run: DemoRun): Promise<readonly DemoFile[]> {
  const { name, path, stack } = run;
  const comment = "6-refused-comment.md";
  const args = [stack("refused"), "--before", stack("before"), "--name", name];
  await runCommand(review, [...args, "--format", "markdown", "--output", path(comment)], 1);
  return [
    {
      name: comment,
      description: "The comment about a change that breaks claims: its check fails, and it is never deployed",
    },
    { name: "refused", description: "The stack of that change" },
  ];
}

/** The change loses data, which asks for approval: exit code 3. */
async function writeReview({ name, path }: DemoRun, args: readonly string[]): Promise<void> {
  const reports = { text: "3-review.txt", markdown: "3-comment.md", json: "3-review.json", sarif: "3-review.sarif" };
  const outputs = Object.entries(reports).flatMap(([format, file]) => ["--format", format, "--output", path(file)]);
  await runCommand(review, [...args, "--name", name, ...outputs], 3);
}

async function writePage({ path }: DemoRun, args: readonly string[], outdir?: string): Promise<void> {
  await runCommand(report, [...args, "--html", path("4-page.html")], 0, outdir);
}

/** Runs a command of `studio-perimeter`, as a workflow does. */
async function runCommand(
  command: typeof review,
  args: readonly string[],
  expected: ExitCode,
  outdir?: string,
): Promise<void> {
  const { printed, terminal } = recorder(outdir);
  requireCode(args.join(" "), await command.run(args, terminal), expected, printed());
}

/** @throws when a command ended in another way than the flow promises */
function requireCode(what: string, code: ExitCode, expected: ExitCode, printed: string): void {
  if (code !== expected) {
    throw new Error(`demo: ${what}: expected the exit code ${expected}, got ${code}; it printed:\n${printed}`);
  }
}

/** A terminal whose output is kept. */
function recorder(outdir?: string): { readonly printed: () => string; readonly terminal: Terminal } {
  let printed = "";
  const out = (text: string): void => {
    printed += text;
  };
  const environment = { ...process.env, ...(outdir !== undefined && { CDKTF_OUTDIR: outdir }) };
  return { printed: () => printed, terminal: { out, err: out, color: false, environment } };
}
