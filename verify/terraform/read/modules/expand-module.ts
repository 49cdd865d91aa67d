import { openMapValue, scalarValue, type TerraformValue, unknownValue } from "../../expressions/terraform-value";
import type { EvaluationScope } from "../../expressions/traversal";
import { laterInput, waysToDecide } from "../../references/later-input";
import { resourceTypeOf } from "../../resource-types";
import { isNeutralBlock } from "../../resource-types/neutral-blocks";
import {
  blocksOf,
  type Json,
  type JsonObject,
  namedBlocks,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";
import { unreadComputedValues } from "../understood/computed-values";
import { aliasOf, requireOneRepetition, unreadMetaArguments } from "../understood/meta-arguments";
import { inRegionOfAlias, placeOfAlias, placeOfReplacedDefault } from "../understood/provider-aliases";
import { unreadModuleParts } from "../understood/unread-module-parts";
import {
  dynamicBlockNames,
  expandInstances,
  normalizeBody,
  resourceCollectionValue,
  withoutDynamicBlocks,
} from "./expand-instances";
import { expandModuleCall, type ModuleCall } from "./expand-module-call";
import type { ExpandedModule, ModuleContext } from "./expanded-module";
import { namedValue, normalizeObject, normalizeValue } from "./normalize-value";

/** Expands a module: evaluates locals, count, for_each and dynamic blocks, and reads the modules that it calls. */
export function expandModule(json: JsonObject, context: ModuleContext): ExpandedModule {
  const { scope, calls } = resolveModule(json, context);
  const own = resourceDeclarations(json).map((declaration) => expandResourceDeclaration(declaration, scope, context));
  const inner = calls.flatMap(({ modules }) => modules);
  return {
    resources: [...own, ...inner].flatMap(({ resources }) => resources),
    outputs: outputsOf(json, scope),
    outputValues: new Map(
      outputBlocks(json).map(([name, { sensitive, value = null }]) => [
        name,
        isFalse(sensitive) ? namedValue(value, scope) : unknownValue,
      ]),
    ),
    innerOutputs: Object.assign({}, ...calls.map(({ outputs }) => outputs)) as JsonObject,
    unread: [
      ...unreadModuleParts(json, context.prefix, context.isRoot),
      ...[...own, ...inner, ...calls].flatMap(({ unread }) => unread),
    ],
  };
}

interface ResourceDeclaration {
  readonly mode: Resource["mode"];
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** In Terraform's JSON syntax, each level may be one object or a list of objects. */
function resourceDeclarations(json: JsonObject): readonly ResourceDeclaration[] {
  const sections = [
    { mode: "managed", section: json.resource },
    { mode: "data", section: json.data },
  ] as const;
  return sections.flatMap(({ mode, section }) =>
    namedBlocks(section).flatMap(([type, names]) =>
      namedBlocks(names).map(([name, body]) => ({ mode, type, name, body })),
    ),
  );
}

function addressOf({ mode, type, name }: ResourceDeclaration, { prefix }: EvaluationScope): string {
  return `${prefix}${mode === "data" ? "data." : ""}${type}.${name}`;
}

function expandResourceDeclaration(
  declaration: ResourceDeclaration,
  scope: EvaluationScope,
  context: ModuleContext,
): { readonly resources: readonly Resource[]; readonly unread: readonly UnreadPart[] } {
  const { mode, type, name } = declaration;
  const { "//": _, count, for_each, ...body } = declaration.body;
  const base = addressOf(declaration, scope);
  requireOneRepetition(base, declaration.body);
  const instances = expandInstances(declaration.body, scope, context.suffixes?.(base));
  const key = aliasOf(type, declaration.body);
  const { providers } = context;
  const place =
    key === undefined
      ? placeOfReplacedDefault({ address: base, mode, type }, providers)
      : placeOfAlias({ address: base, mode, type, key }, providers);
  const unread: UnreadPart[] = [
    ...unreadMetaArguments(base, declaration.body),
    ...(place?.kind === "unread" ? [place.part] : []),
    ...(instances === undefined ? unknownInstances(declaration, base, context) : []),
  ];
  const resources = (instances ?? [{ suffix: "", bindings: [] }]).map(({ suffix, bindings: names }): Resource => {
    const address = `${base}${suffix}`;
    const inner = { ...scope, bindings: new Map([...scope.bindings, ...names]) };
    const whole = normalizeBody(body, inner, (path) => mode === "managed" && isNeutralBlock(type, path));
    if (whole === undefined) {
      const part = { ...unknownNumber(address, "dynamic blocks", context), dynamicBlocks: dynamicBlockNames(body) };
      unread.push({ ...part, ...(mode === "managed" ? { type } : {}) });
    }
    // The reader of policy documents refuses one whose statements are not all known.
    const others = mode === "data" ? body : withoutDynamicBlocks(body);
    // A plan shows how many blocks there are, and the expressions of one are those of each.
    const isPlanned = whole === undefined && mode === "managed" && context.suffixes !== undefined;
    const likeEach = isPlanned ? normalizeBody(body, inner, () => true) : undefined;
    const values = whole ?? likeEach ?? normalizeObject(others, inner);
    unread.push(...unreadComputedValues({ address, mode, type, name, values }, context.suffixes !== undefined));
    return {
      address,
      mode,
      type,
      name,
      values: inRegionOfAlias(values, place),
      ...(instances === undefined ? { isNumberUnknown: true as const } : {}),
    };
  });
  return { resources, unread };
}

/**
 * A resource whose count is unknown is read as one instance. More instances, or none, can affect the topics of its type. A data source
 * affects only the expressions that read it, and these stay unknown.
 */
function unknownInstances(
  { mode, type, body }: ResourceDeclaration,
  base: string,
  context: ModuleContext,
): readonly UnreadPart[] {
  const isWithoutEffect = mode === "data" || resourceTypeOf(type)?.kind === "neutral";
  return isWithoutEffect && body.provisioner === undefined
    ? []
    : [{ ...unknownNumber(base, "instances", context), type }];
}

/** A plan says how many there are of most things that a folder leaves open. */
function unknownNumber(address: string, what: string, { suffixes }: ModuleContext): UnreadPart {
  const ways = suffixes === undefined ? waysToDecide({ form: "synthesized" }, laterInput) : "";
  return { address, text: `${address}: the number of its ${what} is not known${ways}` };
}

/** The values of the names that a module's expressions may use. */
interface ResolvedModule {
  readonly scope: EvaluationScope;
  readonly calls: readonly ModuleCall[];
}

/** Locals, counts and called modules may depend on each other in any order, so passes repeat until nothing changes. */
function resolveModule(json: JsonObject, context: ModuleContext): ResolvedModule {
  const locals = blocksOf(json.locals).flatMap((block) => Object.entries(block));
  const repeated = resourceDeclarations(json).filter(
    ({ body }) => body.count !== undefined || body.for_each !== undefined,
  );
  const calls = namedBlocks(json.module);
  let resolved: ResolvedModule = { scope: moduleScope(context, openMapValue([]), new Map(), []), calls: [] };
  let before = "";
  for (let pass = 0; pass <= locals.length + repeated.length + calls.length; pass += 1) {
    const { scope } = resolved;
    const values = Object.fromEntries(locals.map(([name, value]) => [name, normalizeValue(value, scope)]));
    const wholes = new Map(repeated.flatMap((declaration) => resourceCollectionEntry(declaration, scope, context)));
    const called = calls.map(([name, body]) => expandModuleCall(name, body, scope, context, expandModule));
    const named = locals.map(([name, value]) => [name, namedValue(value, scope)] as const);
    resolved = { scope: moduleScope(context, openMapValue(named), wholes, called), calls: called };
    const now = JSON.stringify([values, [...wholes.keys()], called.map(({ outputs }) => outputs)]);
    if (now === before) {
      break;
    }
    before = now;
  }
  return resolved;
}

function moduleScope(
  { prefix, variables, folder, files }: ModuleContext,
  locals: TerraformValue,
  wholes: ReadonlyMap<string, TerraformValue>,
  calls: readonly ModuleCall[],
): EvaluationScope {
  return {
    prefix,
    ...(files === undefined ? {} : { files }),
    bindings: new Map([
      ["var", openMapValue(variables)],
      ["local", locals],
      ["module", openMapValue(calls.map(({ name, value }) => [name, value]))],
      ...(folder === undefined ? [] : [["path", pathsOf(folder)] as const]),
    ]),
    resourceValue: (address, attribute) => (attribute === "" ? wholes.get(address) : undefined),
  };
}

/** `path.cwd` depends on the machine. */
function pathsOf(folder: string): TerraformValue {
  return openMapValue([
    ["module", scalarValue(folder)],
    ["root", scalarValue(".")],
  ]);
}

function resourceCollectionEntry(
  declaration: ResourceDeclaration,
  scope: EvaluationScope,
  context: ModuleContext,
): readonly [string, TerraformValue][] {
  const address = addressOf(declaration, scope);
  const instances = expandInstances(declaration.body, scope, context.suffixes?.(address));
  const whole = instances === undefined ? unknownValue : resourceCollectionValue(address, instances);
  return whole === undefined ? [] : [[address, whole]];
}

function outputBlocks(json: JsonObject): readonly (readonly [string, JsonObject])[] {
  return namedBlocks(json.output);
}

/** Whether an output is certainly not sensitive. The value of a sensitive one is not read, so nothing is decided by it. */
function isFalse(sensitive: Json | undefined): boolean {
  return [undefined, null, false, "false"].includes(sensitive as null);
}

/** A sensitive output is not read, so that its value cannot reach a report. */
function outputsOf(json: JsonObject, scope: EvaluationScope): JsonObject {
  const outputs = outputBlocks(json);
  const valueOfOutput = ({ sensitive, value = null }: JsonObject): Json =>
    isFalse(sensitive) ? normalizeValue(value, scope) : "(sensitive)";
  return Object.fromEntries(outputs.map(([name, output]) => [name, valueOfOutput(output)]));
}
