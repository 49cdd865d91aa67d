import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { environments } from "../../envs";
import { createProgressPrinter } from "../../rehearsal/run/rehearsal-progress";
import { rehearsalJsonReport, rehearsalTextReport } from "../../rehearsal/run/rehearsal-report";
import type { RehearsalReport } from "../../rehearsal/run/rehearse";
import { rehearse as play } from "../../rehearsal/run/rehearse";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { describeError } from "../shared/describe-error";
import { suggestChoice } from "../shared/parse-choice";
import { synthesizeRehearsalInputs } from "./support/rehearsal-inputs";

const PASSED = 0;
const FAILED = 1;
const COULD_NOT_RUN = 2;
/** What a shell reports for a command that Ctrl-C ended. */
const INTERRUPTED = 130;
const ENDING_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const HELP = `Usage: studio-perimeter rehearse [ENV...] [--keep DIR] [--json]

Runs real Terraform over every environment, or the named ones, with no AWS account: init, validate, plan, show, apply,
plan again, an everyday change, destroy. A stand-in on this machine answers in place of the AWS provider.

  --keep DIR   leave plan.json, plan.txt, change.plan.json, state.json of each environment in DIR/ENV
  --json       print the report as JSON; progress goes to standard error in any case
  --help       print this

Needs Terraform or OpenTofu 1.10 or newer on the PATH, or named by TERRAFORM_BINARY_NAME.
Exit code: 0 all passed, 1 a rehearsal failed, 2 could not run.

Example: studio-perimeter rehearse staging --keep rehearsed
         jq '.resource_changes[].address' rehearsed/staging/plan.json
`;

interface RehearseArguments {
  readonly chosen: readonly string[];
  readonly keep?: string;
  readonly json: boolean;
  readonly help: boolean;
}

/** The subcommand `rehearse`: arguments in, report out, exit code. */
export async function rehearse(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  for (const signal of ENDING_SIGNALS) {
    process.on(signal, interrupt);
  }
  try {
    const parsed = readArguments(args);
    if (parsed.help) {
      process.stdout.write(HELP);
      return PASSED;
    }
    return await runRehearsals(parsed, interruption.signal);
  } catch (error) {
    if (interruption.signal.aborted) {
      return INTERRUPTED;
    }
    process.stderr.write(`${describeError(error, HELP)}\n`);
    return COULD_NOT_RUN;
  } finally {
    for (const signal of ENDING_SIGNALS) {
      process.off(signal, interrupt);
    }
  }
}

function readArguments(args: readonly string[]): RehearseArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { keep: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  });
  const names = environments.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`rehearse: knows no such environment, got ${unknown}; ${suggestChoice(unknown, names)}`);
  }
  return {
    chosen: names.filter((name) => positionals.length === 0 || positionals.includes(name)),
    keep: values.keep === undefined ? undefined : resolve(values.keep),
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

async function runRehearsals({ chosen, keep, json }: RehearseArguments, signal: AbortSignal): Promise<number> {
  const started = performance.now();
  if (keep !== undefined) {
    await mkdir(keep, { recursive: true });
  }
  const terraform = await findTerraform(process.env);
  const stacks = await mkdtemp(join(tmpdir(), "studio-perimeter-stacks-"));
  try {
    const inputs = synthesizeRehearsalInputs({ all: environments, chosen, today: new Date(), directory: stacks });
    const progress = createProgressPrinter(process.stderr, chosen);
    const reports = await play(inputs, { terraform, packageRoot: packageRoot(__dirname), keep, signal, progress });
    const report = json ? rehearsalJsonReport : rehearsalTextReport;
    process.stdout.write(report(reports, { terraform, seconds: (performance.now() - started) / 1000 }));
    return exitCodeOf(reports);
  } finally {
    await rm(stacks, { recursive: true, force: true });
  }
}

function exitCodeOf(reports: readonly RehearsalReport[]): number {
  return reports.every(({ verdict }) => verdict === "passed") ? PASSED : FAILED;
}
