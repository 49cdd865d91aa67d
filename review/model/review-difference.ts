import type { AcceptedFinding } from "../../verify/posture/accepted-finding";
import { type DifferenceKind, rankOf, ranks } from "./difference-kinds";
import { type Severity, severities } from "./severity";

export { type Severity, severities } from "./severity";

/** One sentence of a review, with its evidence. */
export interface ReviewDifference {
  readonly severity: Severity;
  /** What the difference means, which decides its rank. @default - the worst that the severity can mean */
  readonly kind?: DifferenceKind;
  readonly text: string;
  /** Terraform addresses, most relevant first. */
  readonly addresses: readonly string[];
  /** Evidence, one sentence each. @default - the text needs none */
  readonly details?: readonly string[];
  /** Names of the claims that the sentence is about, which reports count instead of sentences. @default - it is about no claim */
  readonly claims?: readonly string[];
  /** Places of arguments whose whole change the details show, so that no report shows it again. @default - none */
  readonly shown?: readonly string[];
  /** The entry by which the owners accept the difference, so that nobody must approve it. @default - nobody accepted it */
  readonly accepted?: AcceptedFinding;
}

/**
 * A difference, with each address once.
 *
 * @param kind decides the rank. @default - the worst that the severity can mean
 */
export function createDifference(
  severity: Severity,
  text: string,
  addresses: readonly string[],
  kind?: DifferenceKind,
): ReviewDifference {
  return { severity, ...(kind && { kind }), text, addresses: [...new Set(addresses)] };
}

/** The worst rank first, and within a rank the most serious effect; among equals the order stays. */
export function sortByRank(differences: readonly ReviewDifference[]): readonly ReviewDifference[] {
  const position = (one: ReviewDifference): number =>
    ranks.indexOf(rankOf(one)) * severities.length + severities.indexOf(one.severity);
  return differences.toSorted((one, other) => position(one) - position(other));
}

/** An item that exists before and after the change. */
export interface MatchedItem<Item> {
  readonly before: Item;
  readonly after: Item;
}

/** Items by their address; of several with one address, the last. */
export function byAddress<Item extends { readonly address: string }>(
  items: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.address, item]));
}

/** Items whose key exists on both sides, in the order of `after`. */
export function matchByKey<Item>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): readonly MatchedItem<Item>[] {
  return [...after].flatMap(([key, itemAfter]) => {
    const itemBefore = before.get(key);
    return itemBefore === undefined ? [] : [{ before: itemBefore, after: itemAfter }];
  });
}

/** Items of `one` whose key `other` does not have. */
export function itemsOnlyIn<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): readonly Item[] {
  return [...one].flatMap(([key, item]) => (other.has(key) ? [] : [item]));
}

/** Items that only `after` has, and items that only `before` has. */
export function addedAndRemoved<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly added: readonly Item[]; readonly removed: readonly Item[] } {
  const keyed = (items: readonly Item[]) => new Map(items.map((item) => [keyOf(item), item]));
  const [keyedBefore, keyedAfter] = [keyed(before), keyed(after)];
  return { added: itemsOnlyIn(keyedAfter, keyedBefore), removed: itemsOnlyIn(keyedBefore, keyedAfter) };
}

/** The first items as words, and how many more there are: `a, b and 3 more`. */
export function formatList(items: readonly string[], maximum = 4): string {
  const shown = items.slice(0, maximum);
  const last = items.length > maximum ? `${items.length - maximum} more` : shown.pop();
  return shown.length === 0 ? (last ?? "none") : `${shown.join(", ")} and ${last}`;
}

/** A principal's ARN without its prefix: `role/apply`. The account is that of the stack. */
export function principalWithoutAccount(pattern: string): string {
  return pattern.replace(/^arn:.*:iam::.*:(?=(?:role|user)\/|root$)/, "");
}
