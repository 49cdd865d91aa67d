import { blocksOf, isJsonObject, type Json, type JsonObject } from "../../configuration";
import { evaluateText } from "../../expressions/evaluate-expression";
import type { Scope } from "../../expressions/traversal";
import { fromJson, listOf, mapOf, plainText, scalar, unknown, type Value } from "../../expressions/value";
import { normalizeObject } from "./normalize";

/** One instance of a resource, module or block: what follows its address, and the names its arguments may use. */
export interface Instance {
  /** `["a"]`, `[0]`, or nothing for one without count and for_each. */
  readonly suffix: string;
  readonly names: readonly (readonly [string, Value])[];
}

const single: readonly Instance[] = [{ suffix: "", names: [] }];

/**
 * @param suffixes what follows the addresses of the instances, where a plan already tells
 * @returns `undefined` when the JSON does not say how many there are
 */
export function instancesOf(
  body: JsonObject,
  scope: Scope,
  suffixes?: readonly string[],
): readonly Instance[] | undefined {
  if (body.count !== undefined) {
    const count = evaluated(body.count, scope);
    const number = count.kind === "scalar" ? Number(count.value) : Number.NaN;
    const counted = Number.isInteger(number) ? Array.from({ length: number }, (_, index) => `[${index}]`) : undefined;
    return (suffixes ?? counted)?.map((suffix) => ({
      suffix,
      names: [["count", mapOf([["index", scalar(Number(suffix.slice(1, -1)))]])] as const],
    }));
  }
  if (body.for_each === undefined) {
    return suffixes?.length === 0 ? [] : single;
  }
  const members = new Map(membersOf(evaluated(body.for_each, scope)));
  const written = membersOf(evaluated(body.for_each, scope))?.map(([key]) => `["${key}"]`);
  return (suffixes ?? written)?.map((suffix) => {
    const key = suffix.slice(2, -2);
    return { suffix, names: [["each", eachOf(key, members.get(key) ?? unknown)] as const] };
  });
}

/** Replaces each `dynamic` block by the blocks it stands for; `undefined` when one does not say how many. */
export function expandDynamic(body: JsonObject, scope: Scope): JsonObject | undefined {
  const { dynamic, ...rest } = body;
  const generated = blocksOf(dynamic).flatMap((named) => Object.entries(named));
  const blocks = new Map<string, readonly Json[]>();
  for (const [name, definition] of generated) {
    for (const { for_each = [], iterator, content } of blocksOf(definition)) {
      const members = membersOf(evaluated(for_each, scope));
      if (members === undefined || !isJsonObject(content)) {
        return undefined;
      }
      const names = (key: string, value: Value): Scope["names"] =>
        new Map([...scope.names, [typeof iterator === "string" ? iterator : name, eachOf(key, value)]]);
      const written = members.map(([key, value]) => normalizeObject(content, { ...scope, names: names(key, value) }));
      blocks.set(name, [...(blocks.get(name) ?? blocksOf(rest[name])), ...written]);
    }
  }
  return { ...rest, ...Object.fromEntries(blocks) };
}

/** What a resource with these instances comes to when it is named as a whole. */
export function wholeOf(address: string, instances: readonly Instance[]): Value | undefined {
  const references = instances.map(({ suffix }) => scalar(`\${${address}${suffix}}`));
  const keys = instances.map(({ suffix }) => suffix.slice(1, -1));
  if (instances === single) {
    return undefined;
  }
  return keys.some((key) => key.startsWith('"'))
    ? mapOf(keys.map((key, index) => [key.slice(1, -1), references[index] ?? scalar(null)]))
    : listOf(references);
}

function eachOf(key: string, value: Value): Value {
  return mapOf([
    ["key", scalar(key)],
    ["value", value],
  ]);
}

function evaluated(value: Json, scope: Scope): Value {
  return typeof value === "string" ? evaluateText(value, scope) : fromJson(value);
}

/** Keys and values of a map, or of a set of texts. */
function membersOf(value: Value): readonly (readonly [string, Value])[] | undefined {
  if (value.kind === "map") {
    return [...value.entries];
  }
  if (value.kind !== "list") {
    return undefined;
  }
  const members = value.items.map((item) => [plainText(item), item] as const);
  return members.every((member): member is readonly [string, Value] => member[0] !== undefined) ? members : undefined;
}
