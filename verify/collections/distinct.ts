import { memoize } from "./memoize";

/** A value as JSON, written once for each object. It must be representable as JSON, and nobody may change it later. */
const contentOf: (value: object) => string = memoize((value: object) => JSON.stringify(value));

/** The values in their order, without a later one of equal content. Values must be representable as JSON. */
export function distinctByContent<Value extends object>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [contentOf(value), value])).values()];
}
