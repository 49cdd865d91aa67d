/** Truth as far as the JSON says: `unknown` where an expression was not understood. */
export type Trilean = "yes" | "no" | "unknown";

export function trilean(truth: boolean): Trilean {
  return truth ? "yes" : "no";
}

export function not(value: Trilean): Trilean {
  if (value === "unknown") {
    return "unknown";
  }
  return value === "yes" ? "no" : "yes";
}

/** `no` as soon as one is, else `unknown` as soon as one is. */
export function every<T>(items: Iterable<T>, test: (item: T) => Trilean): Trilean {
  let result: Trilean = "yes";
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

/** `yes` as soon as one is, else `unknown` as soon as one is. */
export function some<T>(items: Iterable<T>, test: (item: T) => Trilean): Trilean {
  let result: Trilean = "no";
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
