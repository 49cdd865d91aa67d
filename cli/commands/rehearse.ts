import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { environments } from "../../envs";
import { createProgressPrinter } from "../../rehearsal/run/rehearsal-progress";
import { rehearsalJsonReport, rehearsalTextReport } from "../../rehearsal/run/rehearsal-report";
import { rehearse as play } from "../../rehearsal/run/rehearse";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { untilInterrupted } from "../delivery/interruption";
import { serveStandIn } from "../delivery/serve-stand-in";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { suggestChoice } from "../shared/parse-choice";
import { synthesizeRehearsalInputs } from "../stacks/rehearsal-inputs";
import { rehearseSyntax } from "../syntax/rehearse-syntax";

const SECONDS_PER_DAY = 86_400;

export const rehearse: Command = { run };

function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return untilInterrupted((signal) => runRehearsals(args, terminal, signal));
}

async function runRehearsals(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const started = performance.now();
  const { values, positionals } = parseCommandArguments(rehearseSyntax, args);
  const chosen = chosenEnvironments(positionals);
  const stepLimitSeconds = parseSeconds(values["step-limit"]);
  if (values.serve) {
    const [only, ...others] = positionals;
    if (only === undefined || others.length > 0 || values.keep !== undefined) {
      throw new Error("rehearse: --serve needs one environment and no --keep; each stand-in is one account");
    }
    await serveStandIn(only, { json: values.json, signal }, terminal);
    return 0;
  }
  const keep = values.keep === undefined ? undefined : resolve(values.keep);
  if (keep !== undefined) {
    await mkdir(keep, { recursive: true });
  }
  const terraform = await findTerraform(terminal.environment);
  const stacks = await mkdtemp(join(tmpdir(), "studio-perimeter-stacks-"));
  try {
    const inputs = synthesizeRehearsalInputs({ all: environments, chosen, today: new Date(), directory: stacks });
    const progress = createProgressPrinter(process.stderr, chosen);
    const reports = await play(inputs, {
      terraform,
      packageRoot: packageRoot(__dirname),
      keep,
      signal,
      stepLimitSeconds,
      progress,
    });
    const report = values.json ? rehearsalJsonReport : rehearsalTextReport;
    terminal.out(report(reports, { terraform, seconds: (performance.now() - started) / 1000 }));
    return reports.every(({ verdict }) => verdict === "passed") ? 0 : 1;
  } finally {
    await rm(stacks, { recursive: true, force: true });
  }
}

/** At most a day, because timers hold no more than 24 days. */
function parseSeconds(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > SECONDS_PER_DAY) {
    throw new Error(`rehearse: --step-limit: not a number of seconds from 1 to ${SECONDS_PER_DAY}, got ${text}`);
  }
  return seconds;
}

/** Names in the order of envs/. */
function chosenEnvironments(named: readonly string[]): readonly string[] {
  const names = environments.map(({ name }) => name);
  const unknown = named.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`rehearse: no such environment, got ${unknown || "nothing"}; ${suggestChoice(unknown, names)}`);
  }
  return names.filter((name) => named.length === 0 || named.includes(name));
}
