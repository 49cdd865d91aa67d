import { type Json, mapTexts } from "../terraform-configuration";
import { parseTemplate } from "./template";

/**
 * The value of a Terraform expression as far as it does not depend on AWS. The string of a scalar is in the normal form: it may
 * contain `${...}` references to values that only AWS knows.
 */
export type TerraformValue =
  | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
  /**
   * `ordered` is false when Terraform may yield the items in any order, so that an index may select any of them.
   * `isSet`: Terraform refuses an index, and the set in place of a list.
   */
  | {
      readonly kind: "list";
      readonly items: readonly TerraformValue[];
      readonly ordered: boolean;
      readonly isSet?: true;
    }
  /** `isOpen`: there may be other entries, as in `module.x` of a module that was read in part. */
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, TerraformValue>; readonly isOpen?: true }
  /** One of these; the configuration does not say which. */
  | { readonly kind: "choice"; readonly options: readonly TerraformValue[] }
  /** `isRefused`: Terraform fails to evaluate the expression, so that `try` takes its next argument. */
  | { readonly kind: "unknown"; readonly isRefused?: true };

/** A Terraform function. None of its arguments is a choice: the caller tries each option. */
export type TerraformFunction = (args: readonly TerraformValue[]) => TerraformValue;

/** The value of everything that is not known before the apply or not modeled. */
export const unknownValue: TerraformValue = { kind: "unknown" };

/** The value of an expression that Terraform surely fails to evaluate, such as an index past the end of a list. */
export const refusedValue: TerraformValue = { kind: "unknown", isRefused: true };

/** Whether Terraform surely fails to evaluate a value or a part of it. */
export function isRefused(value: TerraformValue): boolean {
  switch (value.kind) {
    case "unknown":
      return value.isRefused === true;
    case "list":
      return value.items.some(isRefused);
    case "map":
      return [...value.entries.values()].some(isRefused);
    case "choice":
      return value.options.every(isRefused);
    default:
      return false;
  }
}

/** A string in the normal form, a number, a boolean or null. */
export function scalarValue(value: string | number | boolean | null): TerraformValue {
  return { kind: "scalar", value: typeof value === "string" ? composedText(value) : value };
}

/** A text as Terraform holds it: in Unicode's form NFC, so that two ways to write a character are equal. */
function composedText(text: string): string {
  // No character below U+0300 changes.
  return /[\u0300-\uffff]/.test(text) ? text.normalize("NFC") : text;
}

/** A list, or a set when `ordered` is false. */
export function listValue(items: readonly TerraformValue[], ordered = true): TerraformValue {
  return { kind: "list", items, ordered };
}

/** A scalar as text, as Terraform converts it; other values stay as they are. */
export function textValue(value: TerraformValue): TerraformValue {
  if (value.kind !== "scalar" || value.value === null) {
    return value;
  }
  const text = scalarText(value.value);
  return text === undefined ? unknownValue : scalarValue(text);
}

/** The text of a number or a boolean, or the string itself; `undefined` for a number that JavaScript writes in another way than Terraform. */
export function scalarText(value: string | number | boolean): string | undefined {
  return typeof value !== "number" || /^-?\d{1,15}(?:\.\d{1,6})?$/.test(String(value)) ? String(value) : undefined;
}

type Scalar = TerraformValue & { readonly kind: "scalar" };

/** Whether a value is null. */
export function isNull(value: TerraformValue | undefined): boolean {
  return value?.kind === "scalar" && value.value === null;
}

/** A map or an object. */
export function mapValue(entries: Iterable<readonly [string, TerraformValue]>): TerraformValue {
  return { kind: "map", entries: composedKeys(entries) };
}

/** A map that may have other entries, too. */
export function openMapValue(entries: Iterable<readonly [string, TerraformValue]>): TerraformValue {
  return { kind: "map", entries: composedKeys(entries), isOpen: true };
}

