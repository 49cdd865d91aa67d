import { withTypedArguments } from "../argument-types/typed-configuration";
import { withPolicyDocuments } from "../policy-documents/with-policy-documents";
import { isJsonObject, type JsonObject, type TerraformConfiguration } from "../terraform-configuration";
import { withEndpointServiceNames } from "./endpoint-service-names";
import { moduleOfFiles } from "./folder/module-of-files";
import { withJoinedRoots, withOwnLookups } from "./joined-synthesized";
import { withOneNameOfEachType } from "./one-name-of-a-type";
import { readPlan, readUncheckedPlan } from "./read-plan";
import { readState } from "./read-state";
import { type ModuleSurroundings, readSynthesized } from "./read-synthesized";
import { withSharedResources } from "./shared-resources";
import { isState } from "./state-tree";

/**
 * Reads any Terraform JSON into the normal form: what `cdktf synth` writes, `terraform show -json` of a plan or of a
 * state, or a raw state file.
 *
 * @param json the parsed file
 * @param source name of the file in messages: a path or the name of a stack
 * @param surroundings what belongs to a synthesized stack in addition to its JSON. @default - nothing
 * @throws when the JSON is none of these, in one line that says what to do
 */
export function readConfiguration(
  json: unknown,
  source: string,
  surroundings?: ModuleSurroundings,
): TerraformConfiguration {
  if (!isJsonObject(json)) {
    throw new Error(`${source}: not a Terraform JSON object, got ${jsonTypeName(json)}; ${inputAdvice}`);
  }
  const reader =
    surroundings?.isModule === true
      ? configurationReaders.at(-1)
      : configurationReaders.find((candidate) => candidate.recognizes(json));
  if (reader === undefined) {
    throw new Error(
      `${source}: not Terraform JSON: no resource, planned_values or values key, only ${listKeys(Object.keys(json))}; ${inputAdvice}`,
    );
  }
  return joined(reader.read(json, source, surroundings), surroundings);
}

/** As {@link readConfiguration}, for a plan that this program made from one that was read: its parts need not agree. */
export function readDerivedPlan(
  json: JsonObject,
  source: string,
  surroundings?: ModuleSurroundings,
): TerraformConfiguration {
  return joined(readUncheckedPlan(json, source, surroundings), surroundings);
}

function joined(own: TerraformConfiguration, surroundings: ModuleSurroundings | undefined): TerraformConfiguration {
  const { joined: names = [], ...all } = withJoinedRoots(own, surroundings);
  const alone = normalized(withOwnLookups(own));
  return names.length === 0 ? alone : { ...alone, joined: names, together: normalized(all) };
}

function normalized(configuration: TerraformConfiguration): TerraformConfiguration {
  const named = withEndpointServiceNames(withOneNameOfEachType(configuration));
  return withSharedResources(withTypedArguments(withPolicyDocuments(named)));
}

/** Whether parsed JSON is a plan or a state, which are one file each, and not a file of a module. */
export function isPlanOrState(json: unknown): boolean {
  return isJsonObject(json) && configurationReaders.slice(0, -1).some((reader) => reader.recognizes(json));
}

interface ConfigurationReader {
  recognizes(json: JsonObject): boolean;
  read(json: JsonObject, source: string, surroundings?: ModuleSurroundings): TerraformConfiguration;
}

const inputAdvice = "pass cdk.tf.json, or the output of `terraform show -json` for a plan or a state";

const synthesizedKeys = ["resource", "data", "output", "module", "provider", "terraform", "locals", "variable"];

const planKeys = ["planned_values", "resource_changes"];

const configurationReaders: readonly ConfigurationReader[] = [
  { recognizes: (json) => planKeys.some((key) => key in json), read: readPlan },
  { recognizes: isState, read: readState },
  {
    recognizes: (json) => synthesizedKeys.some((key) => key in json),
    read: (json, source, surroundings) =>
      readSynthesized(moduleOfFiles([{ path: source, json, isMade: true }], []), source, surroundings),
  },
];

function jsonTypeName(value: unknown): string {
  if (value === null) {
    return "null";
  }
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function listKeys(keys: readonly string[]): string {
  return keys.length === 0 ? "an empty object" : keys.slice(0, 5).join(", ");
}
