import { groupBy } from "../../verify/collections/group-by";

/** Requests as text. */
export interface DescribedRequest {
  /** The actions, and what they are called on. */
  readonly called: string;
  /** Condition keys with their values: `s3:tlsversion = 1.2`, `no aws:sourcevpce`. */
  readonly keys: readonly string[];
}

interface RequestsFromSomewhere extends DescribedRequest {
  /** Where they come from, as text. */
  readonly origins: string;
}

/**
 * Requests that differ in the value of one condition key alone are one line: `s3:tlsversion = 1.2 or > 1.2`. Policies compare values in
 * classes, and a reader need not read a line for each class.
 */
export function mergedRequests(requests: readonly RequestsFromSomewhere[]): readonly RequestsFromSomewhere[] {
  const count = Math.max(0, ...requests.map(({ keys }) => keys.length));
  return Array.from({ length: count }, (_, place) => place).reduce(mergedAt, requests);
}

function mergedAt(requests: readonly RequestsFromSomewhere[], place: number): readonly RequestsFromSomewhere[] {
  const alike = groupBy(requests, ({ called, keys, origins }) =>
    JSON.stringify([called, keys.map((key, at) => (at === place ? nameOf(key) : key)), origins]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    const values = [...new Set(group.flatMap(({ keys }) => keys[place] ?? []))].toSorted();
    return first === undefined
      ? []
      : [{ ...first, keys: first.keys.map((key, at) => (at === place ? eitherOf(values) : key)) }];
  });
}

/** The condition key: `aws:sourcevpce` of `no aws:sourcevpce` and of `aws:sourcevpce = vpce-1`. */
function nameOf(key: string): string {
  return key.replace(/^no /, "").split(" ")[0] ?? key;
}

/** The values of one key: `s3:tlsversion = 1.2 or > 1.2`. */
function eitherOf([first = "", ...others]: readonly string[]): string {
  const name = nameOf(first);
  return [first, ...others.map((other) => (other.startsWith(`${name} `) ? other.slice(name.length + 1) : other))].join(
    " or ",
  );
}
