import { findDrift } from "../../delivery/deploy-stack";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { readPolicy } from "../../policy/policy-file";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { surroundingsOfStack } from "../../shared/inputs/read-terraform";
import { driftSyntax } from "../../syntax/delivery/drift-syntax";

export const drift: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(driftSyntax, args);
  return withDeployableStack(
    { command: "drift", positionals, skipSynth: values["skip-synth"], synthesis: terminal },
    terminal.environment,
    ({ name, path, run: terraform }) =>
      findDrift(
        { ...terraform, show: terminal.out },
        { name, surroundings: surroundingsOfStack(path), accepted: readPolicy().accepted },
        terminal,
      ),
  );
}
