import { z } from "zod";
import { type Environment, environmentSchema } from "../../schema/environment";
import type { ValidationIssue } from "./validation-issue";

/** A value of which parts may have been unreadable. */
type DeepPartial<T> = T extends readonly (infer Entry)[]
  ? readonly (DeepPartial<Entry> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: DeepPartial<T[Key]> }
    : T;

/** What can be read of an environment whatever is wrong with the rest of it. */
export interface PartialEnvironment {
  /** Every valid value, at any depth; list entries keep their places. */
  readonly validValues: DeepPartial<Environment>;
  /** The fields that are valid throughout. */
  readonly validFields: Partial<Environment>;
}

/**
 * A rule that joins fields. It speaks as soon as the values it joins are valid by themselves; until then its silence hides
 * nothing, for those values have faults of their own. `today` is an ISO date: rules know no clock.
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

/** Reads a value as far as it is valid: whole, or else its fields, entries, or the variant that its `kind` chooses. */
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

/** Reads what is valid of an environment that is not valid as a whole. */
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

/** An entry of a list, with its place in the environment's file. */
interface IndexedEntry<T> {
  readonly index: number;
  readonly value: T;
}

/** The readable entries of a list. */
export function indexedEntries<T>(list: readonly (T | undefined)[] | undefined): readonly IndexedEntry<T>[] {
  return (list ?? []).flatMap((value, index) => (value === undefined ? [] : [{ index, value }]));
}

/** Entries with the key of an earlier one. */
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
