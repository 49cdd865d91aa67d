/** A truth value in Kleene logic; `unknown` where an expression was not resolved. */
export type ThreeValued = "yes" | "no" | "unknown";

export function toThreeValued(truth: boolean): ThreeValued {
  return truth ? "yes" : "no";
}

export function kleeneNot(value: ThreeValued): ThreeValued {
  if (value === "unknown") {
    return "unknown";
  }
  return value === "yes" ? "no" : "yes";
}

/** `no` if one item is `no`, otherwise `unknown` if one is. */
export function kleeneEvery<T>(items: Iterable<T>, test: (item: T) => ThreeValued): ThreeValued {
  let result: ThreeValued = "yes";
  for (const item of items) {
    const value = test(item);
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
export function kleeneSome<T>(items: Iterable<T>, test: (item: T) => ThreeValued): ThreeValued {
  let result: ThreeValued = "no";
  for (const item of items) {
    const value = test(item);
    if (value === "yes") {
      return "yes";
    }
    if (value === "unknown") {
      result = "unknown";
    }
  }
  return result;
}
