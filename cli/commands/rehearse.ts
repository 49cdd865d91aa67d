import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { environments } from "../../envs";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { mirrorFolders, missingProviders } from "../../rehearsal/folder/provider-mirrors";
import { createProgressPrinter } from "../../rehearsal/run/rehearsal-progress";
import { rehearsalJsonReport, rehearsalTextReport } from "../../rehearsal/run/rehearsal-report";
import { rehearse as play } from "../../rehearsal/run/rehearse";
import type { FolderInput, RehearsalInput } from "../../rehearsal/run/run-context";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { utilityProviderOf } from "../../rehearsal/utility-providers/utility-schemas";
import { serveStandIn } from "../delivery/serve-stand-in";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { type OptionValues, parseCommandArguments } from "../shared/command-syntax";
import { folderInputs } from "../shared/inputs/folder-inputs";
import { isPath } from "../shared/inputs/path-argument";
import { variableOptionsOf } from "../shared/inputs/variable-options";
import { untilInterrupted } from "../shared/interruption";
import { synthesizeRehearsalInputs, withBootstrapFolders } from "../stacks/rehearsal-inputs";
import { rehearseSyntax } from "../syntax/rehearse-syntax";

const SECONDS_PER_DAY = 86_400;

export const rehearse: Command = { run };

function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  return untilInterrupted((signal) => runRehearsals(args, terminal, signal));
}

async function runRehearsals(args: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<ExitCode> {
  const stacks = await mkdtemp(join(tmpdir(), "studio-perimeter-stacks-"));
  try {
    return await rehearseWith(stacks, args, terminal, signal);
  } finally {
    await rm(stacks, { recursive: true, force: true });
  }
}

/** @param stacks folder for what is synthesized */
async function rehearseWith(
  stacks: string,
  args: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
): Promise<ExitCode> {
  const started = performance.now();
  const { values, positionals: named, tokens } = parseCommandArguments(rehearseSyntax, args);
  const positionals = withBootstrapFolders(named, { all: environments, today: new Date(), directory: stacks });
  const folders = positionals.filter((word) => isPath(word, (name) => environments.some((one) => one.name === name)));
  const chosen = folders.length > 0 ? [] : chosenEnvironments(positionals);
  requireOneKind(folders, positionals, values);
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
  const rootModules = folderInputs(folders, variableOptionsOf(tokens), callerRole(values.role));
  const mirrors = providerMirrors(rootModules, values.mirror);
  const terraform = await findTerraform(terminal.environment);
  const inputs: readonly RehearsalInput[] =
    folders.length > 0
      ? rootModules
      : synthesizeRehearsalInputs({ all: environments, chosen, today: new Date(), directory: stacks });
  const progress = createProgressPrinter(
    process.stderr,
    inputs.map(({ name }) => name),
  );
  const reports = await play(inputs, {
    terraform,
    packageRoot: packageRoot(__dirname),
    keep,
    signal,
    stepLimitSeconds,
    mirrors,
    progress,
  });
  const report = values.json ? rehearsalJsonReport : rehearsalTextReport;
  terminal.out(report(reports, { terraform, seconds: (performance.now() - started) / 1000 }));
  return reports.every(({ verdict }) => verdict === "passed") ? 0 : 1;
}

function requireOneKind(
  folders: readonly string[],
  positionals: readonly string[],
  values: OptionValues<typeof rehearseSyntax>,
): void {
  if (folders.length > 0 && (folders.length < positionals.length || values.serve)) {
    throw new Error("rehearse: environments and --serve do not go with folders; rehearse folders by themselves");
  }
  const unused = (["mirror", "role", "var", "var-file"] as const).find((name) => values[name] !== undefined);
  if (folders.length === 0 && unused !== undefined) {
    throw new Error(`--${unused}: belongs to the folder of a root module, got none; pass a folder`);
  }
}

/** @throws unless the text is a role as `deployers` of an environment name it, without wildcards */
function callerRole(text: string | undefined): string | undefined {
  const [, role] = /^role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/.exec(text ?? "") ?? [];
  if (text !== undefined && role === undefined) {
    throw new Error(`rehearse: --role: not role/<path and name>, got ${text}; name one role, without a wildcard`);
  }
  return role;
}

/** @throws with every provider that no mirror has and no stand-in plays: a rehearsal downloads nothing */
function providerMirrors(rootModules: readonly FolderInput[], given: string | undefined): readonly string[] {
  const needs = rootModules.map((input) => input.needs);
  const mirrors = mirrorFolders(
    given,
    needs.flatMap(({ folders: [root] }) => root ?? []),
  );
  const named = new Set(needs.flatMap(({ otherProviders }) => otherProviders));
  const unused = needs.flatMap(({ unusedProviders }) => unusedProviders);
  const missing = missingProviders([...named], mirrors).filter(
    (source) => utilityProviderOf(source) === undefined && !unused.includes(source),
  );
  if (missing.length > 0) {
    throw new Error(
      missing
        .map(
          (source) =>
            `rehearse: no mirror has the provider ${source}; run terraform init in the folder, or terraform providers mirror DIR and pass --mirror DIR`,
        )
        .join("\n"),
    );
  }
  return mirrors;
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
    throw new Error(`rehearse: no such environment, got ${unknown || "nothing"}; ${suggestFix(unknown, names)}`);
  }
  return names.filter((name) => named.length === 0 || named.includes(name));
}
