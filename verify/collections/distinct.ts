/** The values in their order, without a later one of equal content. Values must be representable as JSON. */
export function distinctByContent<Value>(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