function composedKeys(entries: Iterable<readonly [string, TerraformValue]>): ReadonlyMap<string, TerraformValue> {
  return new Map([...entries].map(([key, value]) => [composedText(key), value] as const));
}

/** Whether the key of a map contains a reference, so that it may turn out to be equal to any other key. */
export function isOpenKey(key: string): boolean {
  return key.includes("${");
}

/** Whether the keys of a map are known to differ, and their order is known: all are plain text, or there is one only. */
export function hasKnownKeys(entries: ReadonlyMap<string, TerraformValue>): boolean {
  return entries.size < 2 || ![...entries.keys()].some(isOpenKey);
}

/**
 * Entries in which a later one replaces an earlier one with the same key. Where keys that are references leave open whether they
 * are the same, the value of the earlier entry is unknown.
 */
export function replacedEntries(
  entries: readonly (readonly [string, TerraformValue])[],
): readonly (readonly [string, TerraformValue])[] {
  return entries.map(([key, value], index) => {
    const mayBeReplaced = entries
      .slice(index + 1)
      .some(([later]) => later !== key && (isOpenKey(later) || isOpenKey(key)));
    return [key, mayBeReplaced ? unknownValue : value];
  });
}

/** A choice among the options: the value itself if all are equal, and never a choice that contains choices. */
export function choiceValue(options: readonly TerraformValue[]): TerraformValue {
  const flat = options.flatMap((option) => (option.kind === "choice" ? option.options : [option]));
  const distinct = [...new Map(flat.map((option) => [canonicalText(option), option])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { kind: "choice", options: distinct };
}

/** With more combinations of options than this, what is made of them counts as unknown. */
const MAXIMUM_COMBINATIONS = 64;

/** Whether values have so many options that what is made of all of them counts as unknown. */
export function hasTooManyCombinations(values: readonly TerraformValue[]): boolean {
  const combinations = values.reduce((count, value) => count * (value.kind === "choice" ? value.options.length : 1), 1);
  return combinations > MAXIMUM_COMBINATIONS;
}

/** Applies `f` to a value, or to each option of a choice. */
export function mapOptions(value: TerraformValue, f: (value: TerraformValue) => TerraformValue): TerraformValue {
  switch (value.kind) {
    case "unknown":
      return value;
    case "choice":
      return choiceValue(value.options.map(f));
    default:
      return f(value);
  }
}

/** The value of JSON with strings in the normal form. */
export function valueFromJson(json: Json): TerraformValue {
  if (Array.isArray(json)) {
    return listValue(json.map(valueFromJson));
  }
  if (typeof json === "object" && json !== null) {
    return mapValue(Object.entries(json).map(([key, value]) => [key, valueFromJson(value)]));
  }
  return scalarValue(json as string | number | boolean | null);
}

/** The value of JSON in which `${` is text, such as the result of `jsondecode`. */
export function literalFromJson(json: Json): TerraformValue {
  return valueFromJson(mapTexts(json, escapeTemplate));
}

/** The value as JSON; `undefined` when a part of it is unknown or a choice. */
export function valueToJson(value: TerraformValue): Json | undefined {
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "list": {
      const items = value.items.map(valueToJson);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "map": {
      const entries = [...value.entries].map(([key, item]) => [key, valueToJson(item)] as const);
      return entries.every(([, item]) => item !== undefined) ? (Object.fromEntries(entries) as Json) : undefined;
    }
    default:
      return undefined;
  }
}

/** The text of a number, a boolean or a string without references; `undefined` for everything else. */
export function plainText(value: TerraformValue): string | undefined {
  if (value.kind !== "scalar" || value.value === null) {
    return undefined;
  }
  const text = scalarText(value.value);
  const [part, ...others] = text === undefined ? [] : parseTemplate(text);
  if (text === undefined) {
    return undefined;
  }
  if (part === undefined) {
    return "";
  }
  return others.length === 0 && part.kind === "literal" ? part.text : undefined;
}

/** Escapes a literal text for use in a template. */
export function escapeTemplate(text: string): string {
  return text.includes("{") ? text.replaceAll("${", () => "$${").replaceAll("%{", "%%{") : text;
}

/**
 * Texts one after the other. The result is unknown where the end of one and the start of the next make `${` or its escape, which
 * would then be read as a reference.
 */
export function joinTexts(texts: readonly string[]): TerraformValue {
  let text = "";
  for (const next of texts) {
    if (/[$%]$/.test(text) && /^[$%]*\{/.test(next)) {
      return unknownValue;
    }
    text += next;
  }
  return scalarValue(text);
}

/**
 * Whether `==` holds; `undefined` when that depends on references. Collections of one kind are not compared: a tuple never equals a
 * list or a set, nor an object a map, and values do not say which of these they are.
 */
export function valuesEqual(a: TerraformValue, b: TerraformValue): boolean | undefined {
  if (a.kind === "unknown" || b.kind === "unknown" || a.kind === "choice" || b.kind === "choice") {
    return undefined;
  }
  if (a.kind !== "scalar" || b.kind !== "scalar") {
    return a.kind !== b.kind ? false : undefined;
  }
  if ([a.value, b.value].some((value) => typeof value === "number" && !Number.isSafeInteger(value))) {
    // Terraform compares decimals and large numbers with more digits.
    return typeof a.value === typeof b.value ? undefined : false;
  }
  if (isSameValue(a, b)) {
    return true;
  }
  if ([a, b].some(isAbsent) && [a, b].some(isPresent)) {
    return false;
  }
  const isOpen = [a, b].some((value) => typeof value.value === "string" && plainText(value) === undefined);
  return isOpen ? undefined : false;
}

function isAbsent({ value }: Scalar): boolean {
  return value === null || value === "";
}

/**
 * Attributes that each object has after the apply: the ID and the ARN of a resource or of what a data source found, and a rendered policy
 * document.
 */
const presentAttributes: ReadonlySet<string> = new Set(["id", "arn", "json"]);

/** Whether a text is neither null nor empty, whatever AWS answers: Terraform refuses a null among other parts of a text. */
export function isPresent({ value }: Scalar): boolean {
  if (typeof value !== "string") {
    return value !== null;
  }
  const parts = parseTemplate(value);
  const [only] = parts;
  // What is between `%{ if }` and `%{ endif }` may not be there.
  const hasDirective = parts.some((part) => part.kind === "expression" && /%\{/.test(part.text));
  return (
    (parts.some(({ kind }) => kind === "literal") && !hasDirective) ||
    (parts.length === 1 && only?.kind === "reference" && presentAttributes.has(only.attribute))
  );
}

/** Whether two values are the same, item by item. */
export function isSameValue(a: TerraformValue, b: TerraformValue): boolean {
  return canonicalText(a) === canonicalText(b);
}

/** Numbers as Terraform reads them in texts; `undefined` for any other text. */
export function numberOfText(text: string): number | undefined {
  const isExact = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) && text.replace(/[-.]/g, "").length <= 15;
  return isExact ? Number(text) : undefined;
}

const booleansByText: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["1", true],
  ["false", false],
  ["0", false],
]);

/** The texts that Terraform converts to a boolean; `undefined` for any other text. */
function booleanOfText(text: string): boolean | undefined {
  return booleansByText.get(text);
}

/** A condition as a boolean: Terraform converts a text, and refuses a number. `undefined` when it is not known. */
export function conditionOf(value: TerraformValue): boolean | undefined {
  if (value.kind !== "scalar" || typeof value.value === "number") {
    return undefined;
  }
  return typeof value.value === "boolean" ? value.value : booleanOfText(plainText(value) ?? "");
}

/** A text that only the same value has. */
export function canonicalText(value: TerraformValue): string {
  switch (value.kind) {
    case "scalar":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(canonicalText).join()}]`;
    case "map":
      return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join()}}`;
    case "choice":
      return `(${value.options.map(canonicalText).join("|")})`;
    case "unknown":
      return value.isRefused === true ? "!" : "?";
  }
}
