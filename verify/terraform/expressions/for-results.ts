import { derivedList, orderedList, unorderedList } from "./terraform-list";
import {
  hasKnownKeys,
  isOpenKey,
  listValue,
  mapValue,
  refusedValue,
  type TerraformValue,
  unknownValue,
} from "./terraform-value";

/** What a `for` makes of a member of its collection: a value, under a key where it makes a map. */
export type ForEntry = readonly [key: string, value: TerraformValue];

/** `[for ... : value]`. */
export function listOfFor(values: readonly TerraformValue[], collection: TerraformValue): TerraformValue {
  if (collection.kind === "list") {
    return derivedList(values, collection);
  }
  return isInKnownOrder(collection) ? listValue(values) : unorderedList(values);
}

/** `{for ... : key => value}`, which refuses a key that occurs twice. */
export function mapOfFor(entries: readonly ForEntry[]): TerraformValue {
  return keysOf(entries).length === entries.length ? mapValue(entries) : refusedValue;
}

/**
 * `{for ... : key => value...}`. The keys of references may turn out to be equal, and the order of a set's items is then the order in each
 * group.
 */
export function groupedMapOfFor(entries: readonly ForEntry[], collection: TerraformValue): TerraformValue {
  const keys = keysOf(entries);
  if (!isInKnownOrder(collection) || keys.some(isOpenKey)) {
    return unknownValue;
  }
  const valuesOf = (key: string): readonly TerraformValue[] =>
    entries.flatMap(([other, value]) => (other === key ? [value] : []));
  return mapValue(keys.map((key) => [key, listValue(valuesOf(key))]));
}

function keysOf(entries: readonly ForEntry[]): readonly string[] {
  return [...new Set(entries.map(([key]) => key))];
}

/** Whether the order in which `for` iterates is known: a list has one, and a map that of its keys. */
function isInKnownOrder(collection: TerraformValue): boolean {
  return collection.kind === "list"
    ? orderedList(collection).ordered
    : collection.kind === "map" && hasKnownKeys(collection.entries);
}
