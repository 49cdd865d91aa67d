import {
  choiceValue,
  derivedList,
  hasKnownOrder,
  isSameValue,
  listValue,
  mapValue,
  numberOfText,
  orderedList,
  plainText,
  scalarValue,
  setValue,
  type TerraformFunction,
  type TerraformList,
  type TerraformValue,
  textValue,
  unifiedItems,
  unknownValue,
  valuesEqual,
} from "./terraform-value";

function isList(value: TerraformValue | undefined): value is TerraformList {
  return value?.kind === "list";
}

function listFunction(
  apply: (list: TerraformList, rest: readonly TerraformValue[]) => TerraformValue,
): TerraformFunction {
  return ([list, ...rest]) => (isList(list) ? apply(list, rest) : unknownValue);
}

/** Items without duplicates; `undefined` when references leave open whether two items are equal. */
function distinctItems(items: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  const kept: TerraformValue[] = [];
  for (const item of items) {
    const answers = kept.map((other) => isSameValue(other, item) || valuesEqual(other, item));
    if (answers.includes(undefined)) {
      return undefined;
    }
    if (!answers.includes(true)) {
      kept.push(item);
    }
  }
  return kept;
}

/** Items in their common type, as Terraform converts them for a list. */
function unifiedList(list: TerraformList): TerraformList | undefined {
  const items = unifiedItems(list.items);
  return items && { ...list, items };
}

function itemsOf(values: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  return values.every(isList) ? values.flatMap((list) => list.items) : undefined;
}

/** The items of nested lists and sets, each in its order. */
function flatten(list: TerraformList): TerraformList {
  const inner = list.items.map((item) => (isList(item) ? flatten(item) : item));
  return {
    kind: "list",
    items: inner.flatMap((item) => (isList(item) ? item.items : [item])),
    ordered: orderedList(list).ordered && allOrdered(inner),
  };
}

function allOrdered(values: readonly TerraformValue[]): boolean {
  return values.every((value) => !isList(value) || orderedList(value).ordered);
}

function integerOf(value: TerraformValue | undefined): number | undefined {
  const isBoolean = value?.kind === "scalar" && typeof value.value === "boolean";
  const position = value === undefined || isBoolean ? undefined : numberOfText(plainText(value) ?? "");
  return Number.isInteger(position) ? position : undefined;
}

/** Terraform refuses a range of more items. */
const maximumRange = 1024;

/** `range(limit)`, `range(start, limit)` or `range(start, limit, step)`; without a step it counts toward the limit. */
function rangeOf(args: readonly TerraformValue[]): TerraformValue {
  const numbers = args.map(integerOf);
  const [start, limit] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (start === undefined || limit === undefined || numbers.length > 3) {
    return unknownValue;
  }
  const direction = limit < start ? -1 : 1;
  const step = numbers.length === 3 ? numbers[2] : direction;
  const count = step === undefined || step * direction <= 0 ? undefined : Math.ceil((limit - start) / step);
  return count === undefined || step === undefined || count > maximumRange
    ? unknownValue
    : listValue(Array.from({ length: count }, (_, index) => scalarValue(start + index * step)));
}

const identityFunction: TerraformFunction = ([value = unknownValue]) => value;

