/**
 * Computes a value once for each object, and forgets it together with the object.
 *
 * @param compute a pure function; later arguments must depend on the first alone, because only the first is looked up
 */
export function memoize<First extends object, Rest extends readonly unknown[], Value>(
  compute: (first: First, ...rest: Rest) => Value,
): (first: First, ...rest: Rest) => Value {
  const values = new WeakMap<First, Value>();
  return (first, ...rest) => {
    const known = values.get(first);
    if (known !== undefined) {
      return known;
    }
    const value = compute(first, ...rest);
    values.set(first, value);
    return value;
  };
}

/** Computes a value once for each text, and keeps it for as long as the returned function is kept. */
export function memoizeByText<Value>(compute: (text: string) => Value): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined) {
      return known;
    }
    const value = compute(text);
    values.set(text, value);
    return value;
  };
}

/**
 * Computes a value once for each text, for texts without number: when so many are kept, all are forgotten.
 *
 * @param compute a pure function
 * @param mostKept number of texts
 */
export function memoizeRecentTexts<Value>(compute: (text: string) => Value, mostKept: number): (text: string) => Value {
  const values = new Map<string, { readonly value: Value }>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined) {
      return known.value;
    }
    const value = compute(text);
    if (values.size >= mostKept) {
      values.clear();
    }
    values.set(text, { value });
    return value;
  };
}
