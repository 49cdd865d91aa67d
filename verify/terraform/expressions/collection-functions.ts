import {
  choiceValue,
  escapeTemplate,
  hasKnownOrder,
  listValue,
  mapValue,
  plainText,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
  valuesEqual,
} from "./terraform-value";

type List = TerraformValue & { kind: "list" };

function isList(value: TerraformValue | undefined): value is List {
  return value?.kind === "list";
}

function listFunction(apply: (list: List, rest: readonly TerraformValue[]) => TerraformValue): TerraformFunction {
  return ([list, ...rest]) => (isList(list) ? apply(list, rest) : unknownValue);
}

/** Items without duplicates; `undefined` when references leave open whether two items are equal. */
function distinctItems(items: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  const kept: TerraformValue[] = [];
  for (const item of items) {
    const answers = kept.map((other) => valuesEqual(other, item));
    if (answers.includes(undefined)) {
      return undefined;
    }
    if (!answers.includes(true)) {
      kept.push(item);
    }
  }
  return kept;
}

function toSetValue(list: List): TerraformValue {
  const plain = list.items.every((item) => plainText(item) !== undefined);
  const items = plain ? distinctItems(list.items) : list.items;
  return items === undefined ? unknownValue : listValue(items, false);
}

/** A set as a list: Terraform sorts its strings. The order of references is not known. */
function listOfSet(list: List): TerraformValue {
  const texts = list.items.map((item) => (typeof scalarOf(item) === "string" ? plainText(item) : undefined));
  return !hasKnownOrder(list) && texts.every((text) => text !== undefined)
    ? listValue(texts.sort().map((text) => scalarValue(escapeTemplate(text))))
    : listValue(list.items, hasKnownOrder(list));
}

function scalarOf(value: TerraformValue): unknown {
  return value.kind === "scalar" ? value.value : undefined;
}

function itemsOf(values: readonly TerraformValue[]): readonly TerraformValue[] | undefined {
  return values.every(isList) ? values.flatMap((list) => list.items) : undefined;
}

function flatten(list: List): readonly TerraformValue[] {
  return list.items.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function allOrdered(values: readonly TerraformValue[]): boolean {
  return values.every((value) => !isList(value) || hasKnownOrder(value));
}

function integerOf(value: TerraformValue | undefined): number | undefined {
  const position = value === undefined ? Number.NaN : Number(plainText(value));
  return Number.isInteger(position) ? position : undefined;
}

const identityFunction: TerraformFunction = ([value = unknownValue]) => value;

/** Functions over lists, sets and maps, as Terraform documents them. */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  tolist: ([value = unknownValue]) => (isList(value) ? listOfSet(value) : value),
  tomap: identityFunction,
  try: identityFunction,
  toset: listFunction(toSetValue),
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
    isList(value)
      ? scalarValue(value.items.length)
      : value?.kind === "map"
        ? scalarValue(value.entries.size)
        : unknownValue,
  concat: (args) => {
    const items = itemsOf(args);
    return items === undefined ? unknownValue : listValue(items, allOrdered(args));
  },
  setunion: (args) => {
    const items = itemsOf(args);
    return items === undefined ? unknownValue : toSetValue({ kind: "list", items, ordered: false });
  },
  flatten: listFunction((list) => listValue(flatten(list), hasKnownOrder(list) && allOrdered(list.items))),
  distinct: listFunction((list) => {
    const items = distinctItems(list.items);
    return items === undefined ? unknownValue : listValue(items, hasKnownOrder(list));
  }),
  compact: listFunction((list) => {
    const open = list.items.some((item) => item.kind !== "scalar");
    const kept = list.items.filter((item) => item.kind === "scalar" && item.value !== null && item.value !== "");
    return open ? unknownValue : listValue(kept, hasKnownOrder(list));
  }),
  sort: listFunction((list) => {
    const texts = list.items.map(plainText);
    return texts.every((text) => text !== undefined)
      ? listValue(texts.sort().map((text) => scalarValue(text)))
      : unknownValue;
  }),
  reverse: listFunction((list) => listValue(list.items.toReversed(), hasKnownOrder(list))),
  slice: listFunction((list, [from, to]) => {
    const [start, end] = [integerOf(from), integerOf(to)];
    return start === undefined || end === undefined || !hasKnownOrder(list)
      ? unknownValue
      : listValue(list.items.slice(start, end));
  }),
  contains: listFunction((list, [sought = unknownValue]) => {
    const answers = list.items.map((item) => valuesEqual(item, sought));
    return answers.includes(true) ? scalarValue(true) : answers.includes(undefined) ? unknownValue : scalarValue(false);
  }),
  range: (args) => {
    const [a, b, step = 1] = args.map(integerOf);
    const [start, end] = b === undefined ? [0, a] : [a, b];
    return start === undefined || end === undefined || args.length > 3 || step < 1
      ? unknownValue
      : listValue(
          Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => scalarValue(start + i * step)),
        );
  },
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

/** The values ordered by key. The order is known only if no key contains a reference. */
function valuesOf(entries: ReadonlyMap<string, TerraformValue>): TerraformValue {
  const isPlain = [...entries.keys()].every((key) => plainText(scalarValue(key)) !== undefined);
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return listValue(
    sorted.map(([, value]) => value),
    isPlain || entries.size < 2,
  );
}
