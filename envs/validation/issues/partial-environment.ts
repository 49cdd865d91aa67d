import { z } from "zod";
import { type Environment, environmentSchema } from "../../schema/environment";
import type { ValidationIssue } from "./validation-issue";

/** A value in which invalid parts are undefined. */
export type DeepPartial<T> = T extends readonly (infer Entry)[]
  ? readonly (DeepPartial<Entry> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

/** The valid parts of an environment that may be invalid elsewhere. */
export interface PartialEnvironment {
  /** Every valid value, at any depth; list entries keep their indexes. */
  readonly validValues: DeepPartial<Environment>;
  /** The top-level fields that are completely valid. */
  readonly validFields: Partial<Environment>;
}

/**
 * A rule that compares fields. It applies once the values that it compares are valid on their own; until then those values
 * have issues of their own. `today` is an ISO date, so that rules do not read the clock.
 */
export type ValidationRule = (reading: PartialEnvironment, today: string) => readonly ValidationIssue[];

type Schema = z.core.$ZodType;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutDefault(schema: Schema): Schema {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
    ? withoutDefault(schema.unwrap())
    : schema;
}

/** The valid parts of a value: all of it, or its valid fields or entries, or those of the variant that its `kind` selects. */
function readValidValues(schema: Schema, value: unknown): unknown {
  const read = z.safeParse(schema, value);
  if (read.success) {
    return read.data;
  }
  const inner = withoutDefault(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((entry) => readValidValues(inner.element, entry));
  }
  if (inner instanceof z.ZodUnion) {
    return inner.options
      .map((option) => readValidValues(option, value))
      .find((variant) => isRecord(variant) && variant.kind);
  }
  if (inner instanceof z.ZodObject && isRecord(value)) {
    return mapFields(inner.shape, (field, key) => readValidValues(field, value[key]));
  }
  return undefined;
}

function mapFields<Shape extends Readonly<Record<string, Schema>>>(
  shape: Shape,
  read: (field: Schema, key: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, read(field, key)]));
}

/** Every valid value of an object, at any depth. */
export function readValidParts<Value>(schema: z.ZodType<Value>, input: unknown): DeepPartial<Value> {
  return readValidValues(schema, isRecord(input) ? input : {}) as DeepPartial<Value>;
}

/** The valid parts of an environment that is invalid as a whole. */
export function readPartialEnvironment(environment: unknown): PartialEnvironment {
  const fields = isRecord(environment) ? environment : {};
  return {
    validValues: readValidValues(environmentSchema, fields) as PartialEnvironment["validValues"],
    validFields: mapFields(
      environmentSchema.shape,
      (field, key) => z.safeParse(field, fields[key]).data,
    ) as PartialEnvironment["validFields"],
  };
}

/** An entry of a list, with its index in the environment file. */
export interface IndexedEntry<T> {
  readonly index: number;
  readonly value: T;
}

/** The valid entries of a list. */
export function indexedEntries<T>(list: readonly (T | undefined)[] | undefined): readonly IndexedEntry<T>[] {
  return (list ?? []).flatMap((value, index) => (value === undefined ? [] : [{ index, value }]));
}

/** Entries that have the same key as an earlier one. */
export function duplicateEntries<T>(
  entries: readonly IndexedEntry<T>[],
  keyOf: (value: T) => string | undefined,
): readonly IndexedEntry<T>[] {
  const seen = new Set<string>();
  return entries.filter(({ value }) => {
    const key = keyOf(value);
    return key !== undefined && seen.size === seen.add(key).size;
  });
}
