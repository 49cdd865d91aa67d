import fc from "fast-check";
import { contains, intersection, overlaps, subtract, union } from "../../../verify/ip/address-space";
import { describeAddresses, parseAddressSet, parseCidr } from "../../../verify/ip/cidr";
import { allIpv4Addresses, internetAddresses } from "../../../verify/ip/internet-addresses";

const block = fc
  .tuple(fc.nat({ max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, length]) => `10.0.0.${host}/${length}`);
const someBlocks = fc.array(block, { maxLength: 6 });
const hosts = Array.from({ length: 256 }, (_, host) => parseAddressSet(`10.0.0.${host}/32`));

/** A set as the hosts of one /24 that are in it: the plain meaning to compare with. */
function members(blocks: readonly string[]): readonly boolean[] {
  return hosts.map((host) => blocks.some((text) => contains(parseAddressSet(text), host)));
}

describe("an address set", () => {
  it("holds exactly the addresses of the operation it comes from", () => {
    fc.assert(
      fc.property(someBlocks, someBlocks, (a, b) => {
        const inA = members(a);
        const inB = members(b);
        const [setA, setB] = [parseAddressSet(...a), parseAddressSet(...b)];

        const [joined, common, rest] = [union(setA, setB), intersection(setA, setB), subtract(setA, setB)];

        const found = [joined, common, rest].map((set) => hosts.map((host) => overlaps(set, host)));
        expect(found).toEqual([
          hosts.map((_, index) => inA[index] === true || inB[index] === true),
          hosts.map((_, index) => inA[index] === true && inB[index] === true),
          hosts.map((_, index) => inA[index] === true && inB[index] !== true),
        ]);
      }),
      { numRuns: 50 },
    );
  });

  it("is the same however its blocks were cut", () => {
    fc.assert(
      fc.property(someBlocks, (blocks) => {
        const set = parseAddressSet(...blocks);

        const again = parseAddressSet(
          ...describeAddresses(set, 256)
            .split(", ")
            .filter((text) => text !== ""),
        );

        expect(again).toEqual(set);
      }),
    );
  });

  it("keeps the two families apart", () => {
    expect(overlaps(parseAddressSet("0.0.0.0/0"), parseAddressSet("::/0"))).toBe(false);
    expect(overlaps(parseAddressSet("::ffff:0:0/96"), allIpv4Addresses)).toBe(false);
  });
});

describe("a CIDR block", () => {
  it("is read with its host bits cleared, as AWS reads a route's destination", () => {
    expect(parseCidr("10.1.2.3/16")?.addresses).toEqual(parseAddressSet("10.1.0.0/16"));
    expect(parseCidr("2001:db8::1/32")?.addresses).toEqual(parseAddressSet("2001:db8::/32"));
  });

  it.each(["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "256.0.0.0/8", "::/129", "1::2::3/64", "a/8", "", "12345::/16"])(
    "is not %j",
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  it("is printed the way it is written", () => {
    expect(describeAddresses(parseAddressSet("10.0.0.0/9", "10.128.0.0/9", "fd00::/8"))).toBe("10.0.0.0/8, fd00::/8");
    expect(describeAddresses(internetAddresses, 2)).toBe("1.0.0.0/8, 2.0.0.0/7, ...");
    expect(describeAddresses(parseAddressSet("::/0"))).toBe("::/0");
  });
});

describe("the internet", () => {
  it("leaves out what no internet gateway forwards to", () => {
    const special = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7"];

    expect(special.filter((text) => overlaps(internetAddresses, parseAddressSet(text)))).toEqual([]);
  });

  it("holds the rest of both families", () => {
    const outside = ["1.1.1.1/32", "8.8.8.8/32", "172.32.0.0/16", "223.255.255.255/32", "2606:4700::/32"];

    expect(outside.filter((text) => !contains(internetAddresses, parseAddressSet(text)))).toEqual([]);
  });
});
