import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { environments } from "../../envs";
import { repository } from "../../envs/pipeline";
import type { Environment } from "../../envs/schema/environment";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { synthesize } from "../../stacks/synthesize";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { outputFolder } from "../shared/terraform-files";
import { type BuiltEnvironment, environmentTable } from "./support/environment-table";
import { verify } from "./verify";

const help = `usage: studio-perimeter build

Synthesizes every environment of envs/, says what was built and where, and proves the claims of each.

The monthly figure is what the environment costs before any use, at list price: endpoints, firewall, addresses, keys.

Exit code: 0 all claims are proved, 1 one is violated or undecided, 2 could not run: an environment has faults.

example:
  studio-perimeter build`;

export const build: Command = { help, run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  parseArgs({ args: [...args], options: {} });
  const parsed = parseEnvironments(environments, new Date());
  if (parsed.kind === "invalid") {
    terminal.err(`${parsed.issues.join("\n")}\n`);
    return 2;
  }
  const folder = synthesize({
    environments: parsed.environments,
    repository,
    outdir: outputFolder(terminal.environment),
  });
  terminal.out(
    `${environmentTable(parsed.environments.map((environment) => readBuiltEnvironment(folder, environment)))}\n\n`,
  );
  const names = parsed.environments.map(({ name }) => name);
  return verify.run(names, terminal);
}

function readBuiltEnvironment(folder: string, environment: Environment): BuiltEnvironment {
  const path = join(folder, "stacks", environment.name, "cdk.tf.json");
  const { resource }: { resource: BuiltEnvironment["resources"] } = JSON.parse(readFileSync(path, "utf8"));
  return { environment, path: relative(process.cwd(), path), resources: resource };
}
