import fc from "fast-check";
import { isInIpRange, isIpRange, witnessAddresses } from "../../../../verify/iam/patterns/ip-ranges";

const octet = fc.nat({ max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const range = fc.tuple(address, fc.nat({ max: 32 })).map(([network, bits]) => `${network}/${bits}`);
const ipv6Range = fc.tuple(fc.ipV6(), fc.nat({ max: 128 })).map(([network, bits]) => `${network}/${bits}`);
const anyRange = fc.oneof(range, ipv6Range, fc.constantFrom("0.0.0.0/0", "::/0"));

describe("IP address ranges of conditions", () => {
  it("the witness addresses include one for each combination of ranges that an address can be in", () => {
    fc.assert(
      fc.property(fc.array(anyRange, { maxLength: 4 }), fc.oneof(address, fc.ipV6()), (ranges, candidate) => {
        const membership = (each: string): string => ranges.map((block) => Number(isInIpRange(block, each))).join("");

        expect(witnessAddresses(ranges).map(membership)).toContain(membership(candidate));
      }),
    );
  });

  it.each([[["203.0.113.0/24", "203.0.113.0/25"]], [["2001:db8:1::/48", "2001:db8:1::/49"]]])(
    "the ranges %j with the same first address have a witness that only the larger one contains",
    (both) => {
      expect(
        witnessAddresses(both).filter((each) => both.map((block) => isInIpRange(block, each)).join() === "true,false"),
      ).not.toEqual([]);
    },
  );

  it("a range is a CIDR block or an address of either family, and nothing else", () => {
    expect(["10.0.0.0/8", "10.0.0.1", "2001:db8::/32"].filter((text) => !isIpRange(text))).toEqual([]);
    expect(["10.0.0.0/33", "10.0.0/8", "pl-0123", ""].filter(isIpRange)).toEqual([]);
  });
});
