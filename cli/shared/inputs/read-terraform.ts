import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { refuseDuplicateKeys, unreadDuplicateKeys } from "../../../verify/terraform/read/folder/duplicate-keys";
import type { GivenVariables } from "../../../verify/terraform/read/folder/given-variables";
import { readRootFolder } from "../../../verify/terraform/read/folder/module-folder";
import { isConfigurationFile } from "../../../verify/terraform/read/folder/terraform-file-name";
import type { JoinedRoot } from "../../../verify/terraform/read/join/joined-root";
import { createModuleFiles } from "../../../verify/terraform/read/modules/module-files";
import type { PlannedSource } from "../../../verify/terraform/read/plan-source/planned-source";
import { isPlanOrState } from "../../../verify/terraform/read/read-configuration";
import type { ModuleSurroundings } from "../../../verify/terraform/read/read-synthesized";
import { isState } from "../../../verify/terraform/read/state-tree";
import { isJsonObject, type JsonObject, textsOf } from "../../../verify/terraform/terraform-configuration";
import { isFolder } from "../files/is-folder";
import { parseJsonFile, readJson, readText } from "../files/json-file";
import { STACK_FILE, type TerraformFile } from "./synthesized-stacks";
import { writtenPostures } from "./written-postures";

/** Terraform JSON with what belongs to it. */
export interface TerraformSource {
  readonly json: unknown;
  /** For a root module: its other files, variables and called modules. */
  readonly surroundings: ModuleSurroundings;
}

/** What is read together with a plan or a state. */
export interface RelatedInputs {
  /** For a plan: the folder of the root module that was planned. @default - not known */
  readonly plannedFolder?: string | undefined;
  /** Other root modules of `--join`. @default - those that a synthesized stack names */
  readonly joined?: readonly JoinedRoot[];
  /** For the folder of a root module: values of its variables. @default - those of its files */
  readonly variables?: GivenVariables | undefined;
  /** Plans of folders, by their path, which are read in place of them. @default - none */
  readonly plans?: ReadonlyMap<string, JsonObject> | undefined;
}

/**
 * Reads Terraform JSON. A plan or a state is one file. A file that Terraform loads from the folder of a root module is read with
 * every other file that Terraform loads from there.
 *
 * A synthesized stack is read with the stacks of its folder that it names.
 *
 * @throws one line that says what a file contains instead, or what Terraform refuses
 */
export function readTerraform(
  path: string,
  { plannedFolder, joined = [], variables, plans }: RelatedInputs = {},
): TerraformSource {
  const plan = plans?.get(path);
  const own = plan && {
    json: plan,
    surroundings: { plannedSource: { ...readPlannedSource(path), isPlannedHere: true as const } },
  };
  const source: TerraformSource = own ?? readAlone(path, plannedFolder, variables);
  const named = joined.map(({ name }) => name);
  const all = [...joined, ...partnersOf(path, source.json, named)];
  return all.length === 0 ? source : { ...source, surroundings: { ...source.surroundings, joined: all } };
}

/**
 * A root module of `--join`.
 *
 * @throws when the file is neither a state nor a synthesized stack
 */
export function readJoinedRoot(name: string, path: string): JoinedRoot {
  const { json, surroundings } = readAlone(path);
  const isReadable = isJsonObject(json) && (isState(json) || isConfigurationFile(basename(path)) || isFolder(path));
  if (!isReadable || (isPlanOrState(json) && !isState(json))) {
    throw new Error(
      `--join: ${path} is neither a state nor a stack; pass the output of terraform show -json for a state, a state file, or cdk.tf.json`,
    );
  }
  return { name, source: path, json, surroundings };
}

/** What belongs to a plan or a state of a synthesized stack: how it looks others up, and the stacks that it names. */
export function surroundingsOfStack(path: string): ModuleSurroundings {
  const json = readJson(path);
  const joined = partnersOf(path, json, []);
  return joined.length > 0 && isJsonObject(json) ? { joined, applied: json } : {};
}

/** The synthesized stacks of the same folder that a synthesized stack names, and that are judged together with it. */
function partnersOf(path: string, json: unknown, known: readonly string[]): readonly JoinedRoot[] {
  return partnerFiles(path, json)
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path: file }) => readJoinedRoot(name, file));
}

/**
 * The files of the stacks that a synthesized stack names in its posture. One that was not synthesized is none.
 *
 * @param json the parsed file
 */
export function partnerFiles(path: string, json: unknown): readonly TerraformFile[] {
  const file = basename(path);
  return writtenPostures(file === STACK_FILE ? json : undefined)
    .flatMap(({ joined_stacks: names }) => textsOf(names) ?? [])
    .filter((name) => /^[a-z][a-z0-9-]*$/.test(name))
    .map((name) => ({ name, path: join(dirname(dirname(path)), name, file) }))
    .filter(({ path: partner }) => existsSync(partner));
}

function readAlone(path: string, plannedFolder?: string, variables?: GivenVariables): TerraformSource {
  if (isFolder(path)) {
    return readFolder(path, variables);
  }
  if (/\.tf$/.test(path) && existsSync(path)) {
    throw new Error(`${path}: is one file of a root module in HCL; pass its folder, got a file`);
  }
  const parsed = parseJsonFile(path);
  const { load, files } = createModuleFiles(dirname(path));
  if (isPlanOrState(parsed.json)) {
    refuseDuplicateKeys(path, parsed.duplicates);
    const plannedSource = plannedFolder === undefined ? undefined : readPlannedSource(plannedFolder);
    return { json: parsed.json, surroundings: { ...(plannedSource && { plannedSource }) } };
  }
  if (!isConfigurationFile(basename(path))) {
    return { json: parsed.json, surroundings: { load, unread: unreadDuplicateKeys(path, parsed.duplicates) } };
  }
  const { json, ...surroundings } = readRootFolder(dirname(path), {
    json: (other) => (basename(other) === basename(path) ? parsed : parseJsonFile(other)),
    text: readText,
  });
  return { json, surroundings: { ...surroundings, load, files } };
}

/**
 * The folder of a root module, as `terraform plan` reads it.
 *
 * @throws when Terraform loads no file from there
 */
function readFolder(path: string, given?: GivenVariables): TerraformSource {
  if (!readdirSync(path).some(isConfigurationFile)) {
    throw new Error(`${path}: has no file that Terraform loads; pass the folder of a root module`);
  }
  const reader = { json: parseJsonFile, text: readText };
  const { json, ...surroundings } = readRootFolder(path, reader, { defaults: true, ...(given && { given }) });
  return {
    json,
    surroundings: { ...surroundings, isModule: true, ...createModuleFiles(path) },
  };
}

/** The root module that was planned. The plan has the values of its variables. */
function readPlannedSource(folder: string): PlannedSource {
  if (!isFolder(folder)) {
    throw new Error(`${folder}: no such folder; pass the folder in which terraform plan ran with --source`);
  }
  const { json, surroundings } = readFolder(folder);
  const { load = () => undefined, files, unread = [], written } = surroundings;
  return { name: folder, json: json as JsonObject, load, unread, ...(files && { files }), ...(written && { written }) };
}
