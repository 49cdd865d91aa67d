import { type AddressSet, union } from "./address-space";

/** One CIDR block. */
export interface Cidr {
  readonly text: string;
  readonly family: 4 | 6;
  readonly prefixLength: number;
  readonly addresses: AddressSet;
}

const addressFamilies = {
  4: { bits: 32, origin: 0n },
  6: { bits: 128, origin: 1n << 32n },
} as const;

/** @returns `undefined` for anything that is not an IPv4 or IPv6 address with a prefix length */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text.trim());
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const prefixLength = Number(match?.[2]);
  if (address === undefined || prefixLength > addressFamilies[address.family].bits) {
    return undefined;
  }
  const { bits, origin } = addressFamilies[address.family];
  const size = 1n << BigInt(bits - prefixLength);
  const first = origin + (address.value / size) * size;
  return { text, family: address.family, prefixLength, addresses: [{ first, last: first + size - 1n }] };
}

export function parseAddress(text: string): { readonly family: 4 | 6; readonly value: bigint } | undefined {
  if (text.includes(":")) {
    const value = parseIpv6(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  const value = parseIpv4(text);
  return value === undefined ? undefined : { family: 4, value };
}

function parseIpv4(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) {
    return undefined;
  }
  return octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split("::");
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) {
    return undefined;
  }
  const groups = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill("0"), ...tail];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) {
    return undefined;
  }
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** For people: the fewest CIDR blocks that make up the set, at most `limit` of them. */
export function describeAddresses(set: AddressSet, limit = 3): string {
  const blocks: string[] = [];
  for (const interval of set) {
    for (let first = interval.first; first <= interval.last; ) {
      const block = largestBlock(first, interval.last);
      if (blocks.length === limit) {
        return `${blocks.join(", ")}, ...`;
      }
      blocks.push(block.text);
      first += block.size;
    }
  }
  return blocks.join(", ");
}

function largestBlock(first: bigint, last: bigint): { readonly text: string; readonly size: bigint } {
  const family = first < addressFamilies[6].origin ? 4 : 6;
  const { bits, origin } = addressFamilies[family];
  const value = first - origin;
  let hostBits = 0;
  while (hostBits < bits && value % (2n << BigInt(hostBits)) === 0n && first + (2n << BigInt(hostBits)) - 1n <= last) {
    hostBits += 1;
  }
  const address = family === 4 ? formatIpv4(value) : formatIpv6(value);
  return { text: `${address}/${bits - hostBits}`, size: 1n << BigInt(hostBits) };
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
}

function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(16 * (7 - index))) & 65535n);
  const text = groups.map((group) => group.toString(16)).join(":");
  return text.replace(/(?:^|:)0(?::0)+(?::|$)/, "::");
}

/** The set of some blocks written as text. Only for constants: throws on a block that does not parse. */
export function parseAddressSet(...blocks: readonly string[]): AddressSet {
  return union(
    ...blocks.map((block) => {
      const cidr = parseCidr(block);
      if (cidr === undefined) {
        throw new Error(`address space: not a CIDR block, got ${block}; write it as address/prefix length`);
      }
      return cidr.addresses;
    }),
  );
}

/** Terraform's `cidrsubnet`: the block that lies `newBits` deeper, counted from 0. */
export function cidrSubnet(cidr: Cidr, newBits: number, position: number): string | undefined {
  const prefixLength = cidr.prefixLength + newBits;
  const { bits } = addressFamilies[cidr.family];
  const first = cidr.addresses[0]?.first;
  if (first === undefined || !Number.isInteger(newBits) || newBits < 0 || prefixLength > bits) {
    return undefined;
  }
  const size = 1n << BigInt(bits - prefixLength);
  const at = first + size * BigInt(position);
  return position >= 0 && position < 2 ** newBits ? largestBlock(at, at + size - 1n).text : undefined;
}
