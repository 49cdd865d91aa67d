import fc from "fast-check";
import { contains, formatCidr, overlaps, parseCidr } from "../../../../rehearsal/aws-validation/network/ipv4";

const octet = fc.nat({ max: 255 });
const cidr = fc
  .tuple(octet, octet, octet, octet, fc.nat({ max: 32 }))
  .map(([a, b, c, d, prefix]) => `${a}.${b}.${c}.${d}/${prefix}`);

/** The addresses of a block one by one, for blocks small enough to count. */
function addresses(text: string): ReadonlySet<number> {
  const { first, last } = parseCidr(text) ?? { first: 1, last: 0 };
  return new Set(Array.from({ length: last - first + 1 }, (_, at) => first + at));
}

describe("the stand-in's arithmetic on IPv4 blocks", () => {
  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.256/24", "10.0.0/24", "", "::/0"])("finds no block in %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test("writes every block with its host bits cleared, and finds the same addresses in what it wrote", () => {
    fc.assert(
      fc.property(cidr, (text) => {
        const range = parseCidr(text);
        const written = range === undefined ? "" : formatCidr(range);

        expect(parseCidr(written)).toEqual(range);
      }),
    );
  });

  test("says that blocks overlap, or contain each other, exactly where their addresses do", () => {
    const small = fc
      .tuple(fc.nat({ max: 63 }), fc.integer({ min: 26, max: 32 }))
      .map(([host, prefix]) => `10.0.0.${host}/${prefix}`);
    fc.assert(
      fc.property(small, small, (one, other) => {
        const [left, right] = [parseCidr(one), parseCidr(other)];
        const [ofLeft, ofRight] = [addresses(one), addresses(other)];
        const common = [...ofRight].filter((address) => ofLeft.has(address));

        expect(left && right && overlaps(left, right)).toBe(common.length > 0);
        expect(left && right && contains(left, right)).toBe(common.length === ofRight.size);
      }),
    );
  });
});
