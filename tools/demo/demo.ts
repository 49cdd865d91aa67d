import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { ExitCode, Terminal } from "../../cli/shared/command";
import { describeError } from "../../cli/shared/describe-error";
import { type AnyEnvironmentInput, isStudioInput } from "../../envs/schema/any-environment";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { findTerraform, type TerraformCli } from "../../rehearsal/run/terraform-cli";
import { INDEX_FILE } from "./demo-folder";
import { runDemo } from "./run-demo";

const HELP = `Usage: npm run demo -- [ENV] [--out FOLDER]

Plays a pull request that changes an environment, without an AWS account: synthesis of main and of the pull request, plan, review,
page, deployment against a stand-in for AWS, and the review of a change that must not pass. Leaves the files of every step.

  ENV           the environment (default: the first one with an allow-list)
  --out FOLDER  folder for the files (default: demo)

Needs Terraform or OpenTofu 1.10 or later. Without it, the review and the page compare two syntheses.

Exit codes: 0 every step played, 2 a step could not run, which includes the plan without Terraform.
`;

/** Where the demonstration writes, and what it demonstrates. */
export interface DemoSurroundings {
  readonly environments: readonly AnyEnvironmentInput[];
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Arguments for the Node.js process of the stand-in. @default - none */
  readonly nodeArguments?: readonly string[];
}

/**
 * The command line of the demonstration.
 *
 * @returns 0 when every step was played, 2 when there is no Terraform
 * @throws one line for a mistake in the words, or when a step could not run
 */
export async function demo(
  args: readonly string[],
  { environments, terminal, ...surroundings }: DemoSurroundings,
): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: "string", default: "demo" }, help: { type: "boolean", short: "h" } },
  });
  if (values.help === true) {
    terminal.out(HELP);
    return 0;
  }
  const name = chosenEnvironment(positionals, environments);
  const started = performance.now();
  const progress = (line: string): void => terminal.out(`${line}\n`);
  const terraform = await installedTerraform(terminal);
  const files = await runDemo({ environments, name, folder: values.out, ...terraform, ...surroundings, progress });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const width = Math.max(...files.map((file) => file.name.length));
  const lines = files.map((file) => `  ${file.name.padEnd(width)}  ${file.description}\n`);
  terminal.out(`\nIn ${seconds} s, in ${relative(".", values.out)}:\n${lines.join("")}`);
  terminal.out(`\nRead ${join(relative(".", values.out), INDEX_FILE)}, or open 4-page.html in a browser.\n`);
  if ("missing" in terraform) {
    terminal.err(`\nNothing was planned or deployed: ${terraform.missing}\n`);
    return 2;
  }
  return 0;
}

function chosenEnvironment(positionals: readonly string[], environments: readonly AnyEnvironmentInput[]): string {
  const studios = environments.filter(isStudioInput);
  const names = studios.map((environment) => environment.name);
  const [name = (studios.find(({ egress }) => egress.kind === "inspected") ?? studios[0])?.name ?? "", ...others] =
    positionals;
  if (others.length > 0) {
    throw new Error(`demo: takes one environment, got ${positionals.join(" ")}; name one`);
  }
  if (!names.includes(name)) {
    throw new Error(`demo: no such environment, got ${name || "nothing"}; ${suggestFix(name, names)}`);
  }
  return name;
}

/** Everything but the plan and the deployment works without Terraform. */
async function installedTerraform({
  environment,
}: Terminal): Promise<{ readonly terraform: TerraformCli } | { readonly missing: string }> {
  try {
    return { terraform: await findTerraform(environment) };
  } catch (error) {
    return { missing: describeError(error) };
  }
}