/** Functions over lists, sets and maps, as Terraform documents them. */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  tolist: ([value = unknownValue]) => {
    const list = isList(value) ? unifiedList(value) : undefined;
    return isList(value) ? (list === undefined ? unknownValue : orderedList(list)) : value;
  },
  tomap: identityFunction,
  try: identityFunction,
  toset: listFunction(({ items }) => setValue(items)),
  one: listFunction(({ items }) =>
    items.length === 0 ? scalarValue(null) : items.length === 1 ? (items[0] ?? unknownValue) : unknownValue,
  ),
  element: listFunction(({ items, ordered }, [index]) => {
    const position = integerOf(index);
    if (position === undefined || items.length === 0) {
      return unknownValue;
    }
    return ordered ? (items[position % items.length] ?? unknownValue) : choiceValue(items);
  }),
  length: ([value]) =>
    isList(value) ? lengthOf(value) : value?.kind === "map" ? scalarValue(value.entries.size) : unknownValue,
  concat: (args) => {
    const items = itemsOf(args);
    const isOrdered = allOrdered(args);
    return items === undefined ? unknownValue : derivedList(items, { kind: "list", items, ordered: isOrdered });
  },
  setunion: (args) => {
    const items = itemsOf(args);
    return items === undefined ? unknownValue : setValue(items);
  },
  flatten: listFunction((list) => {
    const flat = flatten(list);
    return derivedList(flat.items, flat);
  }),
  distinct: listFunction((list) => {
    const items = distinctItems(unifiedList(list)?.items ?? [unknownValue]);
    return items === undefined ? unknownValue : derivedList(items, list);
  }),
  compact: listFunction((list) => {
    const open = list.items.some((item) => item.kind !== "scalar");
    const kept = list.items.filter((item) => item.kind === "scalar" && item.value !== null && item.value !== "");
    return open ? unknownValue : derivedList(kept.map(textValue), list);
  }),
  sort: listFunction((list) => {
    const items = list.items.map(textValue);
    const isPlain = items.every((item) => plainText(item) !== undefined);
    const sorted = items.toSorted((a, b) => ((plainText(a) ?? "") < (plainText(b) ?? "") ? -1 : 1));
    return isPlain ? listValue(sorted) : unknownValue;
  }),
  reverse: listFunction((list) => derivedList(list.items.toReversed(), list)),
  slice: listFunction((list, [from, to]) => {
    const [start, end] = [integerOf(from), integerOf(to)];
    const { items, ordered } = orderedList(list);
    const isInside = start !== undefined && end !== undefined && 0 <= start && start <= end && end <= items.length;
    return isInside && ordered ? listValue(items.slice(start, end)) : unknownValue;
  }),
  contains: listFunction((list, [sought = unknownValue]) => {
    const answers = list.items.map((item) => valuesEqual(item, sought));
    return answers.includes(true) ? scalarValue(true) : answers.includes(undefined) ? unknownValue : scalarValue(false);
  }),
  range: rangeOf,
  keys: ([map]) =>
    map?.kind === "map" ? listValue([...map.entries.keys()].sort().map((key) => scalarValue(key))) : unknownValue,
  values: ([map]) => (map?.kind === "map" ? valuesOf(map.entries) : unknownValue),
  lookup: ([map, key, otherwise]) => {
    const name =
      key === undefined ? undefined : (plainText(key) ?? (key.kind === "scalar" ? String(key.value) : undefined));
    return map?.kind === "map" && name !== undefined
      ? (map.entries.get(name) ?? otherwise ?? unknownValue)
      : unknownValue;
  },
  merge: (args) =>
    args.every((arg) => arg.kind === "map") ? mapValue(args.flatMap((arg) => [...arg.entries])) : unknownValue,
  zipmap: ([keys, values]) => {
    const names = isList(keys) && hasKnownOrder(keys) ? keys.items.map(plainText) : [undefined];
    return isList(values) && hasKnownOrder(values) && names.every((name) => name !== undefined)
      ? mapValue(names.map((name, index) => [name, values.items[index] ?? unknownValue]))
      : unknownValue;
  },
};

/** Items of a set that are references may turn out to be equal, so that their number is not known. */
function lengthOf(list: TerraformList): TerraformValue {
  return orderedList(list).ordered ? scalarValue(list.items.length) : unknownValue;
}

/** The values ordered by key. The order is known only if no key contains a reference. */
function valuesOf(entries: ReadonlyMap<string, TerraformValue>): TerraformValue {
  const isPlain = [...entries.keys()].every((key) => plainText(scalarValue(key)) !== undefined);
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return listValue(
    sorted.map(([, value]) => value),
    isPlain || entries.size < 2,
  );
}
