import { formatReference, singleReference } from "../template";
import {
  derivedList,
  hasKnownOrder,
  mayBeConverted,
  orderedList,
  setValue,
  type TerraformList,
  unifiedItems,
} from "../terraform-list";
import {
  choiceValue,
  conditionOf,
  hasKnownKeys,
  isNull,
  isPresent,
  isSameValue,
  listValue,
  plainText,
  refusedValue,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  textValue,
  unknownValue,
  valuesEqual,
} from "../terraform-value";
import { integerOf, isList, isMap, isPrintableAscii, isSet, listFunction, plainTexts, stringValue } from "./arguments";

/** More items of a list whose value is not known are not named one by one. */
const maximumItems = 100;

function sliceOf(list: TerraformList, start: number | undefined, end: number | undefined): TerraformValue {
  const { items, ordered } = orderedList(list);
  if (isSet(list)) {
    return refusedValue;
  }
  if (start === undefined || end === undefined || !ordered) {
    return unknownValue;
  }
  return 0 <= start && start <= end && end <= items.length ? listValue(items.slice(start, end)) : refusedValue;
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

const identityFunction: TerraformFunction = ([value = unknownValue]) => value;

/** A question about every item of a list of booleans. */
function questionOfAll(stopsAt: boolean): TerraformFunction {
  return listFunction(({ items }) => {
    const answers = items.map((item) => (isNull(item) ? false : conditionOf(item)));
    if (answers.includes(undefined)) {
      return unknownValue;
    }
    return scalarValue(answers.includes(stopsAt) ? stopsAt : !stopsAt);
  });
}

/** Sets of texts without references, in which equality is known. */
function textSets(args: readonly TerraformValue[]): readonly (readonly string[])[] | undefined {
  const sets = args.map((arg) => (isList(arg) ? plainTexts(arg) : undefined));
  return sets.every((set) => set !== undefined) ? sets : undefined;
}

function setFunction(
  combine: (first: readonly string[], others: readonly (readonly string[])[]) => readonly string[],
): TerraformFunction {
  return (args) => {
    const [first, ...others] = textSets(args) ?? [];
    return first === undefined ? unknownValue : setValue(combine(first, others).map(stringValue));
  };
}

/** Each combination of one item of each list, the first list slowest. */
function setProduct(args: readonly TerraformValue[]): TerraformValue {
  if (args.length < 2 || !args.every(isList)) {
    return unknownValue;
  }
  const unified = args.map(unifiedList);
  if (unified.some((list) => list === undefined)) {
    return unknownValue;
  }
  const rows = unified.reduce<readonly (readonly TerraformValue[])[]>(
    (combinations, list) => combinations.flatMap((row) => (list?.items ?? []).map((item) => [...row, item])),
    [[]],
  );
  const isOrdered = args.every(({ ordered }) => ordered) || rows.length < 2;
  return listValue(
    rows.map((row) => listValue(row)),
    isOrdered,
  );
}

/** The first argument that is neither null nor an empty text. A reference may turn out to be either, except for identifiers. */
function coalesce(args: readonly TerraformValue[]): TerraformValue {
  const present = args.filter((arg) => !isNull(arg));
  const hasText = present.some((arg) => arg.kind === "scalar" && typeof arg.value === "string");
  if (present.some(({ kind }) => kind !== "scalar")) {
    return present.every(isList) && !hasText ? (present[0] ?? refusedValue) : unknownValue;
  }
  const types = new Set(present.map((arg) => (arg.kind === "scalar" ? typeof arg.value : "")));
  if (types.size > 1 && !hasText) {
    return unknownValue;
  }
  const [first, ...rest] = (hasText ? present.map(textValue) : present).filter((arg) => plainText(arg) !== "");
  if (first === undefined) {
    return refusedValue;
  }
  const isFirst = rest.length === 0 || (first.kind === "scalar" && isPresent(first));
  return isFirst ? first : choiceValue([first, coalesce(rest)]);
}

/** Functions over lists and sets, as Terraform documents them. */
export const collectionFunctions: Readonly<Record<string, TerraformFunction>> = {
  alltrue: questionOfAll(false),
  anytrue: questionOfAll(true),
  chunklist: listFunction((list, [size]) => {
    const length = integerOf(size);
    const unified = unifiedList(list);
    const { items, ordered } = orderedList(unified ?? list);
    if (unified === undefined || length === undefined || length < 0 || !ordered) {
      return unknownValue;
    }
    const step = length === 0 ? Math.max(items.length, 1) : length;
    const count = Math.ceil(items.length / step);
    return listValue(
      Array.from({ length: count }, (_, index) => listValue(items.slice(index * step, (index + 1) * step))),
    );
  }),
  coalesce,
  coalescelist: (args) => {
    // Terraform refuses sets here.
    return args.every((arg) => isList(arg) && arg.ordered)
      ? (args.find((arg) => isList(arg) && arg.items.length > 0) ?? refusedValue)
      : unknownValue;
  },
  tolist: ([value = unknownValue]) => {
    const list = isList(value) ? unifiedList(value) : undefined;
    return isNull(value) ? value : list === undefined ? unknownValue : orderedList(list);
  },
  toset: ([value = unknownValue]) => (isList(value) ? setValue(value.items) : isNull(value) ? value : unknownValue),
  one: ([value]) => {
    const { items } = isList(value) ? value : { items: undefined };
    if (items === undefined || (items.length > 1 && isList(value) && !orderedList(value).ordered)) {
      return unknownValue;
    }
    return items.length === 0 ? scalarValue(null) : items.length === 1 ? (items[0] ?? unknownValue) : refusedValue;
  },
  element: listFunction(({ items, ordered, isSet }, [index]) => {
    const position = integerOf(index);
    if (items.length === 0 || isSet === true) {
      return refusedValue;
    }
    if (position === undefined || position < 0) {
      return unknownValue;
    }
    return ordered ? (items[position % items.length] ?? unknownValue) : choiceValue(items);
  }),
  index: listFunction((list, [sought = unknownValue]) => {
    const answers = list.items.map((item) => valuesEqual(item, sought));
    const first = answers.indexOf(true);
    const isKnown = list.ordered && answers.slice(0, first < 0 ? answers.length : first).every((a) => a === false);
    return isKnown ? (first < 0 ? refusedValue : scalarValue(first)) : unknownValue;
  }),
  length: ([value]) => {
    if (isList(value)) {
      return lengthOf(value);
    }
    const text = value?.kind === "scalar" && typeof value.value === "string" ? plainText(value) : undefined;
    const isPlain = text !== undefined && isPrintableAscii(text);
    return isMap(value) && value.isOpen !== true && hasKnownKeys(value.entries)
      ? scalarValue(value.entries.size)
      : isPlain
        ? scalarValue(text.length)
        : unknownValue;
  },
  concat: (args) => {
    const items = itemsOf(args);
    if (args.some(isSet)) {
      return refusedValue;
    }
    const isOrdered = allOrdered(args);
    // A list with items of several types is a tuple, and so is what begins or goes on with it.
    const isTuple = args.length < 2 || args.some((arg) => isList(arg) && mayBeConverted(arg.items));
    const areKept = items === undefined || isTuple || !mayBeConverted(items);
    return items === undefined || !areKept
      ? unknownValue
      : derivedList(items, { kind: "list", items, ordered: isOrdered });
  },
  setunion: (args) => {
    const sets = args.map((arg) => (isList(arg) ? unifiedList(arg) : undefined));
    const items = sets.every((set) => set !== undefined) ? itemsOf(sets) : undefined;
    return items === undefined ? unknownValue : setValue(items);
  },
  setintersection: setFunction((first, others) => first.filter((text) => others.every((set) => set.includes(text)))),
  setsubtract: setFunction((first, others) => first.filter((text) => !others.some((set) => set.includes(text)))),
  setproduct: setProduct,
  flatten: listFunction((list) => {
    const flat = flatten(list);
    return derivedList(flat.items, flat);
  }),
  distinct: listFunction((list) => {
    const unified = unifiedList(list);
    const items = unified && distinctItems(unified.items);
    return items === undefined ? unknownValue : derivedList(items, list);
  }),
  compact: listFunction((list) => {
    const open = list.items.some((item) => item.kind !== "scalar" || !isPlainOrNull(item));
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
  slice: ([list, from, to]) => {
    const [start, end] = [integerOf(from), integerOf(to)];
    const reference =
      list?.kind === "scalar" && typeof list.value === "string" ? singleReference(list.value) : undefined;
    if (reference !== undefined && start !== undefined && end !== undefined && 0 <= start && start <= end) {
      // Terraform fails unless it is a list with at least these items.
      const text = formatReference(reference);
      return end - start > maximumItems
        ? unknownValue
        : listValue(Array.from({ length: end - start }, (_, at) => scalarValue(`\${${text}[${start + at}]}`)));
    }
    return isList(list) ? sliceOf(list, start, end) : unknownValue;
  },
  contains: listFunction((list, [sought = unknownValue]) => {
    const answers = list.items.map((item) => valuesEqual(item, sought));
    return answers.includes(true) ? scalarValue(true) : answers.includes(undefined) ? unknownValue : scalarValue(false);
  }),
  matchkeys: ([values, keys, wanted]) => {
    const [names, sought] = [keys, wanted].map((list) =>
      isList(list) && hasKnownOrder(list) ? plainTexts(list) : undefined,
    );
    const isKnown = isList(values) && hasKnownOrder(values) && names !== undefined && sought !== undefined;
    if (!isKnown || values.items.length !== names.length) {
      return unknownValue;
    }
    return listValue(values.items.filter((_, index) => sought.includes(names[index] ?? "")));
  },
  nonsensitive: identityFunction,
};

function isPlainOrNull(item: TerraformValue): boolean {
  const isText = item.kind === "scalar" && typeof item.value === "string";
  return isNull(item) || plainText(item) !== undefined || (isText && /\.(?:id|arn|json)\}$/.test(String(item.value)));
}

/** Items of a set that are references may turn out to be equal, so that their number is not known. */
function lengthOf(list: TerraformList): TerraformValue {
  return orderedList(list).ordered ? scalarValue(list.items.length) : unknownValue;
}
