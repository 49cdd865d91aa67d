import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { askPerson } from "../../delivery/ask-person";
import { deployStack } from "../../delivery/deploy-stack";
import { deployableStack, oneEnvironment } from "../../delivery/deployable-stack";
import { untilInterrupted } from "../../delivery/interruption";
import { readAcceptedFindings } from "../../shared/accepted-findings-file";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { deploySyntax } from "../../syntax/delivery/deploy-syntax";

export const deploy: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(deploySyntax, args);
  const name = oneEnvironment("deploy", positionals, { skipSynth: values["skip-synth"] });
  const { binary } = await findTerraform(terminal.environment);
  const stack = deployableStack(name, { skipSynth: values["skip-synth"] }, terminal);
  if (typeof stack === "number") {
    return stack;
  }
  const { approve, "plan-only": planOnly } = values;
  return untilInterrupted((signal) =>
    deployStack(
      { binary, directory: stack.directory, environment: terminal.environment, signal, show: terminal.out },
      {
        name,
        planOnly,
        accepted: readAcceptedFindings(),
        ask: (question) => askPerson(question, signal),
        ...(approve !== undefined && { approve }),
      },
      terminal,
    ),
  );
}
