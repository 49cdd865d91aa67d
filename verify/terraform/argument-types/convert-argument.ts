import { parseTemplate } from "../expressions/template";
import { metaArguments } from "../resource-types/argument-uses";
import { isJsonObject, type Json, type JsonObject, mapMembers } from "../terraform-configuration";
import { visibleText } from "../visible-text";
import type { ArgumentType, ArgumentTypes } from "./argument-type";

/** Arguments in the types of the schema, and what could not be converted. */
export interface ConvertedArguments {
  readonly values: JsonObject;
  readonly faults: readonly ArgumentFault[];
}

/** A value that has not the type of its argument. No model may read it. */
export interface ArgumentFault {
  /** Path inside the resource: `ingress[0].self`. */
  readonly path: string;
  /** What is wrong, as the rest of a sentence that starts with the path. */
  readonly text: string;
  /** Whether only the apply tells the value. Otherwise Terraform refuses it. */
  readonly isUnknown: boolean;
}

/** Evaluates an expression; `undefined` when its value is not known before the apply. */
export type ExpressionEvaluator = (text: string) => Json | undefined;

/** Collects faults on the way through a value. */
interface Conversion {
  readonly faults: ArgumentFault[];
  readonly evaluate: ExpressionEvaluator;
}

/**
 * Converts arguments to the types of the schema as Terraform does: `"true"` to a boolean, `443` to a text where the schema wants one, and
 * null to an absent argument. Blocks become a list of objects. An expression stays a text where the schema wants a text; a list that
 * cannot be evaluated becomes a list with that expression as its only item.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function convertArguments(
  values: JsonObject,
  types: ArgumentTypes,
  evaluate: ExpressionEvaluator,
): ConvertedArguments {
  const conversion: Conversion = { faults: [], evaluate };
  return { values: convertMembers(values, types, "", conversion), faults: conversion.faults };
}

/** Members without a type in the schema, such as meta-arguments, stay as they are: Terraform refuses another one also where it is null. */
function convertMembers(values: JsonObject, types: ArgumentTypes, path: string, conversion: Conversion): JsonObject {
  return mapMembers(values, (value, name) => {
    const type = types.get(name);
    if (type === undefined) {
      return value === null && path === "" && metaArguments.has(name) ? undefined : value;
    }
    return convertValue(value, type, `${path}${name}`, conversion) ?? undefined;
  });
}

/** The converted value; `undefined` for null, and for what cannot be converted. */
function convertValue(value: Json, type: ArgumentType, path: string, conversion: Conversion): Json | undefined {
  if (value === null || type.kind === "any") {
    return value ?? undefined;
  }
  if (type.kind === "blocks") {
    return convertBlocks(value, type.members, path, conversion);
  }
  if (typeof value === "string" && isExpression(value)) {
    return convertExpression(value, type, path, conversion);
  }
  return convertKnownValue(value, type, path, conversion);
}

function convertExpression(
  text: string,
  type: Exclude<ArgumentType, { readonly kind: "blocks" }>,
  path: string,
  conversion: Conversion,
): Json | undefined {
  if (type.kind === "string" || type.kind === "any") {
    return text;
  }
  const evaluated = conversion.evaluate(text);
  if (evaluated !== undefined && !(typeof evaluated === "string" && isExpression(evaluated))) {
    return evaluated === null ? undefined : convertKnownValue(evaluated, type, path, conversion);
  }
  const isListOfTexts = (type.kind === "list" || type.kind === "set") && type.of.kind === "string";
  if (isListOfTexts) {
    return [text];
  }
  if (type.kind === "map") {
    return text;
  }
  unknownFault(conversion, path, text);
  // A model that read the default of the argument instead could call a claim violated by a guess.
  return text;
}

function convertKnownValue(
  value: Exclude<Json, null>,
  type: Exclude<ArgumentType, { readonly kind: "blocks" }>,
  path: string,
  conversion: Conversion,
): Json | undefined {
  switch (type.kind) {
    case "any":
      return value;
    case "string":
    case "number":
    case "bool": {
      const converted = scalarConversions[type.kind](value);
      return converted ?? fault(conversion, path, `must be a ${type.kind}, got ${shortText(value)}`);
    }
    case "list":
    case "set":
      return Array.isArray(value)
        ? convertItems(value, type.of, path, conversion)
        : fault(conversion, path, `must be a list, got ${shortText(value)}`);
    case "map":
      return isJsonObject(value)
        ? convertMap(value, type.of, path, conversion)
        : fault(conversion, path, `must be a map, got ${shortText(value)}`);
    case "object":
      return isJsonObject(value)
        ? convertMembers(value, type.members, `${path}.`, conversion)
        : fault(conversion, path, `must be an object, got ${shortText(value)}`);
  }
}

