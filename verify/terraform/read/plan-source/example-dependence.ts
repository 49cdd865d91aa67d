import { withoutInstanceKeys } from "../../resource-address";
import { isAwsType } from "../../resource-types";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  namedBlocks,
} from "../../terraform-configuration";
import { moduleMetaArguments } from "../modules/expand-module-call";
import type { LoadedModule } from "../modules/expanded-module";
import { type NameChain, namesUsedIn } from "./expression-names";

/**
 * What of a configuration may depend on data sources that hold examples, by the names that its expressions use. A name that an expression
 * uses counts, whether or not its value matters.
 */
export interface ExampleDependence {
  /** Whether the value of an argument may depend on one. The address may have instance keys. */
  readonly ofArgument: (address: string, argument: string) => boolean;
  /** Whether the value of an output of the root module may. */
  readonly ofOutput: (name: string) => boolean;
  /** Whether a data source finds other things because of one, or is one. */
  readonly ofDataSource: (address: string) => boolean;
  /** Whether the number of instances or of generated blocks of a resource or a module call may. */
  readonly ofNumber: (address: string) => boolean;
  /** Whether an attribute may that the provider of AWS gives to each resource and not to one alone. */
  readonly ofProvider: (attribute: ProviderAttribute) => boolean;
}

/** Attributes of each resource that come from the configuration of the provider: its Region, and its default tags. */
export type ProviderAttribute = "region" | "tags_all";

/** Everything may depend on an example: without the source, no names tell. */
export const possibleDependence: ExampleDependence = {
  ofArgument: () => true,
  ofOutput: () => true,
  ofDataSource: () => true,
  ofNumber: () => true,
  // Where no expression shows it, the whole file rests on examples.
  ofProvider: () => false,
};

/**
 * @param types of the data sources that hold examples
 * @param unset arguments of which the provider may know a default. @default - none
 */
export function exampleDependence(
  types: readonly string[],
  root: LoadedModule,
  unset: readonly string[] = [],
): ExampleDependence {
  const graph: Graph = { types, users: new Map(), declared: new Set() };
  for (const name of [...unset, ...types.filter((type) => surroundingNames.has(type))]) {
    connect(graph, name, EXAMPLE);
  }
  readModule(graph, "", root);
  // An attribute that is no argument may come from any of them.
  for (const used of [...graph.users.keys()]) {
    const [, address] = /^(.+)\.[^.]+$/.exec(used) ?? [];
    if (address !== undefined && !graph.declared.has(used) && graph.declared.has(address)) {
      connect(graph, used, address);
    }
  }
  const found = reachedFrom(EXAMPLE, graph.users);
  const isNumberOpen = (address: string): boolean =>
    found.has(numberOf(address)) || found.has(blocksIn(address)) || modulesAround(address).some(isNumberOpen);
  return {
    ofArgument: (address, argument) => found.has(`${withoutInstanceKeys(address)}.${argument}`),
    ofOutput: (name) => found.has(outputOf("", name)),
    ofDataSource: (address) => found.has(withoutInstanceKeys(address)),
    ofNumber: (address) => isNumberOpen(withoutInstanceKeys(address)),
    ofProvider: (attribute) => found.has(ofEachResource(attribute)),
  };
}

/** Functions whose result only the surroundings of a run tell, with the name of those. */
const surroundingFunctions: Readonly<Record<string, string>> = {
  abspath: "path.cwd",
  pathexpand: "pathexpand",
  plantimestamp: "plantimestamp",
};

/** Names of what surrounds a run of Terraform, which may be examples as well: where it runs, the workspace, whose home it is, and when. */
export const surroundingNames: ReadonlySet<string> = new Set([
  "path.cwd",
  "terraform.workspace",
  ...Object.values(surroundingFunctions),
]);

/** Names of the surroundings that functions in an expression ask for. A word that only looks like a function does no harm. */
export function surroundingsInCalls(text: string): readonly string[] {
  return !/[$%]\{/.test(text)
    ? []
    : [...text.matchAll(surroundingCall)].map(([name]) => surroundingFunctions[name] ?? name);
}

const surroundingCall = new RegExp(`\\b(?:${Object.keys(surroundingFunctions).join("|")})\\b`, "g");

/** Where every dependence begins. */
const EXAMPLE = "#example";

const numberOf = (address: string): string => `${address}#number`;
const blocksIn = (address: string): string => `${address}.dynamic`;
const outputOf = (prefix: string, name: string): string => `${prefix}#output.${name}`;
const ofEachResource = (attribute: ProviderAttribute): string => `#provider.${attribute}`;

/** The call of the module that an address is in. */
function modulesAround(address: string): readonly string[] {
  const [, around] = /^((?:module\.[^.]+\.)*module\.[^.]+)\.[^.]+\./.exec(address) ?? [];
  return around === undefined ? [] : [around];
}

/** Names of a configuration, and what depends on each of them. */
interface Graph {
  /** Types of data sources that hold examples. */
  readonly types: readonly string[];
  readonly users: Map<string, Set<string>>;
  /** Resources and their arguments. */
  readonly declared: Set<string>;
}

/** Says that what has a name depends on what has another one. */
function connect({ users }: Graph, name: string, used: string): void {
  users.set(used, (users.get(used) ?? new Set()).add(name));
}

/** @param repeated what `each` and `count` stand for. @default - nothing */
function connectAll(graph: Graph, name: string, value: Json, prefix: string, repeated?: string): void {
  for (const used of namesIn(value, prefix, repeated)) {
    connect(graph, name, used);
  }
}

function reachedFrom(start: string, users: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const user of users.get(name) ?? []) {
      reached.add(user);
    }
  }
  return reached;
}

