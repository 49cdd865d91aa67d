import { basename, resolve } from "node:path";
import type { VariableFile } from "../../../rehearsal/folder/copy-folder";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import type { FolderInput } from "../../../rehearsal/run/run-context";
import { syntaxOfText, type VariableOption } from "../../../verify/terraform/read/folder/given-variables";
import { declaredVariables } from "../../../verify/terraform/read/folder/variable-values";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { readTerraform } from "./read-terraform";

/**
 * Root modules for a rehearsal.
 *
 * @param role the role that runs Terraform. @default - the first that deployers of the folder name
 * @throws for a value of a variable that a root module does not declare, or a folder that is none
 */
export function folderInputs(
  folders: readonly string[],
  variables: readonly VariableOption[],
  role?: string,
): readonly FolderInput[] {
  const names = folders.map((folder) => basename(resolve(folder)).replace(/[^\w.-]/g, "_"));
  return folders.map((folder, index) => {
    const name = names[index] ?? folder;
    const needs = readFolderNeeds(folder);
    const caller = role ?? needs.deployer?.replace(/^role\//, "");
    const isRepeated = names.indexOf(name) !== index;
    return {
      name: isRepeated ? `${name}-${index + 1}` : name,
      needs,
      variableFiles: variableFilesOf(variables, folder),
      ...(caller === undefined ? {} : { callerRole: caller }),
    };
  });
}

/** @throws for a value of a variable that the root module does not declare */
function variableFilesOf(options: readonly VariableOption[], folder: string): readonly VariableFile[] {
  const values = options.filter(({ kind }) => kind === "value");
  const declarations = values.length === 0 ? new Map<string, JsonObject>() : declarationsIn(folder, values);
  return options.map((option) => {
    if (option.kind === "file") {
      return { kind: "file", path: resolve(option.path) };
    }
    const { name, text } = option;
    return syntaxOfText(declarations.get(name) ?? {}) === "literal"
      ? { kind: "text", syntax: "json", text: JSON.stringify({ [name]: text }) }
      : { kind: "text", syntax: "hcl", text: `${name} = ${text}\n` };
  });
}

function declarationsIn(folder: string, options: readonly VariableOption[]): ReadonlyMap<string, JsonObject> {
  const { json } = readTerraform(folder, { variables: { environment: {}, options } });
  return new Map(declaredVariables(json as JsonObject));
}
