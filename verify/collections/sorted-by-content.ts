/** The values of a set in one order, for comparisons. They must be representable as JSON. */
export function sortedByContent<Value>(values: readonly Value[]): readonly Value[] {
  return values
    .map((value) => ({ value, content: JSON.stringify(value) }))
    .sort((one, other) => (one.content < other.content ? -1 : 1))
    .map(({ value }) => value);
}