function readModule(graph: Graph, prefix: string, { json, load }: LoadedModule): void {
  for (const { region = null, ...others } of blocksOf(json.provider).flatMap(({ aws }) => blocksOf(aws))) {
    connectAll(graph, ofEachResource("region"), region, prefix);
    connectAll(graph, ofEachResource("tags_all"), others, prefix);
  }
  for (const [name, value] of blocksOf(json.locals).flatMap((block) => Object.entries(block))) {
    connectAll(graph, `${prefix}local.${name}`, value, prefix);
  }
  for (const [name, block] of namedBlocks(json.output)) {
    connectAll(graph, outputOf(prefix, name), block, prefix);
  }
  for (const [type, blocks] of namedBlocks(json.resource)) {
    for (const [name, body] of namedBlocks(blocks)) {
      const address = `${prefix}${type}.${name}`;
      readResource(graph, prefix, address, body);
      connect(graph, `${address}.tags_all`, ofEachResource("tags_all"));
      if (body.region === undefined) {
        connect(graph, `${address}.region`, ofEachResource("region"));
      }
    }
  }
  for (const [type, blocks] of namedBlocks(json.data)) {
    for (const [name, body] of namedBlocks(blocks)) {
      const address = `${prefix}data.${type}.${name}`;
      readResource(graph, prefix, address, body);
      if (graph.types.includes(type)) {
        connect(graph, address, EXAMPLE);
      } else if (isAwsType(type)) {
        // It asks in the Region of the provider.
        connect(graph, address, ofEachResource("region"));
      }
    }
  }
  for (const [name, body] of namedBlocks(json.module)) {
    readCall(graph, prefix, name, body, load(jsonText(body.source ?? ""), name, body.version));
  }
}

function readResource(graph: Graph, prefix: string, address: string, block: JsonObject): void {
  const { count = null, for_each: forEach = null, ...body } = block;
  const number = numberOf(address);
  connectAll(graph, number, [count, forEach], prefix);
  connect(graph, address, number);
  graph.declared.add(address);
  for (const [argument, value] of Object.entries(body)) {
    const name = `${address}.${argument}`;
    connectAll(graph, name, value, prefix, number);
    connect(graph, address, name);
    graph.declared.add(name);
    // A generated block has the name of its label, and everything in it depends on how many there are.
    for (const label of argument === "dynamic" ? blocksOf(value).flatMap(Object.keys) : []) {
      connect(graph, `${address}.${label}`, name);
      graph.declared.add(`${address}.${label}`);
    }
  }
}

function readCall(
  graph: Graph,
  prefix: string,
  name: string,
  body: JsonObject,
  called: LoadedModule | undefined,
): void {
  const call = `${prefix}module.${name}`;
  const number = numberOf(call);
  connectAll(graph, number, [body.count ?? null, body.for_each ?? null], prefix);
  connect(graph, call, number);
  graph.declared.add(call);
  if (called === undefined) {
    connect(graph, call, EXAMPLE);
    return;
  }
  for (const [input, value] of Object.entries(body).filter(([argument]) => !moduleMetaArguments.has(argument))) {
    connectAll(graph, `${call}.var.${input}`, value, prefix, number);
  }
  for (const [output] of namedBlocks(called.json.output)) {
    connect(graph, `${call}.${output}`, outputOf(`${call}.`, output));
    connect(graph, call, outputOf(`${call}.`, output));
    graph.declared.add(`${call}.${output}`);
  }
  readModule(graph, `${call}.`, called);
}

/** Attributes that AWS gives in the apply alone, so that in a plan they have no value that could come from an argument. */
export const givenByApply: ReadonlySet<string> = new Set(["id", "arn"]);

/**
 * Names that the expressions in a value use, as addresses. An index counts by itself, and a word that only looks like a name does no harm.
 *
 * @param repeated what `each` and `count` stand for. @default - nothing
 */
function namesIn(value: Json | undefined, prefix: string, repeated: string | undefined): readonly string[] {
  if (typeof value !== "string") {
    const inner = Array.isArray(value) ? value : isJsonObject(value) ? [...Object.values(value), ...keysOf(value)] : [];
    return inner.flatMap((item) => namesIn(item, prefix, repeated));
  }
  const { chains, inIndexes } = namesUsedIn(value);
  return [
    ...surroundingsInCalls(value),
    ...[...chains, ...inIndexes].flatMap((parts) => namesOfChain(parts, prefix, repeated)),
  ];
}

/** A key of a map may be an expression. */
function keysOf(value: JsonObject): readonly string[] {
  return Object.keys(value).filter((key) => key.includes("${"));
}

function namesOfChain(
  [first = "", second = "", third]: NameChain,
  prefix: string,
  repeated: string | undefined,
): readonly string[] {
  switch (first) {
    case "each":
    case "count":
      return repeated === undefined ? [] : [repeated];
    case "local":
    case "var":
      return [`${prefix}${first}.${second}`];
    case "path":
    case "terraform":
      return surroundingNames.has(`${first}.${second}`) ? [`${first}.${second}`] : [];
    case "module": {
      const call = `${prefix}module.${second}`;
      return third === undefined ? [call] : [numberOf(call), `${call}.${third}`];
    }
    case "data":
      return [`${prefix}data.${second}.${third ?? ""}`];
    default:
      return namesOfResource(`${prefix}${first}.${second}`, third);
  }
}

function namesOfResource(address: string, attribute: string | undefined): readonly string[] {
  if (attribute === undefined) {
    return [address];
  }
  return givenByApply.has(attribute) ? [numberOf(address)] : [numberOf(address), `${address}.${attribute}`];
}
