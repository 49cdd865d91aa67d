import type { IntervalSet } from "./interval-set";

/** A set of TCP or UDP ports. */
export type PortSet = IntervalSet;

/** Ports 0 to 65535. */
export const allPorts: PortSet = [{ first: 0n, last: 65535n }];

/**
 * Reads `8443` or a range such as `1024:65535`; either end of a range may be left out.
 *
 * @returns `undefined` when the text is neither
 */
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
