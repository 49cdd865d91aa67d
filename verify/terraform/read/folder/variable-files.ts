import { join } from "node:path";
import { isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import type { ParsedJson } from "../json/parse-json";
import { unreadDuplicateKeys } from "./duplicate-keys";
import type { TerraformFileName } from "./terraform-file-name";
import { assignedVariables, declaredVariables, type VariableValues } from "./variable-values";

/**
 * The values that `terraform.tfvars.json` and `*.auto.tfvars.json` give to the variables of a root module; a later file wins.
 * A file in HCL is not read.
 *
 * @throws for a file that is no JSON object
 */
export function variablesOfFiles(
  folder: string,
  files: readonly TerraformFileName[],
  declared: Json | undefined,
  { json: readJson }: { json(path: string): ParsedJson },
): { readonly variables: VariableValues; readonly unread: readonly UnreadPart[] } {
  const unread: UnreadPart[] = [];
  const values: JsonObject[] = [];
  const isUsed = declaredVariables({ variable: declared ?? [] }).length > 0;
  for (const { name, syntax } of files.filter(({ role }) => role === "variables")) {
    const path = join(folder, name);
    if (syntax === "hcl") {
      const text = `${path}: Terraform takes values of variables from this file, and HCL is not read; write it as ${name}.json`;
      unread.push(...(isUsed ? [{ address: name, text }] : []));
      continue;
    }
    const { json, duplicates } = readJson(path);
    if (!isJsonObject(json)) {
      throw new Error(
        `${path}: not a file of variable values, got ${JSON.stringify(json).slice(0, 40)}; write an object`,
      );
    }
    values.push(json);
    unread.push(...unreadDuplicateKeys(path, duplicates));
  }
  return { variables: assignedVariables(declared, Object.assign({}, ...values)), unread };
}
