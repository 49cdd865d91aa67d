import { blocksOf, type Json, type JsonObject, type Resource, type Unread } from "../../configuration";
import type { Scope } from "../../expressions/traversal";
import { fromJson, mapOf, type Value } from "../../expressions/value";
import { expandDynamic, instancesOf, wholeOf } from "./instances";
import { type Call, expandCall } from "./module-call";
import { normalize, normalizeObject } from "./normalize";

/** The JSON of a called module, and how to find those that it calls. */
export interface LoadedModule {
  readonly json: JsonObject;
  readonly load: ModuleLoader;
}

/** @returns `undefined` when the module's text is not at hand, or not JSON */
export type ModuleLoader = (source: string, name: string) => LoadedModule | undefined;

/** A module with everything in it, its own modules included, as resources in the normal form. */
export interface ExpandedModule {
  readonly resources: readonly Resource[];
  readonly outputs: JsonObject;
  /** Outputs of called modules by their full name: `module.studio.perimeter_posture`. */
  readonly innerOutputs: JsonObject;
  readonly unread: readonly Unread[];
}

/** Where a module stands, and what it is given. */
export interface Placement {
  /** Address of the module with its final dot; empty for the root. */
  readonly prefix: string;
  readonly variables: JsonObject;
  readonly load: ModuleLoader;
  /** Instances of a resource or a module by their suffixes, where a plan already tells. */
  readonly suffixes?: (address: string) => readonly string[] | undefined;
}

export function expandModule(json: JsonObject, placement: Placement): ExpandedModule {
  const { scope, calls } = settle(json, placement);
  const own = declarationsIn(json).map((declaration) => expandDeclaration(declaration, scope, placement));
  const inner = calls.flatMap(({ modules }) => modules);
  return {
    resources: [...own, ...inner].flatMap(({ resources }) => resources),
    outputs: outputsOf(json, scope),
    innerOutputs: Object.assign({}, ...calls.map(({ outputs }) => outputs)) as JsonObject,
    unread: [...own, ...inner, ...calls].flatMap(({ unread }) => unread),
  };
}

interface Declaration {
  readonly mode: Resource["mode"];
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** Terraform's JSON syntax lets every level be one object or a list of them. */
function declarationsIn(json: JsonObject): readonly Declaration[] {
  const sections = [
    { mode: "managed", blocks: blocksOf(json.resource) },
    { mode: "data", blocks: blocksOf(json.data) },
  ] as const;
  return sections.flatMap(({ mode, blocks }) =>
    blocks
      .flatMap(namedBlocks)
      .flatMap(([type, names]) => namedBlocks(names).map(([name, body]) => ({ mode, type, name, body }))),
  );
}

/** The entries of a block, each with its own blocks; cdktf's metadata is none of them. */
function namedBlocks(block: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(block)
    .filter(([name]) => name !== "//")
    .flatMap(([name, inner]) => blocksOf(inner).map((body) => [name, body] as const));
}

function addressOf({ mode, type, name }: Declaration, { prefix }: Scope): string {
  return `${prefix}${mode === "data" ? "data." : ""}${type}.${name}`;
}

function expandDeclaration(
  declaration: Declaration,
  scope: Scope,
  placement: Placement,
): { readonly resources: readonly Resource[]; readonly unread: readonly Unread[] } {
  const { mode, type, name } = declaration;
  const { "//": _, count, for_each, ...body } = declaration.body;
  const base = addressOf(declaration, scope);
  const instances = instancesOf(declaration.body, scope, placement.suffixes?.(base));
  const unread: Unread[] =
    instances === undefined ? [{ address: base, text: `${base}: ${countless} of it exist` }] : [];
  const resources = (instances ?? [{ suffix: "", names: [] }]).map(({ suffix, names }): Resource => {
    const address = `${base}${suffix}`;
    const inner = { ...scope, names: new Map([...scope.names, ...names]) };
    const blocks = body.dynamic === undefined ? body : expandDynamic(body, inner);
    if (blocks === undefined) {
      unread.push({ address, text: `${address}: ${countless} blocks it has` });
    }
    return { address, mode, type, name, values: normalizeObject(blocks ?? body, inner) };
  });
  return { resources, unread };
}

const countless = "the JSON does not say how many";

/** What the names of a module come to. */
interface Settled {
  readonly scope: Scope;
  readonly calls: readonly Call[];
}

/** Locals, counts and called modules may need each other in any order: passes until nothing new comes out. */
function settle(json: JsonObject, placement: Placement): Settled {
  const locals = blocksOf(json.locals).flatMap((block) => Object.entries(block));
  const repeated = declarationsIn(json).filter(({ body }) => body.count !== undefined || body.for_each !== undefined);
  const calls = blocksOf(json.module).flatMap(namedBlocks);
  let settled: Settled = { scope: scopeOf(placement, {}, new Map(), []), calls: [] };
  let before = "";
  for (let pass = 0; pass <= locals.length + repeated.length + calls.length; pass += 1) {
    const { scope } = settled;
    const values = Object.fromEntries(locals.map(([name, value]) => [name, normalize(value, scope)]));
    const wholes = new Map(repeated.flatMap((declaration) => wholeEntry(declaration, scope, placement)));
    const called = calls.map(([name, body]) => expandCall(name, body, scope, placement, expandModule));
    settled = { scope: scopeOf(placement, values, wholes, called), calls: called };
    const now = JSON.stringify([values, [...wholes.keys()], called.map(({ outputs }) => outputs)]);
    if (now === before) {
      break;
    }
    before = now;
  }
  return settled;
}

function scopeOf(
  { prefix, variables }: Placement,
  locals: JsonObject,
  wholes: ReadonlyMap<string, Value>,
  calls: readonly Call[],
): Scope {
  return {
    prefix,
    names: new Map([
      ["var", fromJson(variables)],
      ["local", fromJson(locals)],
      ["module", mapOf(calls.map(({ name, value }) => [name, value]))],
    ]),
    resource: (address, attribute) => (attribute === "" ? wholes.get(address) : undefined),
  };
}

function wholeEntry(declaration: Declaration, scope: Scope, placement: Placement): readonly [string, Value][] {
  const address = addressOf(declaration, scope);
  const instances = instancesOf(declaration.body, scope, placement.suffixes?.(address));
  const whole = instances === undefined ? undefined : wholeOf(address, instances);
  return whole === undefined ? [] : [[address, whole]];
}

/** A sensitive output is never read: nothing of it may reach a report. */
function outputsOf(json: JsonObject, scope: Scope): JsonObject {
  const outputs = blocksOf(json.output).flatMap(namedBlocks);
  const valueOfOutput = ({ sensitive, value = null }: JsonObject): Json =>
    sensitive === true ? "(sensitive)" : normalize(value, scope);
  return Object.fromEntries(outputs.map(([name, output]) => [name, valueOfOutput(output)]));
}
