import { readFileSync } from "node:fs";
import { deprecatedArguments } from "../../constraints/deprecations/deprecated-arguments";
import { pipeline } from "../../envs/pipeline";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import type { ReportedStack } from "../../verify/report/reported-stack";
import { textReport, unprovedClaims, verdictCell } from "../../verify/report/text-report";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { outputFolder } from "../shared/inputs/synthesized-stacks";
import { projectFolder } from "../shared/project";
import { summaryLine } from "../stacks/summary-line";
import type { EnvironmentSummary } from "../stacks/synthesize-environments";
import { buildSyntax } from "../syntax/build-syntax";
import { calledWorkflowWarning } from "./support/called-workflow";
import { type BuiltEnvironment, environmentTable } from "./support/environment-table";
import { ignoredEdits, readIgnoringResources } from "./support/ignored-edits";
import { openKeptResults } from "./support/kept-results";
import { synthesizeUnlessKept } from "./support/kept-synthesis";
import { verifySynthesizedStacks } from "./verify";

export const build: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const { values } = parseCommandArguments(buildSyntax, args);
  const kept = openKeptResults();
  const outdir = outputFolder(terminal.environment);
  const ignoringBefore = readIgnoringResources(outdir);
  const { environments, isKept } = synthesizeUnlessKept(outdir, kept);
  const decided = verifySynthesizedStacks([], terminal, kept);
  const stacks = decided.map(({ stack }) => stack);
  const read = stacks.map((stack): ReadStack => ({ stack, json: JSON.parse(readFileSync(stack.file, "utf8")) }));
  const built = environments.flatMap((environment) =>
    read
      .filter(({ stack }) => stack.name === environment.name)
      .map(({ stack, json }) => ({ environment, resources: json.resource, verdict: verdictCell(stack, terminal) })),
  );
  const claims = values.all
    ? `\n${textReport(stacks, { color: terminal.color, detail: "all" })}`
    : unprovedClaims(stacks, terminal);
  const seconds = (performance.now() - started) / 1000;
  const unchanged = decided.filter(({ isKept }) => isKept).map(({ stack }) => stack.name);
  const note = unchanged.length === 0 ? "" : `Unchanged since the last run: ${unchanged.join(", ")}.\n`;
  const others = otherStacks(stacks, environments, terminal);
  terminal.out(`${environmentTable(built)}\n${others}${claims}\n${note}${summaryLine(stacks, seconds)}\n`);
  for (const { stack, json } of read) {
    for (const line of deprecatedArguments(json)) {
      terminal.err(`deprecated: ${stack.name}: ${line}\n`);
    }
  }
  const notices = environments.flatMap(({ notices: own = [] }) => own);
  for (const { kind, line } of notices) {
    terminal.err(`${kind}: ${line}\n`);
  }
  for (const line of isKept ? [] : ignoredEdits(ignoringBefore, readIgnoringResources(outdir))) {
    terminal.err(`${line}\n`);
  }
  const warning = calledWorkflowWarning(pipeline, projectFolder);
  if (warning !== undefined) {
    terminal.err(`warning: ${warning}\n`);
  }
  return stacks.every(perimeterHolds) && notices.every(({ kind }) => kind !== "expired") ? 0 : 1;
}

/** A stack with its Terraform. */
interface ReadStack {
  readonly stack: ReportedStack;
  readonly json: { readonly resource: BuiltEnvironment["resources"] };
}

/** A line for each stack that is no environment. */
function otherStacks(
  stacks: readonly ReportedStack[],
  environments: readonly EnvironmentSummary[],
  terminal: Terminal,
): string {
  const lines = stacks
    .filter((stack) => environments.every(({ name }) => name !== stack.name))
    .map((stack) => `${stack.name}: ${stack.subject.posture.kind} stack, ${verdictCell(stack, terminal)}\n`);
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
