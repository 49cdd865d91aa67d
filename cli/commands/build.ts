import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { environments } from "../../envs";
import { repository } from "../../envs/pipeline";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { synthesize } from "../../stacks/synthesize";
import { allClaimsProved, type VerifiedStack } from "../../verify/claims/decide-claims";
import { textReport, unprovedClaims, verdictCell } from "../../verify/report/text-report";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { outputFolder } from "../shared/terraform-files";
import { type BuiltEnvironment, environmentTable } from "./support/environment-table";
import { summaryLine } from "./support/summary-line";
import { verifySynthesizedStacks } from "./verify";

const help = `usage: studio-perimeter build [options]

Synthesizes every environment of envs/ and proves its claims. Prints one row per environment, then each claim that is not
proved, with its evidence and remedy.

USD/month is the fixed cost at list price, before any use: endpoints, firewall, addresses, keys.

  --all                  print every claim, not only those that are not proved

Exit code: 0 all claims are proved, 1 a claim is violated or undecided, 2 could not run: an environment is invalid.

example:
  studio-perimeter build`;

const options = { all: { type: "boolean", default: false } } as const;

export const build: Command = { help, run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const started = performance.now();
  const { values } = parseArgs({ args: [...args], options });
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
  return stacks.every(allClaimsProved) ? 0 : 1;
}

function builtEnvironment(environment: Environment, stack: VerifiedStack, terminal: Terminal): BuiltEnvironment {
  const { resource }: { resource: BuiltEnvironment["resources"] } = JSON.parse(readFileSync(stack.file, "utf8"));
  return { environment, resources: resource, verdict: verdictCell(stack, terminal) };
}
