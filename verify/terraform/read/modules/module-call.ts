import { blocksOf, type Json, type JsonObject, type Unread } from "../../configuration";
import type { Scope } from "../../expressions/traversal";
import { fromJson, listOf, mapOf, unknown, type Value } from "../../expressions/value";
import { type Instance, instancesOf } from "./instances";
import type { ExpandedModule, Placement } from "./module";
import { normalizeObject } from "./normalize";

/** A called module with all its instances. */
export interface Call {
  readonly name: string;
  /** What `module.<name>` comes to. */
  readonly value: Value;
  readonly modules: readonly ExpandedModule[];
  /** Outputs by their full name, those of modules further in too. */
  readonly outputs: JsonObject;
  readonly unread: readonly Unread[];
}

type Expand = (json: JsonObject, placement: Placement) => ExpandedModule;

/** Arguments of a call that are not inputs. */
const ownArguments = new Set(["//", "source", "version", "providers", "depends_on", "count", "for_each"]);

export function expandCall(
  name: string,
  body: JsonObject,
  scope: Scope,
  { load, suffixes }: Placement,
  expand: Expand,
): Call {
  const address = `${scope.prefix}module.${name}`;
  const source = String(body.source ?? "");
  const loaded = load(source, name);
  const instances = instancesOf(body, scope, suffixes?.(address));
  if (loaded === undefined || instances === undefined) {
    const fault =
      loaded === undefined
        ? `what is in it is not in this file, got source ${source}`
        : "how many of it exist is not written out";
    return {
      name,
      value: unknown,
      modules: [],
      outputs: {},
      unread: [{ address, text: `${address}: ${fault}; judge a plan, which holds it` }],
    };
  }
  const modules = instances.map(({ suffix, names }) => {
    const inner = { ...scope, names: new Map([...scope.names, ...names]) };
    const variables = { ...defaultsOf(loaded.json), ...inputsOf(body, inner) };
    const more = suffixes === undefined ? {} : { suffixes };
    return expand(loaded.json, { prefix: `${address}${suffix}.`, variables, load: loaded.load, ...more });
  });
  return { name, ...resultsOf(address, instances, modules), modules, unread: providersOf(body, address) };
}

/** A module that is handed another provider than the default one lies in whatever account and region that has. */
function providersOf({ providers }: JsonObject, address: string): readonly Unread[] {
  const handed = blocksOf(providers).flatMap((block) => Object.values(block).map(String));
  return handed
    .filter((provider) => provider.includes("."))
    .map((provider) => ({
      address,
      text: `${address} is handed the provider ${provider}, whose account nothing says`,
    }));
}

function resultsOf(
  address: string,
  instances: readonly Instance[],
  modules: readonly ExpandedModule[],
): Pick<Call, "value" | "outputs"> {
  const outputs = modules.map((module, index) => named(`${address}${instances[index]?.suffix}`, module));
  const values = modules.map((module) => fromJson(module.outputs));
  return { value: valueOfCall(instances, values), outputs: Object.assign({}, ...outputs) as JsonObject };
}

function named(address: string, { outputs, innerOutputs }: ExpandedModule): JsonObject {
  const own = Object.entries(outputs).map(([name, value]): [string, Json] => [`${address}.${name}`, value]);
  return { ...Object.fromEntries(own), ...innerOutputs };
}

function valueOfCall(instances: readonly Instance[], outputs: readonly Value[]): Value {
  const suffixes = instances.map(({ suffix }) => suffix);
  if (suffixes.length === 1 && suffixes[0] === "") {
    return outputs[0] ?? unknown;
  }
  return suffixes.some((suffix) => suffix.startsWith('["'))
    ? mapOf(suffixes.map((suffix, index) => [suffix.slice(2, -2), outputs[index] ?? unknown]))
    : listOf(outputs);
}

/** A variable's default is what it holds unless the call says otherwise. */
function defaultsOf(json: JsonObject): JsonObject {
  const variables = blocksOf(json.variable).flatMap((block) => Object.entries(block));
  return Object.fromEntries(
    variables.flatMap(([name, body]) =>
      blocksOf(body).flatMap((variable) => (variable.default === undefined ? [] : [[name, variable.default] as const])),
    ),
  );
}

function inputsOf(body: JsonObject, scope: Scope): JsonObject {
  const inputs = Object.entries(body).filter(([name]) => !ownArguments.has(name));
  return normalizeObject(Object.fromEntries(inputs), scope);
}
