import { existsSync } from "node:fs";
import { join } from "node:path";
import { hclToJson } from "../../hcl/hcl-to-json";
import { isJsonObject, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import { unreadDuplicateKeys } from "./duplicate-keys";
import { type FileReader, refuseFaults, unreadHcl } from "./file-reader";
import type { GivenVariables } from "./given-variables";
import { type ConfigurationFile, sectionLabels } from "./module-blocks";
import { moduleOfFiles } from "./module-of-files";
import { rootVariables } from "./root-variables";
import { type TerraformFileName, terraformFilesIn } from "./terraform-file-name";
import type { VariableValues } from "./variable-values";
import type { WrittenFiles } from "./written-files";

/** The files that Terraform loads from one folder, as one module. */
export interface ModuleFolder {
  readonly json: JsonObject;
  /** Values of variables from the files that Terraform loads for a root module. */
  readonly variables: VariableValues;
  /** Names of the required variables without a value, where the folder is read as in a run of Terraform. */
  readonly unset: readonly string[];
  readonly unread: readonly UnreadPart[];
  /** What each file says, also where Terraform plans nothing of it, such as what an override file replaces. */
  readonly written: WrittenFiles;
}

/** A module that another one calls. */
export type CalledFolder = Pick<ModuleFolder, "json" | "unread" | "written">;

/**
 * Reads every file that Terraform or OpenTofu loads from the folder of a root module.
 *
 * @param defaults whether the default of a variable is its value, as in a run of Terraform over the folder
 * @param given values that the environment and the command line give to variables
 * @throws for a file that Terraform refuses
 */
export function readRootFolder(
  folder: string,
  reader: FileReader,
  { defaults = false, given }: { readonly defaults?: boolean; readonly given?: GivenVariables } = {},
): ModuleFolder {
  const files = terraformFilesIn(folder);
  const { json, unread, written } = readFiles(folder, files, reader);
  const {
    unread: unreadValues,
    written: values,
    ...variables
  } = rootVariables(folder, files, json.variable, reader, {
    defaults,
    ...(given && { given }),
  });
  return {
    json,
    ...variables,
    unread: [...unread, ...unreadValues],
    written: new Map([...written, ...values, ...lockFile(folder, reader)]),
  };
}

/** The versions of providers that Terraform installs, as `terraform init` wrote them. No model reads them. */
function lockFile(folder: string, reader: FileReader): WrittenFiles {
  const path = join(folder, LOCK_FILE);
  return new Map(existsSync(path) ? [[LOCK_FILE, [reader.text(path)]]] : []);
}

const LOCK_FILE = ".terraform.lock.hcl";

/**
 * Reads the folder of a called module.
 *
 * @returns `undefined` when the folder has no files
 * @throws for a file that Terraform refuses
 */
export function readCalledFolder(folder: string, reader: FileReader): CalledFolder | undefined {
  const files = terraformFilesIn(folder).filter(({ role }) => role !== "variables");
  return files.length === 0 ? undefined : readFiles(folder, files, reader);
}

function readFiles(folder: string, files: readonly TerraformFileName[], reader: FileReader): CalledFolder {
  const unread: UnreadPart[] = [];
  const written = new Map<string, readonly Json[]>();
  const faults: string[] = [];
  const parsed = (wanted: TerraformFileName["role"]): readonly ConfigurationFile[] =>
    files
      .filter(({ role }) => role === wanted)
      .flatMap((file) => {
        const path = join(folder, file.name);
        const read = file.isOpenTofu ? unreadOpenTofuFile(path, file.name) : parseFile(path, file, reader);
        const isRead = read.unread.length === 0 && read.faults.length === 0;
        written.set(file.name, isRead ? read.files.map(({ json }) => json) : [reader.text(path)]);
        unread.push(...read.unread);
        faults.push(...read.faults);
        return read.files;
      });
  const configuration = parsed("configuration");
  const isComplete = unread.length === 0;
  const overrides = parsed("override");
  refuseFaults(faults);
  // An override file may name what an unread file defines.
  return { json: moduleOfFiles(configuration, isComplete ? overrides : []), unread, written };
}

/** What was read of a file, and what not. */
interface ReadFile {
  readonly files: readonly ConfigurationFile[];
  readonly unread: readonly UnreadPart[];
  /** What Terraform refuses in it. */
  readonly faults: readonly string[];
}

function parseFile(path: string, { name, syntax }: TerraformFileName, reader: FileReader): ReadFile {
  if (syntax === "json") {
    const { json, duplicates } = reader.json(path);
    const files = rootObjects(json, path).map((root) => ({ path, json: root }));
    return { files, unread: unreadDuplicateKeys(path, duplicates), faults: [] };
  }
  try {
    const { json, nestedBlocks } = hclToJson(reader.text(path), sectionLabels);
    return { files: [{ path, json, nestedBlocks }], unread: [], faults: [] };
  } catch (error) {
    const found = unreadHcl(error, path, name);
    return "fault" in found
      ? { files: [], unread: [], faults: [found.fault] }
      : { files: [], unread: [found.part], faults: [] };
  }
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

function unreadOpenTofuFile(path: string, name: string): ReadFile {
  const replaced = name.replace(/\.tofu(\.json)?$/, ".tf$1");
  const text = `${path}: OpenTofu reads this file in place of ${replaced}, and Terraform does not read it; remove it`;
  return { files: [], unread: [{ address: name, text }], faults: [] };
}
