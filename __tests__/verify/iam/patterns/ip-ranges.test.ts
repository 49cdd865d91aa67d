import fc from "fast-check";
import { isInIpRange, isIpRange, witnessAddresses } from "../../../../verify/iam/patterns/ip-ranges";

const octet = fc.nat({ max: 255 });
const address = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const range = fc.tuple(address, fc.nat({ max: 32 })).map(([network, bits]) => `${network}/${bits}`);

describe("ranges of addresses", () => {
  it("show an address for every way in which blocks hold an address or not", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 4 }), address, (ranges, candidate) => {
        const membership = (each: string): string => ranges.map((block) => Number(isInIpRange(block, each))).join("");

        expect(witnessAddresses(ranges).map(membership)).toContain(membership(candidate));
      }),
    );
  });

  it("tell two blocks with one first address apart", () => {
    const both = ["203.0.113.0/24", "203.0.113.0/25"];

    expect(
      witnessAddresses(both).filter((each) => both.map((block) => isInIpRange(block, each)).join() === "true,false"),
    ).not.toEqual([]);
  });

  it("are blocks or single addresses of either version, and nothing else", () => {
    expect(["10.0.0.0/8", "10.0.0.1", "2001:db8::/32"].filter((text) => !isIpRange(text))).toEqual([]);
    expect(["10.0.0.0/33", "10.0.0/8", "pl-0123", ""].filter(isIpRange)).toEqual([]);
  });
});
