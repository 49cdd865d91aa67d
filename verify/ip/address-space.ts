/**
 * Sets of IP addresses, exactly: sorted, disjoint, closed intervals on one line on which the IPv4 space comes first and the
 * IPv6 space follows it. Every question about routes is a question about such sets, so nothing is sampled.
 */
export type AddressSet = readonly AddressInterval[];

export interface AddressInterval {
  readonly first: bigint;
  readonly last: bigint;
}

export const emptyAddressSet: AddressSet = [];

export function union(...sets: readonly AddressSet[]): AddressSet {
  const sorted = sets.flat().sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
  const joined: AddressInterval[] = [];
  for (const interval of sorted) {
    const previous = joined.at(-1);
    if (previous !== undefined && interval.first <= previous.last + 1n) {
      const last = maximum(interval.last, previous.last);
      joined[joined.length - 1] = { first: previous.first, last };
    } else {
      joined.push(interval);
    }
  }
  return joined;
}

export function intersection(a: AddressSet, b: AddressSet): AddressSet {
  const common: AddressInterval[] = [];
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

export function subtract(a: AddressSet, b: AddressSet): AddressSet {
  const kept: AddressInterval[] = [];
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

export function overlaps(a: AddressSet, b: AddressSet): boolean {
  return intersection(a, b).length > 0;
}

export function contains(outer: AddressSet, inner: AddressSet): boolean {
  return subtract(inner, outer).length === 0;
}

// Math.max and Math.min refuse bigints.
function maximum(a: bigint, b: bigint): bigint {
  if (a > b) {
    return a;
  }
  return b;
}

function minimum(a: bigint, b: bigint): bigint {
  if (a < b) {
    return a;
  }
  return b;
}