function convertItems(items: readonly Json[], type: ArgumentType, path: string, conversion: Conversion): Json {
  return items.flatMap((item, index): readonly Json[] => {
    const place = `${path}[${index}]`;
    const converted = item === null ? fault(conversion, place, "is null") : convertValue(item, type, place, conversion);
    return converted === undefined ? [] : [converted];
  });
}

/** Terraform evaluates the keys of a map, unlike the names of arguments. */
function convertMap(values: JsonObject, type: ArgumentType, path: string, conversion: Conversion): JsonObject {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, Json][] => {
      const place = `${path}["${name}"]`;
      if (isExpression(name)) {
        fault(conversion, place, "has an expression as its key");
        return [];
      }
      const converted = convertValue(value, type, place, conversion);
      return converted === undefined ? [] : [[name, converted]];
    }),
  );
}

/** In Terraform's JSON syntax, blocks are an object or a list of objects, and `//` in a block is a comment. */
function convertBlocks(value: Json, members: ArgumentTypes, path: string, conversion: Conversion): Json {
  const evaluated = typeof value === "string" && isExpression(value) ? conversion.evaluate(value) : value;
  if (evaluated === undefined || typeof evaluated === "string") {
    unknownFault(conversion, path, shortText(value));
    return [];
  }
  const blocks = Array.isArray(evaluated) ? evaluated : evaluated === null ? [] : [evaluated];
  return blocks.flatMap((block, index): readonly Json[] => {
    const place = blocks.length === 1 ? path : `${path}[${index}]`;
    if (!isJsonObject(block)) {
      fault(conversion, place, `must be a block, got ${shortText(block)}`);
      return [];
    }
    const { "//": _, ...own } = block;
    return [convertMembers(own, members, `${place}.`, conversion)];
  });
}

/** `undefined` for what Terraform refuses to convert. */
const scalarConversions: Readonly<
  Record<"string" | "number" | "bool", (value: Json) => string | number | boolean | undefined>
> = {
  string: (value) => {
    if (typeof value === "string") {
      return value;
    }
    return typeof value === "boolean" || (typeof value === "number" && isPlainNumber(value)) ? `${value}` : undefined;
  },
  number: (value) => {
    const isDigits = typeof value === "string" && /^-?\d{1,15}(?:\.\d+)?$/.test(value);
    return typeof value === "number" ? value : isDigits ? Number(value) : undefined;
  },
  bool: (value) =>
    typeof value === "boolean" ? value : typeof value === "string" ? booleanTexts.get(value) : undefined,
};

/** The texts that Terraform converts to a boolean. */
export const booleanTexts: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** Whether JavaScript writes the number as Terraform does: all digits, no exponent. */
function isPlainNumber(value: number): boolean {
  return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(`${value}`);
}

/** Whether a text has a part that Terraform evaluates. */
function isExpression(text: string): boolean {
  return text.includes("{") && parseTemplate(text).some(({ kind }) => kind !== "literal");
}

function fault(conversion: Conversion, path: string, text: string): undefined {
  conversion.faults.push({ path, text, isUnknown: false });
  return undefined;
}

/** A variable alone has no value because nobody gave one; the apply changes nothing about that. */
function unknownFault(conversion: Conversion, path: string, expression: string): void {
  const why = /^\$\{var\.[\w-]+\}$/.test(expression)
    ? "whose value is not known here"
    : "which cannot be evaluated before the apply";
  conversion.faults.push({ path, text: `is the expression ${expression}, ${why}`, isUnknown: true });
}

const maximumTextLength = 120;

/** The value as JSON, with expressions as reports show them: a plan tells no more of one than what it refers to. */
export function shortText(value: Json): string {
  const text = JSON.stringify(value, (_, inner: Json) => (typeof inner === "string" ? visibleText(inner) : inner));
  return text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}...` : text;
}
