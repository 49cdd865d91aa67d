import { hasKnownOrder, haveCommonType, unifiedItems, unorderedList } from "../terraform-list";
import {
  hasKnownKeys,
  isNull,
  isOpenKey,
  listValue,
  mapValue,
  openMapValue,
  plainText,
  refusedValue,
  replacedEntries,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";
import { missingEntry } from "../traversal";
import { isList, isMap, isSet, plainTexts } from "./arguments";

/**
 * Whether a default of `lookup` stays what it is. Terraform takes any default for an object. For a map it converts the default to the
 * type of the elements, or refuses it even where the key exists; values of one type may be either.
 */
function fitsElements(
  { entries }: { readonly entries: ReadonlyMap<string, TerraformValue> },
  value: TerraformValue,
): boolean {
  const elements = [...entries.values()];
  return !haveCommonType(elements) || haveCommonType([...elements, value]);
}

/** Functions over maps and objects, as Terraform documents them. */
export const mapFunctions: Readonly<Record<string, TerraformFunction>> = {
  tomap: ([value = unknownValue]) => {
    if (!isMap(value)) {
      return isNull(value) ? value : unknownValue;
    }
    const items = unifiedItems([...value.entries.values()]);
    const keys = [...value.entries.keys()];
    return items === undefined ? unknownValue : mapValue(keys.map((key, index) => [key, items[index] ?? unknownValue]));
  },
  keys: ([map]) => (isMap(map) && map.isOpen !== true ? keysOf(map.entries) : unknownValue),
  values: ([map]) => (isMap(map) && map.isOpen !== true ? valuesOf(map.entries) : unknownValue),
  lookup: ([map, key, otherwise]) => {
    if ([map, key].some(isNull)) {
      return refusedValue;
    }
    const plain = key === undefined ? undefined : plainText(key);
    const name = plain ?? (key?.kind === "scalar" ? String(key.value) : undefined);
    if (!isMap(map) || name === undefined || (otherwise !== undefined && !fitsElements(map, otherwise))) {
      return unknownValue;
    }
    if (plain === undefined || isOpenKey(plain)) {
      // A key that is a reference may turn out to be any of the keys.
      return plain === undefined ? (map.entries.get(name) ?? unknownValue) : unknownValue;
    }
    const missing = missingEntry(map) === refusedValue ? (otherwise ?? refusedValue) : unknownValue;
    return map.entries.get(name) ?? missing;
  },
  merge: (args) => {
    const maps = args.filter((arg) => !isNull(arg));
    if (!maps.every(isMap) || (maps.length === 0 && args.length > 0)) {
      return unknownValue;
    }
    const entries = replacedEntries(maps.flatMap((map) => [...map.entries]));
    return maps.some((map) => map.isOpen === true) ? openMapValue(entries) : mapValue(entries);
  },
  transpose: ([map]) => {
    const rows = isMap(map) && map.isOpen !== true ? [...map.entries].sort(([a], [b]) => (a < b ? -1 : 1)) : undefined;
    const turned = new Map<string, TerraformValue[]>();
    for (const [key, list] of rows ?? []) {
      const texts = isList(list) ? plainTexts(list) : undefined;
      if (texts === undefined || isOpenKey(key)) {
        return unknownValue;
      }
      for (const text of texts) {
        turned.set(text, [...(turned.get(text) ?? []), scalarValue(key)]);
      }
    }
    return rows === undefined ? unknownValue : mapValue([...turned].map(([key, items]) => [key, listValue(items)]));
  },
  zipmap: ([keys, values]) => {
    const names = isList(keys) && hasKnownOrder(keys) ? keys.items.map(plainText) : [undefined];
    const isKnown =
      isList(values) && hasKnownOrder(values) && names.every((name) => name !== undefined && !isOpenKey(name));
    if (!isKnown || isSet(values)) {
      return unknownValue;
    }
    return names.length === values.items.length
      ? mapValue(names.map((name = "", index) => [name, values.items[index] ?? unknownValue]))
      : refusedValue;
  },
};

/** The keys in their order, which is known only if no key contains a reference. */
function keysOf(entries: ReadonlyMap<string, TerraformValue>): TerraformValue {
  const keys = [...entries.keys()].sort().map((key) => scalarValue(key));
  return hasKnownKeys(entries) ? listValue(keys) : unorderedList(keys);
}

/** The values ordered by key. The order is known only if no key contains a reference. */
function valuesOf(entries: ReadonlyMap<string, TerraformValue>): TerraformValue {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return hasKnownKeys(entries) ? listValue(sorted) : unorderedList(sorted);
}
