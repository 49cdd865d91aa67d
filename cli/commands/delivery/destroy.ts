import { UNPROVEN_VARIABLE } from "../../app/run-app";
import { askPerson } from "../../delivery/ask-person";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { initialize, runTerraform, showJson, type TerraformRun } from "../../delivery/run-terraform";
import { awsSdk } from "../../operations/aws-sdk";
import { deployedEnvironment } from "../../operations/destroy/deployed-environment";
import { type DestroyingTerraform, destroyEnvironment } from "../../operations/destroy/destroy-environment";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { readJson } from "../../shared/files/json-file";
import { destroySyntax } from "../../syntax/delivery/destroy-syntax";

export const destroy: Command = { run };

const PAUSE_MS = 5000;

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(destroySyntax, args);
  const { confirm, json: isJson, "dry-run": isDryRun, "skip-synth": skipSynth } = values;
  // A claim that does not hold is no reason to keep an environment. Only the result is for the standard output.
  const environment = { ...terminal.environment, [UNPROVEN_VARIABLE]: "allow" };
  const synthesis = { ...terminal, environment, out: terminal.err };
  return withDeployableStack(
    { command: "destroy", positionals, skipSynth, synthesis },
    terminal.environment,
    async ({ name, path, run: { signal, ...rest } }) => {
      const terraform = { ...rest, signal, show: isJson ? terminal.err : terminal.out };
      await initialize(terraform);
      const json = readJson(path) as never;
      const { region } = deployedEnvironment(name, json, {});
      return destroyEnvironment(
        destroyingTerraform(terraform, async () => deployedEnvironment(name, json, await showJson(terraform))),
        awsSdk(region, signal),
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
    },
  );
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
