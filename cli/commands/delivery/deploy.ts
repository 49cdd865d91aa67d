import { askPerson } from "../../delivery/ask-person";
import { deployStack } from "../../delivery/deploy-stack";
import { withDeployableStack } from "../../delivery/deployable-stack";
import { readPolicy } from "../../policy/policy-file";
import type { Command, ExitCode, Terminal } from "../../shared/command";
import { parseCommandArguments } from "../../shared/command-syntax";
import { deploySyntax } from "../../syntax/delivery/deploy-syntax";

export const deploy: Command = { run };

async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseCommandArguments(deploySyntax, args);
  const { approve, "plan-only": isPlanOnly, "skip-synth": skipSynth } = values;
  return withDeployableStack(
    { command: "deploy", positionals, skipSynth, synthesis: terminal },
    terminal.environment,
    ({ name, run: terraform }) =>
      deployStack(
        { ...terraform, show: terminal.out },
        {
          name,
          isPlanOnly,
          accepted: readPolicy().accepted,
          ask: (question) => askPerson(question, terraform.signal),
          ...(approve !== undefined && { approve }),
        },
        terminal,
      ),
  );
}
