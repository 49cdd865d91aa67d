import { readFileSync } from "node:fs";
import { appliedEnvironments } from "../../delivery/applied-environments";
import { approvedStacks, parseApprovedDigests } from "../../delivery/approved-digests";
import { changedStacks, type StackChanges } from "../../delivery/changed-stacks";
import { githubMatrix, githubStages, gitlabPipeline } from "../../delivery/pipeline-matrix";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { parseChoice } from "../../shared/parse-choice";
import { gitlabJobs, matrixFormats, matrixSyntax } from "../../syntax/delivery/matrix-syntax";

export const matrix: Command = { run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseCommandArguments(matrixSyntax, args);
  const [first, second, ...others] = positionals;
  if (first === undefined || others.length > 0) {
    const got = positionals.join(" ") || "none";
    throw new Error(`matrix: needs one folder or two, got ${got}; pass the earlier and the later synthesis`);
  }
  const format = parseChoice("--format", matrixFormats, values.format);
  const job = parseChoice("--job", gitlabJobs, values.job);
  if (values.approved !== undefined && format !== "github") {
    throw new Error(`--approved: belongs to --format github, got ${format}; pass that format, or leave it out`);
  }
  const stages = parseStages(values.stages, values.approved);
  const finished = values["finished-jobs"];
  if (finished !== undefined && stages === undefined) {
    throw new Error("--finished-jobs: needs --stages, got none; pass how many jobs with a matrix the workflow has");
  }
  const found = second === undefined ? changedStacks(undefined, first) : changedStacks(first, second);
  const approved = values.approved === undefined ? undefined : parseApprovedDigests(values.approved, found);
  const changes = approved === undefined ? found : approvedStacks(found, approved);
  terminal.err(`${summary(changes)}\n`);
  if (stages !== undefined && approved !== undefined) {
    const applied = finished === undefined ? undefined : appliedEnvironments(readFileSync(finished, "utf8"), finished);
    const { outputs, blocked } = githubStages(changes, approved, stages, applied);
    terminal.err(
      blocked
        .map(({ name, missing }) => `${name}: not applied, because ${missing.join(" and ")} was not applied\n`)
        .join(""),
    );
    terminal.out(outputs);
    return 0;
  }
  const path = values.template;
  const render: Readonly<Record<typeof format, () => object>> = {
    json: () => changes,
    github: () => githubMatrix(changes, approved),
    gitlab: () =>
      gitlabPipeline(changes, { template: readFileSync(path, "utf8"), path, job, isApprovalNeeded: values.approval }),
  };
  terminal.out(`${JSON.stringify(render[format]())}\n`);
  return 0;
}

function parseStages(text: string | undefined, approved: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (!/^[1-9]$/.test(text)) {
    throw new Error(
      `--stages: not a number from 1 to 9, got ${text}; pass how many jobs with a matrix the workflow has`,
    );
  }
  if (approved === undefined) {
    throw new Error("--stages: needs --approved, got no digests; pass the environments that may be applied");
  }
  return Number(text);
}

function summary({ changed, gone, unchanged }: StackChanges): string {
  const names = changed.map(({ name }) => name).join(", ") || "none";
  const removed = gone.length === 0 ? "" : `; gone: ${gone.join(", ")}`;
  const order = changed.flatMap(({ name, after = [] }) =>
    after.length === 0 ? [] : [`; apply ${after.join(", ")} before ${name}`],
  );
  return `${changed.length} of ${changed.length + unchanged} environments: ${names}${removed}${order.join("")}`;
}
