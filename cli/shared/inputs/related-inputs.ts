import type { GivenVariables } from "../../../verify/terraform/read/folder/given-variables";
import type { Terminal } from "../command";
import { readJoinedRoots } from "./joined-roots";
import type { RelatedInputs } from "./read-terraform";
import { givenVariables } from "./variable-options";

/** The command line of a command that reads one plan, state, stack or folder. */
interface InputArguments {
  readonly values: { readonly source?: string | undefined; readonly join?: readonly string[] | undefined };
  readonly tokens: Parameters<typeof givenVariables>[0];
}

/**
 * What `--source`, `--join`, `--var` and `--var-file` give to the input of a command.
 *
 * @param paths what the command reads
 * @throws when `--join` names no root module, or a variable is given and no folder is read
 */
export function relatedInputs(
  { values, tokens }: InputArguments,
  { environment }: Terminal,
  paths: readonly string[],
): RelatedInputs & { readonly variables: GivenVariables } {
  return {
    plannedFolder: values.source,
    joined: readJoinedRoots(values.join),
    variables: givenVariables(tokens, environment, paths),
  };
}
