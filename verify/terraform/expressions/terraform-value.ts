import type { Json } from "../terraform-configuration";
import { parseTemplate } from "./template";

/**
 * The value of a Terraform expression as far as it does not depend on AWS. The string of a scalar is in the normal form: it may
 * contain `${...}` references to values that only AWS knows.
 */
export type TerraformValue =
  | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
  /** `ordered` is false for a set. Terraform may yield its items in any order, so an index may select any of them. */
  | { readonly kind: "list"; readonly items: readonly TerraformValue[]; readonly ordered: boolean }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, TerraformValue> }
  /** One of these; the configuration does not say which. */
  | { readonly kind: "choice"; readonly options: readonly TerraformValue[] }
  | { readonly kind: "unknown" };

/** A Terraform function. None of its arguments is a choice: the caller tries each option. */
export type TerraformFunction = (args: readonly TerraformValue[]) => TerraformValue;

/** The value of everything that is not known before the apply or not modeled. */
export const unknownValue: TerraformValue = { kind: "unknown" };

/** A string in the normal form, a number, a boolean or null. */
export function scalarValue(value: string | number | boolean | null): TerraformValue {
  return { kind: "scalar", value };
}

/** A list, or a set when `ordered` is false. */
export function listValue(items: readonly TerraformValue[], ordered = true): TerraformValue {
  return { kind: "list", items, ordered };
}

/** Whether the order of the items is known: a list, or a set with at most one item. */
export function hasKnownOrder({ items, ordered }: TerraformValue & { kind: "list" }): boolean {
  return ordered || items.length < 2;
}

/** A map or an object. */
export function mapValue(entries: Iterable<readonly [string, TerraformValue]>): TerraformValue {
  return { kind: "map", entries: new Map(entries) };
}

/** A choice among the options: the value itself if all are equal, and never a choice that contains choices. */
export function choiceValue(options: readonly TerraformValue[]): TerraformValue {
  const flat = options.flatMap((option) => (option.kind === "choice" ? option.options : [option]));
  const distinct = [...new Map(flat.map((option) => [canonicalText(option), option])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { kind: "choice", options: distinct };
}

/** Applies `f` to a value, or to each option of a choice. */
export function mapOptions(value: TerraformValue, f: (value: TerraformValue) => TerraformValue): TerraformValue {
  switch (value.kind) {
    case "unknown":
      return unknownValue;
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
  const [part, ...others] = parseTemplate(String(value.value));
  if (part === undefined) {
    return "";
  }
  return others.length === 0 && part.kind === "literal" ? part.text : undefined;
}

/** Escapes a literal text for use in a template. */
export function escapeTemplate(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
}

/** Whether two values are equal; `undefined` when that depends on references. */
export function valuesEqual(a: TerraformValue, b: TerraformValue): boolean | undefined {
  if (a.kind === "unknown" || b.kind === "unknown" || a.kind === "choice" || b.kind === "choice") {
    return undefined;
  }
  if (canonicalText(a) === canonicalText(b)) {
    return true;
  }
  if (a.kind !== "scalar" || b.kind !== "scalar") {
    return a.kind !== b.kind ? false : undefined;
  }
  const isOpen = [a, b].some((value) => typeof value.value === "string" && plainText(value) === undefined);
  return isOpen ? undefined : false;
}

function canonicalText(value: TerraformValue): string {
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
      return "?";
  }
}
