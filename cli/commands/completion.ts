import { claims } from "../../verify/claims";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseCommandArguments } from "../shared/command-syntax";
import { parseChoice } from "../shared/parse-choice";
import { commandSyntaxes } from "../syntax/command-syntaxes";
import { completionSyntax, shells } from "../syntax/completion-syntax";
import { bashCompletion, zshCompletion } from "./support/bash-completion";
import { fishCompletion } from "./support/fish-completion";

export const completion: Command = { run };

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { positionals } = parseCommandArguments(completionSyntax, args);
  const [shell = "", ...others] = positionals;
  if (others.length > 0) {
    throw new Error(`completion: accepts one shell, got ${positionals.join(" ")}; name one shell`);
  }
  const script = scripts[parseChoice("completion", shells, shell)];
  const claimNames = claims.map(({ name }) => name);
  terminal.out(script(commandSyntaxes, claimNames));
  return 0;
}
