import { evaluateTemplate } from "../../expressions/evaluate-expression";
import { parseTemplate } from "../../expressions/template";
import {
  listValue,
  mapOptions,
  mapValue,
  plainText,
  scalarValue,
  type TerraformValue,
  unknownValue,
} from "../../expressions/terraform-value";
import { type EvaluationScope, emptyEvaluationScope } from "../../expressions/traversal";
import { blocksOf, isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import { namedValue, normalizeObject, normalizeValue } from "./normalize-value";

/** One instance of a resource, module or block: the suffix of its address, and the names that its arguments may use. */
export interface ExpandedInstance {
  /** `["a"]`, `[0]`, or empty without count and for_each. */
  readonly suffix: string;
  readonly bindings: readonly (readonly [string, TerraformValue])[];
}

const singleInstance: readonly ExpandedInstance[] = [{ suffix: "", bindings: [] }];

/**
 * The instances that `count` or `for_each` makes.
 *
 * @param suffixes address suffixes of the instances, when a plan lists them. @default - evaluate count and for_each
 * @returns `undefined` when the number of instances is not known
 */
export function expandInstances(
  body: JsonObject,
  scope: EvaluationScope,
  suffixes?: readonly string[],
): readonly ExpandedInstance[] | undefined {
  if (body.count !== undefined) {
    const number = instanceCount(evaluateArgument(body.count, scope));
    const counted = number === undefined ? undefined : Array.from({ length: number }, (_, index) => `[${index}]`);
    return (suffixes ?? counted)?.map((suffix) => ({
      suffix,
      bindings: [["count", mapValue([["index", scalarValue(Number(suffix.slice(1, -1)))]])] as const],
    }));
  }
  if (body.for_each === undefined) {
    return suffixes?.length === 0 ? [] : singleInstance;
  }
  const entries = forEachEntries(evaluateArgument(body.for_each, scope));
  const members = new Map(entries);
  const written = entries?.map(([key]) => `["${key}"]`);
  return (suffixes ?? written)?.map((suffix) => {
    const key = suffix.slice(2, -2);
    return { suffix, bindings: [["each", eachObject(key, members.get(key) ?? unknownValue)] as const] };
  });
}

/** Whether a `dynamic` block of which the number is not known may count as one block that is like each of them, by its path. */
export type OpenBlocks = (path: string) => boolean;

/**
 * The normal form of the arguments of a block, with the blocks that each `dynamic` block generates, at any depth, in its place. Each text
 * is normalized once: a reference that has the address of its module already would get it again.
 *
 * @returns `undefined` when the number of blocks is not known, or Terraform refuses the block
 */
export function normalizeBody(
  body: JsonObject,
  scope: EvaluationScope,
  isOneLikeEach: OpenBlocks,
): JsonObject | undefined {
  return normalizeBlock(body, { scope, isOneLikeEach, prefix: "" });
}

/** What holds for everything in a block. */
interface BlockContext {
  readonly scope: EvaluationScope;
  readonly isOneLikeEach: OpenBlocks;
  /** Path of the block with a final dot; empty for the arguments of the resource. */
  readonly prefix: string;
}

function normalizeBlock(body: JsonObject, context: BlockContext): JsonObject | undefined {
  const { scope, prefix } = context;
  if (dynamicBlockNames(body).length === 0) {
    return normalizeObject(body, scope);
  }
  const { dynamic, ...rest } = body;
  const isBlock = typeof dynamic === "object" && dynamic !== null;
  const blocks = new Map<string, Json>();
  for (const [name, value] of Object.entries(isBlock ? rest : body)) {
    const normalized = normalizeInside(value, { ...context, prefix: `${prefix}${name}.` });
    if (normalized === undefined) {
      return undefined;
    }
    blocks.set(name, normalized);
  }
  for (const [name, definition] of (isBlock ? blocksOf(dynamic) : []).flatMap((named) => Object.entries(named))) {
    for (const generator of Array.isArray(definition) ? definition : [definition]) {
      const written = generatedBlocks(name, generator, context);
      if (written === undefined) {
        return undefined;
      }
      blocks.set(name, [...blocksOf(blocks.get(name)), ...written]);
    }
  }
  return Object.fromEntries(blocks);
}

function normalizeInside(value: Json, context: BlockContext): Json | undefined {
  if (dynamicBlockNames(value).length === 0) {
    return normalizeValue(value, context.scope);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => normalizeInside(item, context));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  return isJsonObject(value) ? normalizeBlock(value, context) : value;
}

/** Names of the `dynamic` blocks of a body, at any depth. */
export function dynamicBlockNames(value: Json): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap(dynamicBlockNames);
  }
  return isJsonObject(value)
    ? [...blocksOf(value.dynamic).flatMap(Object.keys), ...Object.values(value).flatMap(dynamicBlockNames)]
    : [];
}

