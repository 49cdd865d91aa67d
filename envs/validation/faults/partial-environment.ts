import { z } from "zod";
import { type Environment, environmentSchema } from "../../schema/environment";
import type { Fault } from "./fault";

/** A value of which parts may have been unreadable. */
type Known<T> = T extends readonly (infer Entry)[]
  ? readonly (Known<Entry> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Known<T[Key]> }
    : T;

/** What can be read of an environment whatever is wrong with the rest of it. */
export interface Reading {
  /** Every valid value, at any depth; list entries keep their places. */
  readonly known: Known<Environment>;
  /** The fields that are valid throughout. */
  readonly whole: Partial<Environment>;
}

/**
 * A rule that joins fields. It speaks as soon as the values it joins are valid by themselves; until then its silence hides
 * nothing, for those values have faults of their own. `today` is an ISO date: rules know no clock.
 */
export type Rule = (reading: Reading, today: string) => readonly Fault[];

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
function readKnown(schema: Schema, value: unknown): unknown {
  const read = z.safeParse(schema, value);
  if (read.success) {
    return read.data;
  }
  const inner = withoutDefault(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((entry) => readKnown(inner.element, entry));
  }
  if (inner instanceof z.ZodUnion) {
    return inner.options.map((option) => readKnown(option, value)).find((variant) => isRecord(variant) && variant.kind);
  }
  if (inner instanceof z.ZodObject && isRecord(value)) {
    return mapFields(inner.shape, (field, key) => readKnown(field, value[key]));
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
export function readPartly(environment: unknown): Reading {
  const fields = isRecord(environment) ? environment : {};
  return {
    known: readKnown(environmentSchema, fields) as Reading["known"],
    whole: mapFields(environmentSchema.shape, (field, key) => z.safeParse(field, fields[key]).data) as Reading["whole"],
  };
}

/** An entry of a list, with its place in the environment's file. */
interface Entry<T> {
  readonly index: number;
  readonly value: T;
}

/** The readable entries of a list. */
export function entriesOf<T>(list: readonly (T | undefined)[] | undefined): readonly Entry<T>[] {
  return (list ?? []).flatMap((value, index) => (value === undefined ? [] : [{ index, value }]));
}

/** Entries with the key of an earlier one. */
export function repeated<T>(
  entries: readonly Entry<T>[],
  keyOf: (value: T) => string | undefined,
): readonly Entry<T>[] {
  const seen = new Set<string>();
  return entries.filter(({ value }) => {
    const key = keyOf(value);
    return key !== undefined && seen.size === seen.add(key).size;
  });
}
