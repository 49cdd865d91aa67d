import {
  listValue,
  mapValue,
  openMapValue,
  type TerraformValue,
  unknownValue,
} from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { laterInput, waysToDecide } from "../../references/later-input";
import { type Json, type JsonObject, jsonText, type UnreadPart } from "../../terraform-configuration";
import { isLocalSource } from "../folder/installed-modules";
import { calledModuleVariables, type VariableValues } from "../folder/variable-values";
import { requireOneRepetition, unreadModuleArguments } from "../understood/meta-arguments";
import { providersOfCall } from "../understood/provider-aliases";
import { type ExpandedInstance, expandInstances } from "./expand-instances";
import type { ExpandedModule, ModuleContext } from "./expanded-module";
import { namedValue } from "./normalize-value";

/** A `module` block with all its instances. */
export interface ModuleCall {
  readonly name: string;
  /** The value of `module.<name>`. */
  readonly value: TerraformValue;
  readonly modules: readonly ExpandedModule[];
  /** Outputs by their full name, including those of nested modules. */
  readonly outputs: JsonObject;
  readonly unread: readonly UnreadPart[];
}

type ExpandModule = (json: JsonObject, context: ModuleContext) => ExpandedModule;

/** Arguments of a `module` block that are not inputs of the module. */
export const moduleMetaArguments: ReadonlySet<string> = new Set([
  "//",
  "source",
  "version",
  "providers",
  "depends_on",
  "count",
  "for_each",
]);

/** A plan contains the resources. What is expanded for a plan has one. */
function ways(suffixes: ModuleContext["suffixes"], ...others: readonly string[]): string {
  const later = suffixes === undefined ? ([laterInput] as const) : [];
  return waysToDecide({ form: "synthesized" }, ...others, ...later);
}

function howToGet(source: string): string {
  return isLocalSource(source)
    ? "name a folder that has Terraform files"
    : "run terraform init, which downloads the module";
}

/**
 * Expands a `module` block. Without the files of the module or the number of its instances, the block is an unread part.
 *
 * @param expand expands the called module; a parameter, because `expandModule` itself calls this function
 */
export function expandModuleCall(
  name: string,
  body: JsonObject,
  scope: EvaluationScope,
  { load, files, suffixes, providers: outer }: ModuleContext,
  expand: ExpandModule,
): ModuleCall {
  const address = `${scope.prefix}module.${name}`;
  requireOneRepetition(address, body);
  const source = jsonText(body.source ?? "");
  const loaded = load(source, name, body.version);
  const instances = expandInstances(body, scope, suffixes?.(address));
  if (loaded === undefined || instances === undefined) {
    const problem =
      loaded === undefined
        ? `its resources are not in this file, source ${source}${ways(suffixes, howToGet(source))}`
        : `the number of its instances is not known${ways(suffixes)}`;
    return {
      name,
      value: unknownValue,
      modules: [],
      outputs: {},
      unread: [{ address, text: `${address}: ${problem}` }],
    };
  }
  const { providers, unread: unreadProviders } = providersOfCall(address, body, outer);
  const modules = instances.map(({ suffix, bindings: names }) => {
    const inner = { ...scope, bindings: new Map([...scope.bindings, ...names]) };
    const variables = calledModuleVariables(loaded.json, moduleInputs(body, inner));
    const { folder } = loaded;
    const more = {
      isRoot: false,
      providers,
      ...(suffixes && { suffixes }),
      ...(files && { files }),
      ...(folder === undefined ? {} : { folder }),
    };
    return expand(loaded.json, { prefix: `${address}${suffix}.`, variables, load: loaded.load, ...more });
  });
  const unread = [...unreadModuleArguments(address, body), ...unreadProviders, ...(loaded.unread ?? [])];
  return { name, ...callResults(address, instances, modules), modules, unread };
}

function callResults(
  address: string,
  instances: readonly ExpandedInstance[],
  modules: readonly ExpandedModule[],
): Pick<ModuleCall, "value" | "outputs"> {
  const outputs = modules.map((module, index) => qualifiedOutputs(`${address}${instances[index]?.suffix}`, module));
  const values = modules.map((module) => openMapValue(module.outputValues));
  return { value: valueOfCall(instances, values), outputs: Object.assign({}, ...outputs) as JsonObject };
}

function qualifiedOutputs(address: string, { outputs, innerOutputs }: ExpandedModule): JsonObject {
  const own = Object.entries(outputs).map(([name, value]): [string, Json] => [`${address}.${name}`, value]);
  return { ...Object.fromEntries(own), ...innerOutputs };
}

function valueOfCall(instances: readonly ExpandedInstance[], outputs: readonly TerraformValue[]): TerraformValue {
  const suffixes = instances.map(({ suffix }) => suffix);
  if (suffixes.length === 1 && suffixes[0] === "") {
    return outputs[0] ?? unknownValue;
  }
  return suffixes.some((suffix) => suffix.startsWith('["'))
    ? mapValue(suffixes.map((suffix, index) => [suffix.slice(2, -2), outputs[index] ?? unknownValue]))
    : listValue(outputs);
}

/** The inputs as values, because JSON does not say which list is a set. */
function moduleInputs(body: JsonObject, scope: EvaluationScope): VariableValues {
  const inputs = Object.entries(body).filter(([name]) => !moduleMetaArguments.has(name));
  return new Map(inputs.map(([name, value]) => [name, namedValue(value, scope)]));
}
