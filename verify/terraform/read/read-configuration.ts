import { withTypedArguments } from "../argument-types/typed-configuration";
import { isJsonObject, type JsonObject, type TerraformConfiguration } from "../terraform-configuration";
import type { ModuleLoader } from "./modules/expanded-module";
import { readPlan } from "./read-plan";
import { readState, readStateFile } from "./read-state";
import { readSynthesized } from "./read-synthesized";

/**
 * Reads any Terraform JSON into the normal form: what `cdktf synth` writes, `terraform show -json` of a plan or of a
 * state, or a raw state file.
 *
 * @param json the parsed file
 * @param source name of the file in messages: a path or the name of a stack
 * @param load loads the modules that a synthesized stack calls. @default - they count as not read
 * @throws when the JSON is none of these, in one line that says what to do
 */
export function readConfiguration(json: unknown, source: string, load?: ModuleLoader): TerraformConfiguration {
  if (!isJsonObject(json)) {
    throw new Error(`${source}: not a Terraform JSON object, got ${jsonTypeName(json)}; ${inputAdvice}`);
  }
  const reader = configurationReaders.find((candidate) => candidate.recognizes(json));
  if (reader === undefined) {
    throw new Error(
      `${source}: not Terraform JSON: no resource, planned_values or values key, only ${listKeys(Object.keys(json))}; ${inputAdvice}`,
    );
  }
  return withTypedArguments(reader.read(json, source, load));
}

interface ConfigurationReader {
  recognizes(json: JsonObject): boolean;
  read(json: JsonObject, source: string, load?: ModuleLoader): TerraformConfiguration;
}

const inputAdvice = "pass cdk.tf.json, or the output of `terraform show -json` for a plan or a state";

const synthesizedKeys = ["resource", "data", "output", "module", "provider", "terraform", "locals", "variable"];

const planKeys = ["planned_values", "resource_changes"];

/** Keys that Terraform prints for an empty state. */
const emptyStateKeys = ["format_version", "terraform_version"];

const configurationReaders: readonly ConfigurationReader[] = [
  { recognizes: (json) => planKeys.some((key) => key in json), read: readPlan },
  { recognizes: isStateJson, read: readState },
  { recognizes: (json) => "serial" in json && "lineage" in json, read: readStateFile },
  { recognizes: (json) => synthesizedKeys.some((key) => key in json), read: readSynthesized },
];

function isStateJson(json: JsonObject): boolean {
  const isEmpty = Object.keys(json).every((key) => emptyStateKeys.includes(key));
  return "format_version" in json && ("values" in json || isEmpty);
}

function jsonTypeName(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function listKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "an empty object" : keys.slice(0, 5).join(", ");
}
