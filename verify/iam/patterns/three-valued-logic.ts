/** A truth value in Kleene logic; `unknown` where an expression was not resolved. */
export type ThreeValued = "yes" | "no" | "unknown";

/** A truth value of which everything is known. */
export function toThreeValued(truth: boolean): ThreeValued {
  return truth ? "yes" : "no";
}

/** The negation; that of `unknown` is `unknown`. */
export function kleeneNot(value: ThreeValued): ThreeValued {
  if (value === "unknown") {
    return "unknown";
  }
  return value === "yes" ? "no" : "yes";
}

/** `no` if one item is `no`, otherwise `unknown` if one is. */
export function kleeneEvery<T>(items: readonly T[], test: (item: T) => ThreeValued): ThreeValued {
  let result: ThreeValued = "yes";
  // Called a hundred thousand times: a loop by index makes no iterator.
  for (let index = 0; index < items.length; index += 1) {
    const value = test(items[index] as T);
    if (value === "no") {
      return "no";
    }
    if (value === "unknown") {
      result = "unknown";
    }
  }
  return result;
}

/** `yes` if one item is `yes`, otherwise `unknown` if one is. */
export function kleeneSome<T>(items: readonly T[], test: (item: T) => ThreeValued): ThreeValued {
  let result: ThreeValued = "no";
  for (let index = 0; index < items.length; index += 1) {
    const value = test(items[index] as T);
    if (value === "yes") {
      return "yes";
    }
    if (value === "unknown") {
      result = "unknown";
    }
  }
  return result;
}
