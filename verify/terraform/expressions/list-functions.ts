import type { TerraformFunction } from "./terraform-functions";
import { choiceOf, listOf, mapOf, plainText, sameValue, scalar, unknown, type Value } from "./value";

type List = Value & { kind: "list" };

function isList(value: Value | undefined): value is List {
  return value?.kind === "list";
}

function onList(apply: (list: List, rest: readonly Value[]) => Value): TerraformFunction {
  return ([list, ...rest]) => (isList(list) ? apply(list, rest) : unknown);
}

/** Items without repetition; `undefined` while references leave open whether two of them are the same. */
function withoutRepetition(items: readonly Value[]): readonly Value[] | undefined {
  const kept: Value[] = [];
  for (const item of items) {
    const answers = kept.map((other) => sameValue(other, item));
    if (answers.includes(undefined)) {
      return undefined;
    }
    if (!answers.includes(true)) {
      kept.push(item);
    }
  }
  return kept;
}

function asSet(list: List): Value {
  const plain = list.items.every((item) => plainText(item) !== undefined);
  const items = plain ? withoutRepetition(list.items) : list.items;
  return items === undefined ? unknown : listOf(items, items.length < 2);
}

function itemsOf(values: readonly Value[]): readonly Value[] | undefined {
  return values.every(isList) ? values.flatMap((list) => list.items) : undefined;
}

function flatten(list: List): readonly Value[] {
  return list.items.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function allOrdered(values: readonly Value[]): boolean {
  return values.every((value) => !isList(value) || value.ordered);
}

function positionOf(value: Value | undefined): number | undefined {
  const position = value === undefined ? Number.NaN : Number(plainText(value));
  return Number.isInteger(position) ? position : undefined;
}

const same: TerraformFunction = ([value = unknown]) => value;

/** Functions over lists, sets and maps, as Terraform documents them. */
export const listFunctions: Readonly<Record<string, TerraformFunction>> = {
  tolist: same,
  tomap: same,
  try: same,
  toset: onList(asSet),
  one: onList(({ items }) =>
    items.length === 0 ? scalar(null) : items.length === 1 ? (items[0] ?? unknown) : unknown,
  ),
  element: onList(({ items, ordered }, [index]) => {
    const position = positionOf(index);
    if (position === undefined || items.length === 0) {
      return unknown;
    }
    return ordered ? (items[position % items.length] ?? unknown) : choiceOf(items);
  }),
  length: ([value]) =>
    isList(value) ? scalar(value.items.length) : value?.kind === "map" ? scalar(value.entries.size) : unknown,
  concat: (args) => {
    const items = itemsOf(args);
    return items === undefined ? unknown : listOf(items, allOrdered(args));
  },
  setunion: (args) => {
    const items = itemsOf(args);
    return items === undefined ? unknown : asSet({ kind: "list", items, ordered: false });
  },
  flatten: onList((list) => listOf(flatten(list), list.ordered && allOrdered(list.items))),
  distinct: onList((list) => {
    const items = withoutRepetition(list.items);
    return items === undefined ? unknown : listOf(items, list.ordered);
  }),
  compact: onList((list) => {
    const open = list.items.some((item) => item.kind !== "scalar");
    const kept = list.items.filter((item) => item.kind === "scalar" && item.value !== null && item.value !== "");
    return open ? unknown : listOf(kept, list.ordered);
  }),
  sort: onList((list) => {
    const texts = list.items.map(plainText);
    return texts.every((text) => text !== undefined) ? listOf(texts.sort().map((text) => scalar(text))) : unknown;
  }),
  reverse: onList((list) => listOf(list.items.toReversed(), list.ordered)),
  slice: onList((list, [from, to]) => {
    const [start, end] = [positionOf(from), positionOf(to)];
    return start === undefined || end === undefined || !list.ordered ? unknown : listOf(list.items.slice(start, end));
  }),
  contains: onList((list, [sought = unknown]) => {
    const answers = list.items.map((item) => sameValue(item, sought));
    return answers.includes(true) ? scalar(true) : answers.includes(undefined) ? unknown : scalar(false);
  }),
  range: (args) => {
    const [a, b, step = 1] = args.map(positionOf);
    const [start, end] = b === undefined ? [0, a] : [a, b];
    return start === undefined || end === undefined || args.length > 3 || step < 1
      ? unknown
      : listOf(
          Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => scalar(start + i * step)),
        );
  },
  keys: ([map]) => (map?.kind === "map" ? listOf([...map.entries.keys()].sort().map((key) => scalar(key))) : unknown),
  values: ([map]) => (map?.kind === "map" ? valuesOf(map.entries) : unknown),
  lookup: ([map, key, otherwise]) => {
    const name =
      key === undefined ? undefined : (plainText(key) ?? (key.kind === "scalar" ? String(key.value) : undefined));
    return map?.kind === "map" && name !== undefined ? (map.entries.get(name) ?? otherwise ?? unknown) : unknown;
  },
  merge: (args) => (args.every((arg) => arg.kind === "map") ? mapOf(args.flatMap((arg) => [...arg.entries])) : unknown),
  zipmap: ([keys, values]) => {
    const names = isList(keys) && keys.ordered ? keys.items.map(plainText) : [undefined];
    return isList(values) && values.ordered && names.every((name) => name !== undefined)
      ? mapOf(names.map((name, index) => [name, values.items[index] ?? unknown]))
      : unknown;
  },
};

/** In the order of the keys, which only plain keys tell. */
function valuesOf(entries: ReadonlyMap<string, Value>): Value {
  const isPlain = [...entries.keys()].every((key) => plainText(scalar(key)) !== undefined);
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return listOf(
    sorted.map(([, value]) => value),
    isPlain || entries.size < 2,
  );
}
