import type { AddressSet } from "./address-space";

/** Ports lie on a line of their own, and sets of them obey the same algebra as sets of addresses. */
export type PortSet = AddressSet;

export const allPorts: PortSet = [{ first: 0n, last: 65535n }];

/** `8443` or `1024:65535`, either end open; `undefined` when it is neither. */
export function parsePorts(text: string): PortSet | undefined {
  const groups = /^(\d*)(:?)(\d*)$/.exec(text);
  if (groups === null || text === "" || text === ":") {
    return undefined;
  }
  const [, low = "", colon = "", high = ""] = groups;
  const first = low === "" ? 0n : BigInt(low);
  const last = colon === "" ? first : high === "" ? 65535n : BigInt(high);
  return last <= 65535n && first <= last ? [{ first, last }] : undefined;
}

export function containsPoint(set: AddressSet, point: bigint): boolean {
  return set.some((interval) => interval.first <= point && point <= interval.last);
}

/**
 * One point for each way in which the sets divide `within`. Between two neighbouring boundaries every set answers the same,
 * so points that the same sets hold stand for each other and one of them is enough: a `preferred` one, for people to read,
 * where it will do.
 */
export function representativePoints(
  sets: readonly AddressSet[],
  within: AddressSet,
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

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : 1;
}
