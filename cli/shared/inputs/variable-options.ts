import { existsSync } from "node:fs";
import type { GivenVariables, VariableOption } from "../../../verify/terraform/read/folder/given-variables";
import { isFolder } from "../files/is-folder";

/** A word of the command line, as Node's `parseArgs` reads it. */
interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly value?: string | undefined;
}

/**
 * The values that `--var` and `--var-file` give, in the order of the command line.
 *
 * @throws when a value has no name, or a file is not there
 */
export function variableOptionsOf(tokens: readonly Token[]): readonly VariableOption[] {
  return tokens.flatMap(({ kind, name, value = "" }): readonly VariableOption[] => {
    if (kind === "option" && name === "var-file") {
      return [{ kind: "file", path: existingFile(value) }];
    }
    return kind === "option" && name === "var" ? [assignment(value)] : [];
  });
}

function existingFile(path: string): string {
  if (!existsSync(path) || isFolder(path)) {
    throw new Error(`--var-file: no such file, got ${path}; pass a file with values of variables`);
  }
  return path;
}

function assignment(written: string): VariableOption {
  const [, name, text] = /^\s*([^\s=]+)\s*=(.*)$/s.exec(written) ?? [];
  if (name === undefined || text === undefined) {
    throw new Error(`--var: not NAME=VALUE, got ${written}; write --var region=eu-west-1`);
  }
  return { kind: "value", name, text };
}

/**
 * What the environment and the command line give to the variables of the folders that a command reads.
 *
 * @param paths what the command reads
 * @throws when the command line gives values, and the command reads no folder
 */
export function givenVariables(
  tokens: readonly Token[],
  environment: GivenVariables["environment"],
  paths: readonly string[],
): GivenVariables {
  const options = variableOptionsOf(tokens);
  const [first] = options;
  if (first !== undefined && !paths.some(isFolder)) {
    const option = first.kind === "file" ? "--var-file" : "--var";
    throw new Error(
      `${option}: belongs to the folder of a root module, got none; pass a folder, or leave the option out: a plan has its values`,
    );
  }
  return { environment, options };
}
