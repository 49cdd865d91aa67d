import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { UNPROVEN_VARIABLE } from "../../app/run-app";
import { askPerson } from "../../delivery/ask-person";
import { deployableStack, oneEnvironment } from "../../delivery/deployable-stack";
import { untilInterrupted } from "../../delivery/interruption";
import { initialize, runTerraform, showJson, type TerraformRun } from "../../delivery/run-terraform";
import { awsCli } from "../../operations/aws-cli";
import { deployedEnvironment } from "../../operations/destroy/deployed-environment";
import { type DestroyingTerraform, destroyEnvironment } from "../../operations/destroy/destroy-environment";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { readJson } from "../../shared/terraform-files";
import { destroySyntax } from "../../syntax/delivery/destroy-syntax";

export const destroy: Command = { run };

const PAUSE_MS = 5000;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(destroySyntax, args);
  const name = oneEnvironment("destroy", positionals, { skipSynth: values["skip-synth"] });
  const { binary } = await findTerraform(terminal.environment);
  // A claim that does not hold is no reason to keep an environment. Only the result is for the standard output.
  const environment = { ...terminal.environment, [UNPROVEN_VARIABLE]: "allow" };
  const quiet = { ...terminal, environment, out: terminal.err };
  const stack = deployableStack(name, { skipSynth: values["skip-synth"] }, quiet);
  if (typeof stack === "number") {
    return stack;
  }
  const { confirm, json: isJson, "dry-run": isDryRun } = values;
  return untilInterrupted(async (signal) => {
    const show = isJson ? terminal.err : terminal.out;
    const terraform = { binary, directory: stack.directory, environment: terminal.environment, signal, show };
    await initialize(terraform);
    const json = readJson(stack.path) as never;
    const { region } = deployedEnvironment(name, json, {});
    return destroyEnvironment(
      destroyingTerraform(terraform, async () => deployedEnvironment(name, json, await showJson(terraform))),
      awsCli(terminal.environment, region, signal),
      {
        isDryRun,
        isJson,
        pauseMs: PAUSE_MS,
        signal,
        ask: (question) => askPerson(question, signal),
        ...(confirm !== undefined && { confirmed: confirm }),
      },
      terminal,
    );
  });
}

function destroyingTerraform(run: TerraformRun, deployed: DestroyingTerraform["deployed"]): DestroyingTerraform {
  return {
    deployed,
    destroy: async (target) => {
      const targets = target === undefined ? [] : [`-target=${target}`];
      await runTerraform(run, ["destroy", "-input=false", "-no-color", "-auto-approve", ...targets], "shown");
    },
  };
}
