import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import type { ParsedJson } from "../json/parse-json";
import { unreadDuplicateKeys } from "./duplicate-keys";
import { hclBlockTypes } from "./hcl-block-types";
import type { ConfigurationFile } from "./module-blocks";
import { moduleOfFiles } from "./module-of-files";
import { type TerraformFileName, terraformFileNames } from "./terraform-file-name";
import { variablesOfFiles } from "./variable-files";
import type { VariableValues } from "./variable-values";

/** Reads the files of a folder. */
export interface FileReader {
  /** @throws with the path, when the file is not JSON */
  json(path: string): ParsedJson;
  text(path: string): string;
}

/** The files that Terraform loads from one folder, as one module. */
export interface ModuleFolder {
  readonly json: JsonObject;
  /** Values of variables from the files that Terraform loads for a root module. */
  readonly variables: VariableValues;
  readonly unread: readonly UnreadPart[];
}

/**
 * Reads every file that Terraform or OpenTofu loads from the folder of a root module.
 *
 * @throws for a file that Terraform refuses
 */
export function readRootFolder(folder: string, reader: FileReader): ModuleFolder {
  const files = filesIn(folder);
  const { json, unread } = readJsonFiles(folder, files, reader);
  const unreadable = files
    .filter(({ role }) => role !== "variables")
    .flatMap((file) => unreadFile(folder, file, reader));
  const values = variablesOfFiles(folder, files, json.variable, reader);
  return { json, variables: values.variables, unread: [...unread, ...unreadable, ...values.unread] };
}

/**
 * Reads the folder of a called module. Files in HCL that only declare variables and outputs are left out.
 *
 * @returns `undefined` when the folder has no files, or a file that is not read
 * @throws for a file that Terraform refuses
 */
export function readCalledFolder(folder: string, reader: FileReader): Omit<ModuleFolder, "variables"> | undefined {
  const files = filesIn(folder).filter(({ role }) => role !== "variables");
  const isOpaque = (file: TerraformFileName): boolean =>
    file.isOpenTofu || !blockTypesOf(folder, file, reader).every((type) => /^(?:variable|output)$/.test(type));
  return files.length === 0 || files.some(isOpaque) ? undefined : readJsonFiles(folder, files, reader);
}

function filesIn(folder: string): readonly TerraformFileName[] {
  const isFile = (name: string): boolean => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true;
  return terraformFileNames(readdirSync(folder)).filter(({ name }) => isFile(name));
}

function readJsonFiles(
  folder: string,
  files: readonly TerraformFileName[],
  reader: FileReader,
): Omit<ModuleFolder, "variables"> {
  const unread: UnreadPart[] = [];
  const parsed = (wanted: TerraformFileName["role"]): readonly ConfigurationFile[] =>
    files
      .filter(({ role, syntax, isOpenTofu }) => role === wanted && syntax === "json" && !isOpenTofu)
      .flatMap(({ name }) => {
        const path = join(folder, name);
        const { json, duplicates } = reader.json(path);
        unread.push(...unreadDuplicateKeys(path, duplicates));
        return rootObjects(json, path).map((root) => ({ path, json: root }));
      });
  return { json: moduleOfFiles(parsed("configuration"), parsed("override")), unread };
}

/** @throws when the root of the file is neither an object nor a list of objects */
function rootObjects(json: Json, path: string): readonly JsonObject[] {
  const roots = Array.isArray(json) ? json : [json];
  return roots.map((root) => {
    if (!isJsonObject(root)) {
      throw new Error(
        `${path}: not Terraform JSON, got ${JSON.stringify(root).slice(0, 40)}; write an object of blocks`,
      );
    }
    return root;
  });
}

/** A file that is loaded with the module, but not read. */
function unreadFile(folder: string, file: TerraformFileName, reader: FileReader): readonly UnreadPart[] {
  const path = join(folder, file.name);
  if (file.isOpenTofu) {
    const replaced = file.name.replace(/\.tofu(\.json)?$/, ".tf$1");
    const text = `${path}: OpenTofu reads this file in place of ${replaced}, and Terraform does not read it; remove it or verify a plan`;
    return [{ address: file.name, text }];
  }
  const text = `${path}: Terraform loads this file too, and HCL is not read; verify a plan, which contains its resources`;
  return blockTypesOf(folder, file, reader).length === 0 ? [] : [{ address: basename(path), text }];
}

/** Types of the blocks of an HCL file; `unknown` for a text that was not understood. */
function blockTypesOf(folder: string, { name, syntax }: TerraformFileName, reader: FileReader): readonly string[] {
  return syntax === "json" ? [] : (hclBlockTypes(reader.text(join(folder, name))) ?? ["unknown"]);
}
