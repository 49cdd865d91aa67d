import { union } from "./interval-set";
import {
  type AddressFamily,
  type AddressSet,
  addressFamilies,
  familyOf,
  formatIpAddress,
  parseIpAddress,
} from "./ip-address";

/** A CIDR block of either family. */
export interface Cidr {
  /** As it was written. */
  readonly text: string;
  readonly family: AddressFamily;
  readonly prefixLength: number;
  /** Addresses of the block; host bits of the text do not count. */
  readonly addresses: AddressSet;
}

/**
 * Reads `10.0.0.0/16` or `2001:db8::/32`. The block may have bits set beyond its prefix; {@link networkCidr} clears them.
 *
 * @returns `undefined` when the text is not a CIDR block
 */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  const length = text.slice(slash + 1);
  const address = slash < 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length) ? undefined : parseIpAddress(text.slice(0, slash));
  if (address === undefined) {
    return undefined;
  }
  const family = familyOf(address);
  const prefixLength = Number(length);
  const { bits } = addressFamilies[family];
  return prefixLength > bits
    ? undefined
    : { text, family, prefixLength, addresses: addressesOfBlock(address, BigInt(bits - prefixLength)) };
}

function addressesOfBlock(address: bigint, hostBits: bigint): AddressSet {
  const { origin } = addressFamilies[familyOf(address)];
  const first = origin + (((address - origin) >> hostBits) << hostBits);
  return [{ first, last: first + (1n << hostBits) - 1n }];
}

/**
 * Reads a block that is known to be valid: a constant, or a value that validation has accepted.
 *
 * @throws when the text is not a CIDR block
 */
export function requireCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) {
    throw new Error(`cidr: not a CIDR block, got ${text}; write it as 10.10.0.0/16 or 2001:db8::/32`);
  }
  return cidr;
}

/** The addresses of some blocks that are known to be valid. Throws as {@link requireCidr} does. */
export function parseAddressSet(...blocks: readonly string[]): AddressSet {
  return union(...blocks.map((block) => requireCidr(block).addresses));
}

/** The same block as AWS stores it: written with no bits set beyond its prefix. */
export function networkCidr(cidr: Cidr): Cidr {
  return cidrAt(firstAddress(cidr), cidr.prefixLength);
}

/** Addresses in an IPv4 block of this prefix length. */
export function addressCount(prefixLength: number): number {
  return 2 ** (addressFamilies[4].bits - prefixLength);
}

/** The longest prefix (smallest IPv4 block) that holds this many addresses. */
export function prefixLengthFor(addresses: number): number {
  return addressFamilies[4].bits - Math.ceil(Math.log2(addresses));
}

/** The block of a prefix length whose first address is `offset` addresses after the first one of `cidr`. */
export function cidrAtOffset(cidr: Cidr, offset: number, prefixLength: number): Cidr {
  return cidrAt(firstAddress(cidr) + BigInt(offset), prefixLength);
}

/**
 * Terraform's `cidrsubnet`.
 *
 * @returns the block with `newBits` more prefix bits that has this position, counted from 0; `undefined` when there is none
 * @see https://developer.hashicorp.com/terraform/language/functions/cidrsubnet
 */
export function cidrSubnet(cidr: Cidr, newBits: number, position: number): string | undefined {
  const prefixLength = cidr.prefixLength + newBits;
  const { bits } = addressFamilies[cidr.family];
  if (!Number.isInteger(newBits) || newBits < 0 || prefixLength > bits || position < 0 || position >= 2 ** newBits) {
    return undefined;
  }
  return cidrAt(firstAddress(cidr) + (BigInt(position) << BigInt(bits - prefixLength)), prefixLength).text;
}

/** The fewest CIDR blocks that make up the set, as text for reports; at most `limit` of them, then an ellipsis. */
export function describeAddresses(set: AddressSet, limit = 3): string {
  const blocks: string[] = [];
  for (const interval of set) {
    for (let first = interval.first; first <= interval.last; ) {
      const block = largestBlock(first, interval.last);
      if (blocks.length === limit) {
        return `${blocks.join(", ")}, ...`;
      }
      blocks.push(block.text);
      first = (block.addresses[0]?.last ?? interval.last) + 1n;
    }
  }
  return blocks.join(", ");
}

function largestBlock(first: bigint, last: bigint): Cidr {
  const { bits, origin } = addressFamilies[familyOf(first)];
  const value = first - origin;
  let hostBits = 0;
  while (hostBits < bits && value % (2n << BigInt(hostBits)) === 0n && first + (2n << BigInt(hostBits)) - 1n <= last) {
    hostBits += 1;
  }
  return cidrAt(first, bits - hostBits);
}

function firstAddress({ addresses, text }: Cidr): bigint {
  const [interval] = addresses;
  if (interval === undefined) {
    throw new Error(`cidr: a block without addresses, got ${text}`);
  }
  return interval.first;
}

function cidrAt(address: bigint, prefixLength: number): Cidr {
  const family = familyOf(address);
  return {
    text: `${formatIpAddress(address)}/${prefixLength}`,
    family,
    prefixLength,
    addresses: addressesOfBlock(address, BigInt(addressFamilies[family].bits - prefixLength)),
  };
}
