import {
  listValue,
  mapValue,
  type TerraformValue,
  unknownValue,
  valueFromJson,
} from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { blocksOf, type Json, type JsonObject, type UnreadPart } from "../../terraform-configuration";
import { type ExpandedInstance, expandInstances } from "./expand-instances";
import type { ExpandedModule, ModuleContext } from "./expanded-module";
import { normalizeObject } from "./normalize-value";

/** A called module with all its instances. */
export interface ModuleCall {
  readonly name: string;
  /** What `module.<name>` comes to. */
  readonly value: TerraformValue;
  readonly modules: readonly ExpandedModule[];
  /** Outputs by their full name, those of modules further in too. */
  readonly outputs: JsonObject;
  readonly unread: readonly UnreadPart[];
}

type ExpandModule = (json: JsonObject, placement: ModuleContext) => ExpandedModule;

/** Arguments of a call that are not inputs. */
const moduleMetaArguments = new Set(["//", "source", "version", "providers", "depends_on", "count", "for_each"]);

export function expandModuleCall(
  name: string,
  body: JsonObject,
  scope: EvaluationScope,
  { load, suffixes }: ModuleContext,
  expand: ExpandModule,
): ModuleCall {
  const address = `${scope.prefix}module.${name}`;
  const source = String(body.source ?? "");
  const loaded = load(source, name);
  const instances = expandInstances(body, scope, suffixes?.(address));
  if (loaded === undefined || instances === undefined) {
    const fault =
      loaded === undefined
        ? `what is in it is not in this file, got source ${source}`
        : "how many of it exist is not written out";
    return {
      name,
      value: unknownValue,
      modules: [],
      outputs: {},
      unread: [{ address, text: `${address}: ${fault}; judge a plan, which holds it` }],
    };
  }
  const modules = instances.map(({ suffix, bindings: names }) => {
    const inner = { ...scope, bindings: new Map([...scope.bindings, ...names]) };
    const variables = { ...variableDefaults(loaded.json), ...moduleInputs(body, inner) };
    const more = suffixes === undefined ? {} : { suffixes };
    return expand(loaded.json, { prefix: `${address}${suffix}.`, variables, load: loaded.load, ...more });
  });
  return { name, ...callResults(address, instances, modules), modules, unread: unreadPassedProviders(body, address) };
}

/** A module that is handed another provider than the default one lies in whatever account and region that has. */
function unreadPassedProviders({ providers }: JsonObject, address: string): readonly UnreadPart[] {
  const handed = blocksOf(providers).flatMap((block) => Object.values(block).map(String));
  return handed
    .filter((provider) => provider.includes("."))
    .map((provider) => ({
      address,
      text: `${address} is handed the provider ${provider}, whose account nothing says`,
    }));
}

function callResults(
  address: string,
  instances: readonly ExpandedInstance[],
  modules: readonly ExpandedModule[],
): Pick<ModuleCall, "value" | "outputs"> {
  const outputs = modules.map((module, index) => qualifiedOutputs(`${address}${instances[index]?.suffix}`, module));
  const values = modules.map((module) => valueFromJson(module.outputs));
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

/** A variable's default is what it holds unless the call says otherwise. */
function variableDefaults(json: JsonObject): JsonObject {
  const variables = blocksOf(json.variable).flatMap((block) => Object.entries(block));
  return Object.fromEntries(
    variables.flatMap(([name, body]) =>
      blocksOf(body).flatMap((variable) => (variable.default === undefined ? [] : [[name, variable.default] as const])),
    ),
  );
}

function moduleInputs(body: JsonObject, scope: EvaluationScope): JsonObject {
  const inputs = Object.entries(body).filter(([name]) => !moduleMetaArguments.has(name));
  return normalizeObject(Object.fromEntries(inputs), scope);
}
