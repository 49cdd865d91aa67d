/**
 * Computes a value once for each object, and forgets it together with the object.
 *
 * @param compute a pure function
 */
export function memoize<Item extends object, Value>(compute: (item: Item) => Value): (item: Item) => Value {
  return memoizeByFirst<Item, void, Value>(compute);
}

/**
 * Computes a value once for each first argument. It takes two arguments and not any number of them: a list of the others would be
 * made for each of a quarter of a million calls.
 *
 * @param compute a pure function, whose second argument must depend on the first alone, because only the first is looked up
 */
export function memoizeByFirst<First extends object, Second, Value>(
  compute: (first: First, second: Second) => Value,
): (first: First, second: Second) => Value {
  const values = new WeakMap<First, Value>();
  return (first, second) => {
    const known = values.get(first);
    if (known !== undefined || values.has(first)) {
      return known as Value;
    }
    const value = compute(first, second);
    values.set(first, value);
    return value;
  };
}

/**
 * Computes a value once for each text, and keeps it for as long as the returned function is kept. It does not call {@link memoizeByKey}
 * with the text as its own key: the call with any number of arguments takes half as long again, and the evaluation of policies asks millions
 * of times.
 *
 * @param compute a pure function
 * @param mostKept number of texts; when so many are kept, all are forgotten. @default - no limit
 */
export function memoizeByText<Value>(
  compute: (text: string) => Value,
  mostKept = Number.POSITIVE_INFINITY,
): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined || values.has(text)) {
      return known as Value;
    }
    return keep(values, text, compute(text), mostKept);
  };
}

/**
 * Computes a value once for all arguments of one key.
 *
 * @param keyOf equal for arguments of which `compute` makes the same
 * @param compute a pure function
 * @param mostKept number of keys; when so many are kept, all are forgotten. @default - no limit
 */
export function memoizeByKey<Arguments extends readonly unknown[], Value>(
  keyOf: (...all: Arguments) => string,
  compute: (...all: Arguments) => Value,
  mostKept = Number.POSITIVE_INFINITY,
): (...all: Arguments) => Value {
  const values = new Map<string, Value>();
  return (...all) => {
    const key = keyOf(...all);
    const known = values.get(key);
    if (known !== undefined || values.has(key)) {
      return known as Value;
    }
    return keep(values, key, compute(...all), mostKept);
  };
}

function keep<Value>(values: Map<string, Value>, key: string, value: Value, mostKept: number): Value {
  if (values.size >= mostKept) {
    values.clear();
  }
  values.set(key, value);
  return value;
}
