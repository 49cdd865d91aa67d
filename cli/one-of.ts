/**
 * The value as one of the allowed ones.
 *
 * @throws naming the allowed values
 */
export function oneOf<Value extends string>(option: string, allowed: readonly Value[], value: string): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) {
    throw new Error(`${option}: not known, got ${value}; use one of ${allowed.join(", ")}`);
  }
  return found;
}
