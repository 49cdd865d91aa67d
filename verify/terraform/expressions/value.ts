import type { Json } from "../configuration";
import { parseTemplate } from "./template";

/**
 * What a Terraform expression comes to without the cloud. A scalar's string is in the normal form: it may hold `${...}`
 * references to what only AWS knows.
 */
export type Value =
  | { readonly kind: "scalar"; readonly value: string | number | boolean | null }
  /** `ordered` is false for a set: Terraform may yield its items in any order, so an index into it is a coin toss. */
  | { readonly kind: "list"; readonly items: readonly Value[]; readonly ordered: boolean }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Value> }
  /** One of these, and the configuration does not say which. */
  | { readonly kind: "choice"; readonly options: readonly Value[] }
  | { readonly kind: "unknown" };

export const unknown: Value = { kind: "unknown" };

export function scalar(value: string | number | boolean | null): Value {
  return { kind: "scalar", value };
}

export function listOf(items: readonly Value[], ordered = true): Value {
  return { kind: "list", items, ordered };
}

export function mapOf(entries: Iterable<readonly [string, Value]>): Value {
  return { kind: "map", entries: new Map(entries) };
}

/** One value for equal options, and never a choice among choices. */
export function choiceOf(options: readonly Value[]): Value {
  const flat = options.flatMap((option) => (option.kind === "choice" ? option.options : [option]));
  const distinct = [...new Map(flat.map((option) => [keyOf(option), option])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { kind: "choice", options: distinct };
}

/** Applies `f` to a value, or to each option of a choice. */
export function lift(value: Value, f: (value: Value) => Value): Value {
  switch (value.kind) {
    case "unknown":
      return unknown;
    case "choice":
      return choiceOf(value.options.map(f));
    default:
      return f(value);
  }
}

export function fromJson(json: Json): Value {
  if (Array.isArray(json)) {
    return listOf(json.map(fromJson));
  }
  if (typeof json === "object" && json !== null) {
    return mapOf(Object.entries(json).map(([key, value]) => [key, fromJson(value)]));
  }
  return scalar(json as string | number | boolean | null);
}

/** @returns `undefined` when any part of the value is unknown or a choice */
export function toJson(value: Value): Json | undefined {
  switch (value.kind) {
    case "scalar":
      return value.value;
    case "list": {
      const items = value.items.map(toJson);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case "map": {
      const entries = [...value.entries].map(([key, item]) => [key, toJson(item)] as const);
      return entries.every(([, item]) => item !== undefined) ? (Object.fromEntries(entries) as Json) : undefined;
    }
    default:
      return undefined;
  }
}

/** The text of a string without references, or of a number or boolean; `undefined` for everything else. */
export function plainText(value: Value): string | undefined {
  if (value.kind !== "scalar" || value.value === null) {
    return undefined;
  }
  const [part, ...others] = parseTemplate(String(value.value));
  if (part === undefined) {
    return "";
  }
  return others.length === 0 && part.kind === "literal" ? part.text : undefined;
}

/** Text as it must be written in a template to mean itself. */
export function escapeTemplate(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", "%%{");
}

/** `undefined` when references keep the answer open. */
export function sameValue(a: Value, b: Value): boolean | undefined {
  if (a.kind === "unknown" || b.kind === "unknown" || a.kind === "choice" || b.kind === "choice") {
    return undefined;
  }
  if (keyOf(a) === keyOf(b)) {
    return true;
  }
  if (a.kind !== "scalar" || b.kind !== "scalar") {
    return a.kind !== b.kind ? false : undefined;
  }
  const isOpen = [a, b].some((value) => typeof value.value === "string" && plainText(value) === undefined);
  return isOpen ? undefined : false;
}

function keyOf(value: Value): string {
  switch (value.kind) {
    case "scalar":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(keyOf).join()}]`;
    case "map":
      return `{${[...value.entries].map(([key, item]) => `${JSON.stringify(key)}:${keyOf(item)}`).join()}}`;
    case "choice":
      return `(${value.options.map(keyOf).join("|")})`;
    case "unknown":
      return "?";
  }
}
