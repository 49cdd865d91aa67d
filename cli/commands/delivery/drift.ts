import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { findDrift } from "../../delivery/deploy-stack";
import { deployableStack, oneEnvironment } from "../../delivery/deployable-stack";
import { untilInterrupted } from "../../delivery/interruption";
import { readAcceptedFindings } from "../../shared/accepted-findings-file";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { driftSyntax } from "../../syntax/delivery/drift-syntax";

export const drift: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(driftSyntax, args);
  const name = oneEnvironment("drift", positionals, { skipSynth: values["skip-synth"] });
  const { binary } = await findTerraform(terminal.environment);
  const stack = deployableStack(name, { skipSynth: values["skip-synth"] }, terminal);
  if (typeof stack === "number") {
    return stack;
  }
  return untilInterrupted((signal) =>
    findDrift(
      { binary, directory: stack.directory, environment: terminal.environment, signal, show: terminal.out },
      { name, accepted: readAcceptedFindings() },
      terminal,
    ),
  );
}
