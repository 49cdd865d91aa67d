import { singleReference } from "./template";
import {
  canonicalText,
  isNull,
  isOpenKey,
  listValue,
  mapValue,
  plainText,
  type TerraformValue,
  textValue,
  unknownValue,
} from "./terraform-value";

/** A list or a set. */
export type TerraformList = TerraformValue & { readonly kind: "list" };

/** Whether the order of the items is known: a list, or a set with at most one item. */
export function hasKnownOrder({ items, ordered }: TerraformList): boolean {
  return ordered || items.length < 2;
}

/**
 * A set. Items of one simple type are sorted and occur once, as in Terraform; items of several simple types become texts. Other
 * items keep their places, and may turn out to be equal.
 */
export function setValue(items: readonly TerraformValue[]): TerraformValue {
  const unified = items.some(isNull) ? undefined : unifiedItems(items);
  if (unified === undefined) {
    return unknownValue;
  }
  const sorted = unified.every(isPlainScalar) ? distinctScalars(unified).sort(byScalar) : unified;
  return { kind: "list", items: sorted, ordered: false, isSet: true };
}

/** A set as a list: a set of plain values has Terraform's order already. The order of anything else stays unknown. */
export function orderedList(list: TerraformList): TerraformList {
  return { kind: "list", items: list.items, ordered: hasKnownOrder(list) || list.items.every(isPlainScalar) };
}

/**
 * A list made of another list or set, item by item. Without a known order it cannot hold plain values, because it would look like a
 * set of them, which is sorted.
 */
export function derivedList(items: readonly TerraformValue[], source: TerraformList): TerraformValue {
  return orderedList(source).ordered ? listValue(items) : unorderedList(items);
}

/** Items in their common type, as in a list or a set; `undefined` if Terraform has no common type for them, or it is not known. */
export function unifiedItems(items: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  if (!haveOneShape(items)) {
    return undefined;
  }
  if (!haveCommonType(items.filter(({ kind }) => kind !== "scalar"))) {
    return convertedCollections(items);
  }
  const types = new Set(
    items.flatMap((item) => (item.kind === "scalar" && item.value !== null ? typeof item.value : [])),
  );
  if (types.size < 2) {
    return items;
  }
  return types.has("string") ? items.map(textValue) : undefined;
}

/**
 * Collections in their common type, which changes some of their values. Terraform converts objects to an object or a map, and tuples to a
 * tuple or a list. Values do not say which of them they are, so only what all of these have in common is known.
 */
function convertedCollections(collections: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  if (!collections.every(hasKnownParts)) {
    return undefined;
  }
  const pools = [onePool(collections), poolsByName(collections)];
  const [first, ...others] = pools.flatMap((pool) => (pool === undefined ? [] : [convertedParts(collections, pool)]));
  return first !== undefined && others.every((other) => other !== undefined && areSame(first, other))
    ? first
    : undefined;
}

/** Whether all parts of a list or a map are known with their names. */
function hasKnownParts(value: TerraformValue): boolean {
  return (
    (value.kind === "list" && value.ordered && value.isSet !== true) ||
    (value.kind === "map" && value.isOpen !== true && ![...value.entries.keys()].some(isOpenKey))
  );
}

/** A part of one of several collections. */
interface CollectionPart {
  readonly collection: number;
  readonly name: string;
  readonly value: TerraformValue;
}

/** Parts of one type: all of them, as in maps and lists. */
function onePool(collections: readonly TerraformValue[]): readonly (readonly CollectionPart[])[] {
  return [
    collections.flatMap((of, collection) => [...partsOf(of)].map(([name, value]) => ({ collection, name, value }))),
  ];
}

/** Parts of one type: those of one name, as in objects and tuples; `undefined` where the names differ. */
function poolsByName(collections: readonly TerraformValue[]): readonly (readonly CollectionPart[])[] | undefined {
  const parts = onePool(collections).flat();
  const pools = [...new Set(parts.map(({ name }) => name))].map((name) => parts.filter((part) => part.name === name));
  return pools.every(({ length }) => length === collections.length) ? pools : undefined;
}

