import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { suggestFix } from "../../../envs/schema/suggest-fix";
import { refuseDuplicateKeys, unreadDuplicateKeys } from "../../../verify/terraform/read/folder/duplicate-keys";
import type { GivenVariables } from "../../../verify/terraform/read/folder/given-variables";
import { readRootFolder } from "../../../verify/terraform/read/folder/module-folder";
import { isConfigurationFile } from "../../../verify/terraform/read/folder/terraform-file-name";
import type { JoinedRoot } from "../../../verify/terraform/read/join/joined-root";
import { exceededLimit, JSON_LIMITS, type JsonLimit } from "../../../verify/terraform/read/json/json-limits";
import { type ParsedJson, parseJson } from "../../../verify/terraform/read/json/parse-json";
import { createFileAccess, createModuleLoader } from "../../../verify/terraform/read/modules/module-files";
import { isPlanOrState } from "../../../verify/terraform/read/read-configuration";
import type { ModuleSurroundings, PlannedSource } from "../../../verify/terraform/read/read-synthesized";
import { isState } from "../../../verify/terraform/read/state-tree";
import { isJsonObject, type JsonObject, textsOf } from "../../../verify/terraform/terraform-configuration";
import { requireFinishedSynthesis } from "../finished-synthesis";
import { countInput } from "../young-generation";
import { writtenPostures } from "./written-postures";

/** The Terraform of a synthesized stack, in the folder of the stack. */
export const STACK_FILE = "cdk.tf.json";

/** A Terraform JSON file. */
export interface TerraformFile {
  /** Name for reports: the environment, or the path. */
  readonly name: string;
  readonly path: string;
}

/** Limit for reading a file. A plan of 50,000 resources has 200 MB, and takes less than 1 GB of memory. */
const maxFileBytes = 250_000_000;

/** The folder that `cdktf synth` writes to: `CDKTF_OUTDIR`, or `cdktf.out`. */
export function outputFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.CDKTF_OUTDIR || "cdktf.out";
}

/** Whether the output of a synthesis has a folder for a stack of the name. */
export function hasStack(output: string, name: string): boolean {
  return isFolder(join(output, "stacks", name));
}

/** Whether a synthesized stack is one for a whole account. Its synthesis names it so; environments have other names. */
export function isBootstrapStack(name: string): boolean {
  return /^bootstrap(?:-\d{12})?$/.test(name);
}

/**
 * The named synthesized stacks, or all: environments and bootstrap stacks.
 *
 * @throws when nothing was synthesized, the synthesis did not finish, or a name is unknown
 */
export function synthesizedStacks(folder: string, names: readonly string[]): readonly TerraformFile[] {
  const stacks = join(folder, "stacks");
  const found = existsSync(stacks) ? readdirSync(stacks).filter((name) => existsSync(stackPath(stacks, name))) : [];
  if (found.length === 0) {
    const own = readdirSync(".").some(isConfigurationFile)
      ? "; for the Terraform of this folder, pass . as its path"
      : "";
    throw new Error(`${stacks}: no synthesized stack; run npm start or npx cdktf synth${own}`);
  }
  requireFinishedSynthesis(folder, found);
  const missing = names.find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new Error(`${stacks}: no such environment, got ${missing || "nothing"}; ${suggestFix(missing, found)}`);
  }
  return [...new Set(names.length === 0 ? found : names)].map((name) => ({
    name,
    path: stackPath(stacks, name),
  }));
}

function stackPath(stacks: string, name: string): string {
  return join(stacks, name, STACK_FILE);
}

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
  const own = plan && { json: plan, surroundings: { plannedSource: readPlannedSource(path) } };
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
  const parsed = parseFile(path);
  const load = createModuleLoader(dirname(path));
  if (isPlanOrState(parsed.json)) {
    refuseDuplicateKeys(path, parsed.duplicates);
    const plannedSource = plannedFolder === undefined ? undefined : readPlannedSource(plannedFolder);
    return { json: parsed.json, surroundings: { ...(plannedSource && { plannedSource }) } };
  }
  if (!isConfigurationFile(basename(path))) {
    return { json: parsed.json, surroundings: { load, unread: unreadDuplicateKeys(path, parsed.duplicates) } };
  }
  const { json, ...surroundings } = readRootFolder(dirname(path), {
    json: (other) => (basename(other) === basename(path) ? parsed : parseFile(other)),
    text: (other) => decode(readFileSync(other)),
  });
  return { json, surroundings: { ...surroundings, load, files: createFileAccess(dirname(path)) } };
}

