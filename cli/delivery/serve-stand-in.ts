import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../envs";
import { pipeline } from "../../envs/pipeline";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { startProviderProcess } from "../../rehearsal/run/provider-process";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { usedTypes } from "../../rehearsal/schema/used-types";
import { synthesize } from "../../stacks/synthesize";
import { rehearsedEnvironment, STAND_IN_VARIABLE } from "../app/rehearsed-environment";
import type { Terminal } from "../shared/command";
import { readJson } from "../shared/files/json-file";
import { STACK_FILE } from "../shared/inputs/synthesized-stacks";
import { projectFolder } from "../shared/project";

/** What another terminal needs to use the stand-in. */
interface ServedStandIn {
  readonly environment: string;
  /** A cdktf project with the stacks of envs/, and the only place of their states. */
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Path of the cdktf CLI. */
  readonly cdktf: string;
}

/**
 * Keeps the stand-in for the AWS provider up until the signal, with a cdktf project whose app synthesizes envs/ for it.
 *
 * @throws an error with every issue of the environments, one per line
 */
export async function serveStandIn(
  environment: string,
  options: { readonly json: boolean; readonly signal: AbortSignal },
  terminal: Terminal,
): Promise<void> {
  const all = requireAllEnvironments(environments, new Date());
  const directory = mkdtempSync(join(tmpdir(), "studio-perimeter-serve-"));
  try {
    const outdir = join(directory, "cdktf.out");
    synthesize({
      environments: all.environments.map(rehearsedEnvironment),
      inspections: all.inspections.map(rehearsedEnvironment),
      pipeline,
      outdir,
    });
    writeFileSync(join(directory, "cdktf.json"), cdktfProject());
    const provider = await startProviderProcess({
      packageRoot: packageRoot(__dirname),
      socketDirectory: directory,
      ...usedTypes(synthesizedStacks(join(outdir, "stacks"))),
    });
    try {
      const note = (event: string): void => terminal.err(`${event}\n`);
      const reattach = await provider.openAccount(environment, { onEvent: note });
      const variables = {
        CHECKPOINT_DISABLE: "1",
        CDKTF_OUTDIR: outdir,
        TF_REATTACH_PROVIDERS: reattach,
        [STAND_IN_VARIABLE]: "served",
      };
      const cdktf = join(projectFolder, "node_modules", ".bin", "cdktf");
      const served = { environment, directory, variables, cdktf };
      terminal.out(options.json ? `${JSON.stringify(served)}\n` : instructions(served));
      if (!options.signal.aborted) {
        await once(options.signal, "abort");
      }
    } finally {
      await provider.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The app runs with the options of this process, so that it synthesizes the same environments. */
function cdktfProject(): string {
  const program = [join(projectFolder, "tools", "build", "main.js"), "dist/cli/app/rehearsed-app.js"];
  const app = [process.execPath, ...process.execArgv, ...program].map(shellWord).join(" ");
  return JSON.stringify({ language: "typescript", app, sendCrashReports: "false" }, undefined, 2);
}

function synthesizedStacks(folder: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readJson(join(folder, name, STACK_FILE))]));
}

function instructions({ environment, directory, variables, cdktf }: ServedStandIn): string {
  const assignments = Object.entries(variables).map(([name, value]) => `  export ${name}=${shellWord(value)}`);
  const commands = ["diff", "deploy", "destroy"].map(
    (command) => `  ${shellWord(cdktf)} ${command} ${environment} --skip-provider-lock`,
  );
  return `A stand-in for AWS serves ${environment} until Ctrl-C. In another terminal:

  cd ${shellWord(directory)}
${assignments.join("\n")}

${commands.join("\n")}

These work with it, too, in the folder of the project and with the same variables:

  npx studio-perimeter deploy ${environment}
  npx studio-perimeter drift ${environment}

Edits of envs/ count at the next command. States are files of that folder, which is removed at the end. Nothing reaches AWS.
`;
}

function shellWord(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
