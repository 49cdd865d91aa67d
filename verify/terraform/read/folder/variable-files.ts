import { join } from "node:path";
import { hclVariableValues } from "../../hcl/hcl-to-json";
import { isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import { unreadDuplicateKeys } from "./duplicate-keys";
import { type FileReader, refuseFaults, unreadHcl } from "./file-reader";
import type { TerraformFileName } from "./terraform-file-name";
import { assignedVariables, declaredVariables, type VariableValues } from "./variable-values";

/**
 * The values that `terraform.tfvars`, `*.auto.tfvars` and their JSON forms give to the variables of a root module; a later file wins.
 *
 * @param defaults whether a variable without a value has its default
 * @throws for a file that is no JSON object, or that Terraform refuses
 */
export function variablesOfFiles(
  folder: string,
  files: readonly TerraformFileName[],
  declared: Json | undefined,
  reader: FileReader,
  { defaults }: { readonly defaults: boolean },
): { readonly variables: VariableValues; readonly unread: readonly UnreadPart[] } {
  const unread: UnreadPart[] = [];
  const faults: string[] = [];
  const values: JsonObject[] = [];
  const isUsed = declaredVariables({ variable: declared ?? [] }).length > 0;
  for (const { name, syntax } of files.filter(({ role }) => role === "variables")) {
    const path = join(folder, name);
    if (syntax === "hcl") {
      try {
        values.push(hclVariableValues(reader.text(path)));
      } catch (error) {
        const found = unreadHcl(error, path, name);
        faults.push(...("fault" in found ? [found.fault] : []));
        unread.push(...("part" in found && isUsed ? [found.part] : []));
      }
      continue;
    }
    const { json, duplicates } = reader.json(path);
    if (!isJsonObject(json)) {
      throw new Error(
        `${path}: not a file of variable values, got ${JSON.stringify(json).slice(0, 40)}; write an object`,
      );
    }
    values.push(json);
    unread.push(...unreadDuplicateKeys(path, duplicates));
  }
  refuseFaults(faults);
  return { variables: assignedVariables(declared, Object.assign({}, ...values), { defaults }), unread };
}
