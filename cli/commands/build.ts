import { readFileSync } from "node:fs";
import { environments } from "../../envs";
import { repository } from "../../envs/pipeline";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { synthesize } from "../../stacks/synthesize";
import { perimeterHolds, type VerifiedStack } from "../../verify/claims/decide-claims";
import { textReport, unprovedClaims, verdictCell } from "../../verify/report/text-report";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { outputFolder } from "../shared/terraform-files";
import { buildSyntax } from "../syntax/build-syntax";
import { type BuiltEnvironment, environmentTable } from "./support/environment-table";
import { summaryLine } from "./support/summary-line";
import { verifySynthesizedStacks } from "./verify";

export const build: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const { values } = parseCommandArguments(buildSyntax, args);
  const parsed = parseEnvironments(environments, new Date());
  if (parsed.kind === "invalid") {
    terminal.err(`${parsed.issues.join("\n")}\n`);
    return 2;
  }
  synthesize({ environments: parsed.environments, repository, outdir: outputFolder(terminal.environment) });
  const names = parsed.environments.map(({ name }) => name);
  const stacks = verifySynthesizedStacks(names, terminal);
  const built = parsed.environments.flatMap((environment) =>
    stacks
      .filter(({ name }) => name === environment.name)
      .map((stack) => builtEnvironment(environment, stack, terminal)),
  );
  const claims = values.all
    ? `\n${textReport(stacks, { color: terminal.color, detail: "all" })}`
    : unprovedClaims(stacks, terminal);
  const seconds = (performance.now() - started) / 1000;
  terminal.out(`${environmentTable(built)}\n${claims}\n${summaryLine(stacks, seconds)}\n`);
  return stacks.every(perimeterHolds) ? 0 : 1;
}

function builtEnvironment(environment: Environment, stack: VerifiedStack, terminal: Terminal): BuiltEnvironment {
  const { resource }: { resource: BuiltEnvironment["resources"] } = JSON.parse(readFileSync(stack.file, "utf8"));
  return { environment, resources: resource, verdict: verdictCell(stack, terminal) };
}