/** A body without its `dynamic` blocks, at any depth. */
export function withoutDynamicBlocks(body: JsonObject): JsonObject {
  const without = (value: Json): Json =>
    Array.isArray(value) ? value.map(without) : isJsonObject(value) ? withoutDynamicBlocks(value) : value;
  return Object.fromEntries(
    Object.entries(body)
      .filter(([name]) => name !== "dynamic")
      .map(([name, value]) => [name, without(value)]),
  );
}

/** The blocks of one `dynamic` block. */
function generatedBlocks(
  name: string,
  generator: Json,
  { scope, isOneLikeEach, prefix }: BlockContext,
): readonly JsonObject[] | undefined {
  const { for_each, iterator = name, content: contents } = isJsonObject(generator) ? generator : {};
  const [content, ...others] = blocksOf(contents);
  const path = `${prefix}${name}`;
  const entries = for_each === undefined ? undefined : dynamicBlockEntries(evaluateArgument(for_each, scope));
  const members =
    entries?.map(([key, value]) => eachObject(key, value)) ?? (isOneLikeEach(path) ? [unknownValue] : undefined);
  if (members === undefined || content === undefined || others.length > 0) {
    return undefined;
  }
  const written = members.map((each) => {
    const inner = { ...scope, bindings: new Map([...scope.bindings, [jsonText(iterator), each] as const]) };
    return normalizeBlock(content, { scope: inner, isOneLikeEach, prefix: `${path}.` });
  });
  return written.every((block) => block !== undefined) ? written : undefined;
}

/** The value of a reference to a resource without an instance key: a list or a map of its instances. */
export function resourceCollectionValue(
  address: string,
  instances: readonly ExpandedInstance[],
): TerraformValue | undefined {
  const references = instances.map(({ suffix }) => scalarValue(`\${${address}${suffix}}`));
  const keys = instances.map(({ suffix }) => suffix.slice(1, -1));
  if (instances === singleInstance) {
    return undefined;
  }
  return keys.some((key) => key.startsWith('"'))
    ? mapValue(keys.map((key, index) => [key.slice(1, -1), references[index] ?? scalarValue(null)]))
    : listValue(references);
}

function eachObject(key: string, value: TerraformValue): TerraformValue {
  return mapValue([
    ["key", scalarValue(key)],
    ["value", value],
  ]);
}

/**
 * The value of an argument that says how many there are. A value from elsewhere may be the text of an expression, which has members all the
 * same: a list of objects of which one argument is not known yet.
 */
function evaluateArgument(value: Json, scope: EvaluationScope): TerraformValue {
  const evaluated = typeof value === "string" ? evaluateTemplate(value, scope) : namedValue(value, scope);
  // What came into a module has the values of the names outside, and whole addresses.
  const outside = scope.prefix === "" ? scope : { ...emptyEvaluationScope, resourceValue: scope.resourceValue };
  return mapOptions(evaluated, (option) =>
    option.kind === "scalar" && typeof option.value === "string" && isExpression(option.value)
      ? evaluateTemplate(option.value, outside)
      : option,
  );
}

function isExpression(text: string): boolean {
  const [part, ...others] = parseTemplate(text);
  return part?.kind === "expression" && others.length === 0;
}

/** More instances than this are not read. */
const maximumCount = 10_000;

/** A text that Terraform converts to a number. */
const numberPattern = /^[+-]?\d+(?:\.\d+)?(?:e\d+)?$/i;

/** The value of `count`; `undefined` where Terraform refuses it: null, a boolean, a fraction or a negative number. */
function instanceCount(count: TerraformValue): number | undefined {
  const value = count.kind === "scalar" ? count.value : undefined;
  const isNumber = typeof value === "number" || (typeof value === "string" && numberPattern.test(value));
  const number = isNumber ? Number(value) : Number.NaN;
  return Number.isInteger(number) && number >= 0 && number <= maximumCount ? number : undefined;
}

/** Keys and values of a map or a set, and the items of a list with their index as key. The items of a list need not be known. */
function dynamicBlockEntries(value: TerraformValue): readonly (readonly [string, TerraformValue])[] | undefined {
  return value.kind === "list" && value.ordered
    ? value.items.map((item, index) => [String(index), item])
    : memberEntries(value);
}

/** Keys and values of `for_each`; `undefined` where Terraform refuses it: anything but a map or a set of texts. */
function forEachEntries(value: TerraformValue): readonly (readonly [string, TerraformValue])[] | undefined {
  const isRefused = value.kind === "list" && (value.ordered || !value.items.every(isText));
  return isRefused ? undefined : memberEntries(value);
}

function isText(value: TerraformValue): boolean {
  return value.kind === "scalar" && typeof value.value === "string";
}

function memberEntries(value: TerraformValue): readonly (readonly [string, TerraformValue])[] | undefined {
  if (value.kind === "map") {
    return [...value.entries];
  }
  if (value.kind !== "list") {
    return undefined;
  }
  const members = value.items.map((item) => [plainText(item), item] as const);
  return members.every((member): member is readonly [string, TerraformValue] => member[0] !== undefined)
    ? members
    : undefined;
}
