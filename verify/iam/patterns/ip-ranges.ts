import { BlockList, isIP } from "node:net";

/** Whether the text is an address or a CIDR block that {@link isInIpRange} understands. */
export function isIpRange(text: string): boolean {
  const [address = "", bits] = text.split("/");
  const width = addressWidth(address);
  return width !== 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= width));
}

/** Whether the address lies in the CIDR block. */
export function isInIpRange(range: string, address: string): boolean {
  const { network, width, bits } = parseIpRange(range);
  if (addressWidth(address) !== width) {
    return false;
  }
  const family = width === 32 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}

/**
 * One address for each way in which the CIDR blocks can hold an address or not: they cut the line of addresses into
 * intervals, each of which begins at the first address of a block or just after its last.
 */
export function witnessAddresses(ranges: readonly string[]): readonly string[] {
  const v4 = ranges.filter((range) => parseIpRange(range).width === 32);
  const starts = v4.flatMap((range) => {
    const { network, bits } = parseIpRange(range);
    const size = 2 ** (32 - bits);
    const first = Math.floor(ipv4ToNumber(network) / size) * size;
    return [first, first + size].filter((address) => address < 2 ** 32);
  });
  const v6 = ranges.filter((range) => parseIpRange(range).width === 128).map((range) => parseIpRange(range).network);
  return [...new Set([...[0, ...starts].map(numberToIpv4), ...v6, "2001:db8::1"])];
}

function parseIpRange(range: string): { network: string; width: number; bits: number } {
  const [network = "", bits] = range.split("/");
  const width = addressWidth(network);
  return { network, width, bits: bits === undefined ? width : Number(bits) };
}

function addressWidth(address: string): number {
  return { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
}

function ipv4ToNumber(address: string): number {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

function numberToIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
