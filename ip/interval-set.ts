/** A closed interval of numbers. */
export interface Interval {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A set of numbers: sorted, disjoint, closed intervals with a gap between any two neighbors.
 *
 * Addresses and ports are such sets, so every question about routes and filters has an exact answer without sampling.
 */
export type IntervalSet = readonly Interval[];

/** The set without members. */
export const emptySet: IntervalSet = [];

/** The numbers that are in at least one of the sets. */
export function union(...sets: readonly IntervalSet[]): IntervalSet {
  const sorted = sets.flat().sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && interval.first <= previous.last + 1n) {
      const last = maximum(interval.last, previous.last);
      merged[merged.length - 1] = { first: previous.first, last };
    } else {
      merged.push(interval);
    }
  }
  return merged;
}

/** The numbers that are in both sets. */
export function intersection(a: IntervalSet, b: IntervalSet): IntervalSet {
  const common: Interval[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const first = maximum(x.first, y.first);
    const last = minimum(x.last, y.last);
    if (first <= last) {
      common.push({ first, last });
    }
    if (x.last < y.last) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return common;
}

/** The numbers of `a` that are not in `b`. */
export function subtract(a: IntervalSet, b: IntervalSet): IntervalSet {
  const kept: Interval[] = [];
  let j = 0;
  for (const { first, last } of a) {
    let from = first;
    for (let y = b[j]; y !== undefined && y.first <= last; y = b[j]) {
      if (y.first > from) {
        kept.push({ first: from, last: y.first - 1n });
      }
      if (y.last + 1n > from) {
        from = y.last + 1n;
      }
      if (y.last >= last) {
        break;
      }
      j += 1;
    }
    if (from <= last) {
      kept.push({ first: from, last });
    }
  }
  return kept;
}

/** Whether the sets have a number in common. */
export function overlaps(a: IntervalSet, b: IntervalSet): boolean {
  return intersection(a, b).length > 0;
}

/** Whether every number of `inner` is in `outer`. */
export function contains(outer: IntervalSet, inner: IntervalSet): boolean {
  return subtract(inner, outer).length === 0;
}

/** Whether the number is in the set. */
export function containsPoint(set: IntervalSet, point: bigint): boolean {
  return set.some((interval) => interval.first <= point && point <= interval.last);
}

/**
 * One number of `within` for each combination of sets that a number can be in.
 *
 * Membership changes only at the boundaries of the sets, so one number between two neighboring boundaries represents the
 * rest. A `preferred` number is taken where it fits, because reports show these numbers.
 */
export function representativePoints(
  sets: readonly IntervalSet[],
  within: IntervalSet,
  preferred: readonly bigint[] = [],
): readonly bigint[] {
  const boundaries = [...sets, within].flat().flatMap((interval) => [interval.first, interval.last + 1n]);
  const inside = [...new Set([...preferred, ...boundaries.sort(ascending)])].filter((point) =>
    containsPoint(within, point),
  );
  const bySignature = new Map<string, bigint>();
  for (const point of inside) {
    const signature = sets.map((set) => (containsPoint(set, point) ? "1" : "0")).join("");
    bySignature.set(signature, bySignature.get(signature) ?? point);
  }
  return [...bySignature.values()];
}

// Math.max and Math.min do not accept bigints.
function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : 1;
}