function convertedParts(
  collections: readonly TerraformValue[],
  pools: readonly (readonly CollectionPart[])[],
): readonly TerraformValue[] | undefined {
  const converted = collections.map(() => new Map<string, TerraformValue>());
  for (const pool of pools) {
    const values = unifiedItems(pool.map(({ value }) => value));
    if (values === undefined) {
      return undefined;
    }
    for (const [index, { collection, name }] of pool.entries()) {
      converted[collection]?.set(name, values[index] ?? unknownValue);
    }
  }
  return collections.map((of, index) => {
    const parts = [...partsOf(of).keys()].map((name) => [name, converted[index]?.get(name) ?? unknownValue] as const);
    return of.kind === "list" ? listValue(parts.map(([, value]) => value)) : mapValue(parts);
  });
}

function areSame(a: readonly TerraformValue[], b: readonly TerraformValue[]): boolean {
  return a.map(canonicalText).join() === b.map(canonicalText).join();
}

/**
 * Whether Terraform converts some of the values where all of them are items of one list: simple values of several types, at any place of
 * values of one shape. Items of a tuple keep their types, and values do not say which of the two they are in.
 */
export function mayBeConverted(values: readonly TerraformValue[]): boolean {
  const typed = values.filter((value) => !fitsAnyType(value));
  const simple = typed.flatMap((value) => (value.kind === "scalar" ? typeof value.value : []));
  const names = new Set(typed.flatMap((value) => [...partsOf(value).keys()]));
  return (
    new Set(simple).size > 1 ||
    [...names].some((name) => mayBeConverted(typed.flatMap((value) => partsOf(value).get(name) ?? [])))
  );
}

/** A value that Terraform may convert to anything: null, a reference, or a value that is not known. */
function fitsAnyType(value: TerraformValue): boolean {
  return (
    isNull(value) ||
    value.kind === "unknown" ||
    value.kind === "choice" ||
    (value.kind === "scalar" && typeof value.value === "string" && singleReference(value.value) !== undefined)
  );
}

/** Whether no value is surely simple, a list or a map where another is surely something else of these. */
export function haveOneShape(values: readonly TerraformValue[]): boolean {
  return new Set(values.filter((value) => !fitsAnyType(value)).map(({ kind }) => kind)).size < 2;
}

/**
 * Whether values have a common type that changes none of them: the same simple type at each place. Terraform may convert other
 * values, or refuse them.
 */
export function haveCommonType(values: readonly TerraformValue[]): boolean {
  const typed = values.filter((value) => !fitsAnyType(value));
  const types = new Set(typed.map((value) => (value.kind === "scalar" ? typeof value.value : value.kind)));
  return types.size < 2 && partsOfOneType(typed.map(partsOf)).every(haveCommonType);
}

/** The parts that must have one type: those of one name in collections with the same names, or else all. */
function partsOfOneType(
  collections: readonly ReadonlyMap<string, TerraformValue>[],
): readonly (readonly TerraformValue[])[] {
  const [first, ...others] = collections.map((parts) => [...parts.keys()].sort());
  const areAlike = others.every((names) => JSON.stringify(names) === JSON.stringify(first));
  return areAlike
    ? (first ?? []).map((name) => collections.map((parts) => parts.get(name) ?? unknownValue))
    : [collections.flatMap((parts) => [...parts.values()])];
}

function partsOf(value: TerraformValue): ReadonlyMap<string, TerraformValue> {
  const items = value.kind === "list" ? value.items : [];
  return value.kind === "map" ? value.entries : new Map(items.map((item, index) => [String(index), item]));
}

/** Items in an order that is not known. They cannot be plain values, because they would look like a set of them, which is sorted. */
export function unorderedList(items: readonly TerraformValue[]): TerraformValue {
  return items.length > 1 && items.every(isPlainScalar) ? unknownValue : listValue(items, items.length < 2);
}

function isPlainScalar(value: TerraformValue): boolean {
  return value.kind === "scalar" && plainText(value) !== undefined;
}

function distinctScalars(items: readonly TerraformValue[]): TerraformValue[] {
  return [...new Map(items.map((item) => [canonicalText(item), item])).values()];
}

function byScalar(a: TerraformValue, b: TerraformValue): number {
  const [left, right] = [a, b].map((item) => (item.kind === "scalar" && item.value !== null ? item.value : ""));
  return left === right ? 0 : (left ?? "") < (right ?? "") ? -1 : 1;
}