/** Whether a path names a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
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
  const reader = { json: parseFile, text: (file: string) => decode(readFileSync(file)) };
  const { json, ...surroundings } = readRootFolder(path, reader, { defaults: true, ...(given && { given }) });
  return {
    json,
    surroundings: { ...surroundings, isModule: true, load: createModuleLoader(path), files: createFileAccess(path) },
  };
}

/** The root module that was planned. The plan has the values of its variables. */
function readPlannedSource(folder: string): PlannedSource {
  if (!isFolder(folder)) {
    throw new Error(`${folder}: no such folder; pass the folder in which terraform plan ran with --source`);
  }
  const { json, surroundings } = readFolder(folder);
  const { load = () => undefined, files, unread = [] } = surroundings;
  return { name: folder, json: json as JsonObject, load, unread, ...(files && { files }) };
}

/**
 * Parses a JSON file.
 *
 * @throws one line that says what the file contains instead
 */
export function readJson(path: string): unknown {
  return parseFile(path).json;
}

function parseFile(path: string): ParsedJson {
  if (!existsSync(path)) {
    throw new Error(
      `${path || "empty path"}: no such file or folder; pass the folder of a root module, a plan or a state`,
    );
  }
  const stat = statSync(path);
  if (stat.isDirectory()) {
    throw new Error(`${path}: is a folder, not a file; ${advice}`);
  }
  const { size } = stat;
  if (size > maxFileBytes) {
    throw new Error(`${path}: too large, got ${size} bytes; pass a file of at most ${maxFileBytes} bytes`);
  }
  const text = decode(readFileSync(path));
  const limit = exceededLimit(text);
  if (limit !== undefined) {
    throw new Error(`${path}: ${LIMIT_FAULTS[limit]}; ${advice}`);
  }
  try {
    return parseJson(text);
  } catch {
    throw new Error(`${path}: not JSON, got ${describeContent(text)}; ${advice}`);
  }
}

/**
 * PowerShell's `>` writes UTF-16, and some editors write a byte order mark before UTF-8. JSON starts with an ASCII character,
 * so the first two bytes identify UTF-16: they are a byte order mark, or one of them is zero.
 */
function decode(bytes: Buffer): string {
  countInput(bytes.length);
  const [first, second] = bytes;
  const isLittleEndian = (first === 0xff && second === 0xfe) || second === 0;
  const isBigEndian = (first === 0xfe && second === 0xff) || first === 0;
  const encoding = isLittleEndian ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

const advice = "pass cdk.tf.json or the output of terraform show -json";

const LIMIT_FAULTS: Readonly<Record<JsonLimit, string>> = {
  levels: `nested deeper than ${JSON_LIMITS.levels} levels, which no Terraform is`,
  values: `has more than ${JSON_LIMITS.values} values, which is too much to read`,
  containers: `has more than ${JSON_LIMITS.containers} lists and objects, which is too much to read`,
  keys: `has more than ${JSON_LIMITS.keys} different keys, which no Terraform has`,
};

function describeContent(text: string): string {
  const start = text.trimStart();
  if (start === "") {
    return "an empty file";
  }
  if (/^(?:resource|data|module|terraform|provider|variable|output|locals)\b[^:]*\{/.test(start)) {
    return "HCL";
  }
  if (start.startsWith("PK")) {
    return "a binary plan";
  }
  return /^[[{]/.test(start) ? `truncated or malformed JSON, ${text.length} characters` : "other text";
}
