import fc from "fast-check";
import {
  addressCount,
  alignCidr,
  CIDR_PATTERN,
  type Cidr,
  contains,
  formatCidr,
  isAligned,
  overlaps,
  parseCidr,
  prefixLengthFor,
} from "../../../envs/schema/cidr";

const block: fc.Arbitrary<Cidr> = fc
  .record({ base: fc.nat({ max: 2 ** 32 - 1 }), prefixLength: fc.nat({ max: 32 }) })
  .map(alignCidr);

function isIn({ base, prefixLength }: Cidr, address: number): boolean {
  return address >= base && address < base + addressCount(prefixLength);
}

describe("CIDR blocks", () => {
  test("a block read from its notation is written the same way", () => {
    fc.assert(fc.property(block, (one) => expect(parseCidr(formatCidr(one))).toEqual(one)));
  });

  test("10.20.30.0/24 starts at the number that its octets make", () => {
    expect(parseCidr("10.20.30.0/24")).toEqual({ base: 10 * 2 ** 24 + 20 * 2 ** 16 + 30 * 2 ** 8, prefixLength: 24 });
  });

  test.each([
    "10.0.0.0",
    "10.0.0/16",
    "256.0.0.0/16",
    "10.0.0.0/33",
    "010.0.0.0/16",
    "10.0.0.0/016",
    " 10.0.0.0/16",
    "::/0",
  ])("%s is no block", (text) => {
    expect(text).not.toMatch(CIDR_PATTERN);
    expect(() => parseCidr(text)).toThrow(`cidr: is not an IPv4 block, got ${text}; write it as 10.10.0.0/16`);
  });

  test("aligning a block keeps its address in it and is aligned", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 32 }), (base, prefixLength) => {
        const around = alignCidr({ base, prefixLength });

        expect(isAligned(around)).toBe(true);
        expect(isIn(around, base)).toBe(true);
      }),
    );
  });

  test("the prefix length for a number of addresses is the longest that holds them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 24 }), (addresses) => {
        const prefixLength = prefixLengthFor(addresses);

        expect(addressCount(prefixLength)).toBeGreaterThanOrEqual(addresses);
        expect(addressCount(prefixLength + 1)).toBeLessThan(addresses);
      }),
    );
  });

  test("a block contains another exactly if it holds its first and last address", () => {
    const nested = fc
      .tuple(block, fc.nat({ max: 32 }))
      .map(([one, prefixLength]) => alignCidr({ ...one, prefixLength }));
    fc.assert(
      fc.property(block, fc.oneof(block, nested), (outer, inner) => {
        const both = isIn(outer, inner.base) && isIn(outer, inner.base + addressCount(inner.prefixLength) - 1);

        expect(contains(outer, inner)).toBe(both);
      }),
    );
  });

  test("two blocks overlap exactly if one holds the first address of the other", () => {
    const pair = fc
      .tuple(block, fc.nat({ max: 32 }), fc.integer({ min: -2, max: 2 }))
      .map(([one, prefixLength, shift]) => {
        const base = Math.min(Math.max(0, one.base + shift * addressCount(prefixLength)), 2 ** 32 - 1);
        return [one, alignCidr({ base, prefixLength })] as const;
      });
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(overlaps(one, other)).toBe(isIn(one, other.base) || isIn(other, one.base));
        expect(overlaps(other, one)).toBe(overlaps(one, other));
      }),
    );
  });
});
