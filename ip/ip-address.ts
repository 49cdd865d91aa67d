import { IPv4, IPv6 } from "ipaddr.js";
import type { IntervalSet } from "./interval-set";

/** Version of the Internet Protocol. */
export type AddressFamily = 4 | 6;

/**
 * An IPv4 or IPv6 address as one number: IPv4 addresses come first, IPv6 addresses follow at 2^32. So one set holds
 * addresses of both families, and the families never overlap.
 */
export type IpAddress = bigint;

/** A set of addresses of both families. */
export type AddressSet = IntervalSet;

/** Bits of an address, and the number of the family's first address. */
export const addressFamilies = {
  4: { bits: 32, origin: 0n },
  6: { bits: 128, origin: 1n << 32n },
} as const;

const fourDecimalOctets = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/**
 * Reads an address. It accepts what Terraform and AWS accept, which is less than `ipaddr.js` does: an IPv4 address has four
 * decimal octets without leading zeros, and an IPv6 address has no zone.
 *
 * @returns `undefined` when the text is not such an address
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(":")) {
    const octets = fourDecimalOctets.test(text) ? unlessItThrows(() => IPv4.parse(text).octets) : undefined;
    return octets === undefined ? undefined : fromDigits(octets, 8n);
  }
  // An IPv4 tail may have octal or hexadecimal octets for ipaddr.js.
  const tail = text.slice(text.lastIndexOf(":") + 1);
  if (text.includes("%") || (tail.includes(".") && !fourDecimalOctets.test(tail))) {
    return undefined;
  }
  const groups = unlessItThrows(() => IPv6.parse(text).parts);
  return groups === undefined ? undefined : addressFamilies[6].origin + fromDigits(groups, 16n);
}

// The isValid of ipaddr.js parses too, so a call before parse would parse every address twice.
function unlessItThrows<Value>(parse: () => Value): Value | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** Writes an address: dotted decimal for IPv4, the compressed form of RFC 5952 for IPv6. */
export function formatIpAddress(address: IpAddress): string {
  const value = address - addressFamilies[familyOf(address)].origin;
  return familyOf(address) === 4
    ? new IPv4(toDigits(value, 4, 8n)).toString()
    : new IPv6(toDigits(value, 8, 16n)).toString();
}

/** The family of an address. */
export function familyOf(address: IpAddress): AddressFamily {
  return address < addressFamilies[6].origin ? 4 : 6;
}

function fromDigits(digits: readonly number[], bits: bigint): bigint {
  return digits.reduce((value, digit) => (value << bits) | BigInt(digit), 0n);
}

function toDigits(value: bigint, count: number, bits: bigint): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n)),
  );
}
