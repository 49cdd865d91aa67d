/** A block of IPv4 addresses: `base` is its first address as an unsigned 32-bit number. */
export interface Cidr {
  readonly base: number;
  readonly prefixLength: number;
}

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

/** Dotted quad, slash, prefix length; no leading zeros, which some programs read as octal. */
export const CIDR_PATTERN = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}/(3[0-2]|[12]?\\d)$`);

/** Addresses in a block of this prefix length. */
export function addressCount(prefixLength: number): number {
  return 2 ** (32 - prefixLength);
}

/** The longest prefix (smallest block) that holds this many addresses. */
export function prefixLengthFor(addresses: number): number {
  return 32 - Math.ceil(Math.log2(addresses));
}

/** Reads CIDR notation; host bits stay in `base`, so that `isAligned` can tell. */
export function parseCidr(text: string): Cidr {
  const parts = CIDR_PATTERN.exec(text);
  if (parts === null) {
    throw new Error(`cidr: is not an IPv4 block, got ${text}; write it as 10.10.0.0/16`);
  }
  const [a, b, c, d, prefixLength] = parts.slice(1).map(Number) as [number, number, number, number, number];
  return { base: ((a * 256 + b) * 256 + c) * 256 + d, prefixLength };
}

/** CIDR notation of a block. */
export function formatCidr({ base, prefixLength }: Cidr): string {
  return `${[24, 16, 8, 0].map((shift) => (base >>> shift) & 255).join(".")}/${prefixLength}`;
}

/** Whether the block starts on a multiple of its size, as AWS wants it. */
export function isAligned({ base, prefixLength }: Cidr): boolean {
  return base % addressCount(prefixLength) === 0;
}

/** The block of this prefix length in which the first address lies. */
export function alignCidr({ base, prefixLength }: Cidr): Cidr {
  return { base: base - (base % addressCount(prefixLength)), prefixLength };
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  const around = alignCidr({ ...inner, prefixLength: outer.prefixLength });
  return outer.prefixLength <= inner.prefixLength && around.base === alignCidr(outer).base;
}

/** Whether two blocks share an address: then one holds the other. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** Private ranges: a public block would hide the internet hosts that really have those addresses. */
export const PRIVATE_RANGES: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  parseCidr,
);
