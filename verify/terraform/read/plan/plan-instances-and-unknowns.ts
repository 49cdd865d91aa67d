import { dataSourceStart, parseReference } from "../../expressions/template";
import { withoutInstanceKeys } from "../../resource-address";
import { blocksOf, isJsonObject, type Json, jsonText, objectOf } from "../../terraform-configuration";
import type { ResourceValues } from "./values-representation";

/** `after_unknown` of each resource by address. */
export function unknownValueTrees(changes: Json | undefined): ReadonlyMap<string, Json> {
  const current = blocksOf(changes).filter(({ deposed }) => deposed === undefined);
  return new Map(
    current.map(({ address, change }) => [
      jsonText(address),
      isJsonObject(change) ? (change.after_unknown ?? null) : null,
    ]),
  );
}

/** `change.before` of each resource by address. */
export function formerValues(changes: Json | undefined): ReadonlyMap<string, Json> {
  const current = blocksOf(changes).filter(({ deposed }) => deposed === undefined);
  return new Map(current.map(({ address, change }) => [jsonText(address), objectOf(change).before ?? null]));
}

/** The end of the address of a data source or a module. */
const otherAddress = new RegExp(String.raw`(?:(?:^|\.)module|${dataSourceStart}[^.]+)\.[^.]+$`);

/** Looks up the instance keys that the plan has for a resource or a module call, by the address without the key. */
export function plannedInstanceKeys(
  planned: readonly ResourceValues[],
): (address: string) => readonly string[] | undefined {
  const suffixes = new Map<string, Set<string>>();
  const add = (base: string, suffix: string): void => {
    suffixes.set(base, (suffixes.get(base) ?? new Set()).add(suffix));
  };
  for (const { address, instanceKey: key, modulePath } of planned) {
    add(address.slice(0, address.length - key.length), key);
    for (const match of modulePath.matchAll(/(?:^|\.)module\.[\w-]+(\[(?:\d+|"[^"]*")\])?/g)) {
      const end = match.index + match[0].length;
      const suffix = match[1] ?? "";
      add(modulePath.slice(0, end - suffix.length), suffix);
    }
  }
  return (address) => {
    const found = suffixes.get(address);
    // A managed resource that is not in the plan will not exist. A data source or a module may have nothing to show.
    const isManaged = !otherAddress.test(address);
    return found === undefined ? (isManaged ? [] : undefined) : [...found];
  };
}

/**
 * The addresses that each resource refers to, by its address without instance keys, from the plan's `configuration`. They tell
 * whether a name that equals the ID of another resource refers to that resource.
 */
export function dependenciesByAddress(configuration: Json | undefined): ReadonlyMap<string, readonly string[]> {
  const { root_module } = isJsonObject(configuration) ? configuration : {};
  return new Map(moduleDependencies(root_module, ""));
}

function moduleDependencies(
  module: Json | undefined,
  prefix: string,
): readonly (readonly [string, readonly string[]])[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).map(({ address, expressions }) => {
    const bases = referencesIn(expressions ?? null).flatMap((reference) => parseReference(reference)?.address ?? []);
    return [`${prefix}${jsonText(address)}`, bases.map((base) => `${prefix}${withoutInstanceKeys(base)}`)] as const;
  });
  const calls = isJsonObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  const inner = calls.flatMap(([name, call]) =>
    moduleDependencies(isJsonObject(call) ? call.module : undefined, `${prefix}module.${name}.`),
  );
  return [...own, ...inner];
}

function referencesIn(expressions: Json): readonly string[] {
  if (Array.isArray(expressions)) {
    return expressions.flatMap(referencesIn);
  }
  return isJsonObject(expressions)
    ? Object.entries(expressions).flatMap(([name, inner]) =>
        name === "references" && Array.isArray(inner) ? inner.map(jsonText) : referencesIn(inner),
      )
    : [];
}
