import { BlockList } from "node:net";
import fc from "fast-check";
import {
  addressCount,
  cidrAtOffset,
  cidrSubnet,
  describeAddresses,
  networkCidr,
  parseAddressSet,
  parseCidr,
  prefixLengthFor,
  requireCidr,
} from "../../ip/cidr";
import { allIpv4Addresses, internetAddresses, isPrivateCidr, privateCidrs } from "../../ip/internet-addresses";
import { contains, containsPoint, intersection, overlaps, subtract, union } from "../../ip/interval-set";
import { parseIpAddress } from "../../ip/ip-address";
import { propertyRuns } from "../fixtures/property-runs";

const block = fc
  .tuple(fc.nat({ max: 255 }), fc.integer({ min: 24, max: 32 }))
  .map(([host, length]) => `10.0.0.${host}/${length}`);
const someBlocks = fc.array(block, { maxLength: 6 });
const hosts = Array.from({ length: 256 }, (_, host) => parseAddressSet(`10.0.0.${host}/32`));

const octet = fc.nat({ max: 255 });
const ipv4Cidr = fc
  .tuple(octet, octet, octet, octet, fc.nat({ max: 32 }))
  .map(([a, b, c, d, prefix]) => `${a}.${b}.${c}.${d}/${prefix}`);
const ipv6Cidr = fc.tuple(fc.ipV6(), fc.nat({ max: 128 })).map(([address, prefix]) => `${address}/${prefix}`);

/** A set as the hosts of one /24 that are in it: the plain meaning to compare with. */
function members(blocks: readonly string[]): readonly boolean[] {
  return hosts.map((host) => blocks.some((text) => contains(parseAddressSet(text), host)));
}

describe("a set of addresses", () => {
  test("a union, an intersection or a difference holds exactly the addresses of its operands that set theory says", () => {
    fc.assert(
      fc.property(someBlocks, someBlocks, (a, b) => {
        const inA = members(a);
        const inB = members(b);
        const [setA, setB] = [parseAddressSet(...a), parseAddressSet(...b)];

        const [merged, common, rest] = [union(setA, setB), intersection(setA, setB), subtract(setA, setB)];

        const found = [merged, common, rest].map((set) => hosts.map((host) => overlaps(set, host)));
        expect(found).toEqual([
          hosts.map((_, index) => inA[index] === true || inB[index] === true),
          hosts.map((_, index) => inA[index] === true && inB[index] === true),
          hosts.map((_, index) => inA[index] === true && inB[index] !== true),
        ]);
      }),
      propertyRuns(50),
    );
  });

  test("the blocks that describe a set make up the same set", () => {
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

  test("no set of IPv4 addresses overlaps a set of IPv6 addresses", () => {
    expect(overlaps(parseAddressSet("0.0.0.0/0"), parseAddressSet("::/0"))).toBe(false);
    expect(overlaps(parseAddressSet("::ffff:0:0/96"), allIpv4Addresses)).toBe(false);
  });

  test("a set is described by few blocks, with an ellipsis after the limit", () => {
    expect(describeAddresses(parseAddressSet("10.0.0.0/9", "10.128.0.0/9", "fd00::/8"))).toBe("10.0.0.0/8, fd00::/8");
    expect(describeAddresses(internetAddresses, 2)).toBe("1.0.0.0/8, 2.0.0.0/7, ...");
    expect(describeAddresses(parseAddressSet("::/0"))).toBe("::/0");
  });
});

describe("a CIDR block", () => {
  test("a block holds an address exactly when Node.js says so", () => {
    const anyAddress = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(fc.oneof(ipv4Cidr, ipv6Cidr), anyAddress, (text, other) => {
        const cidr = requireCidr(text);
        const [network = ""] = text.split("/");
        const list = new BlockList();
        list.addSubnet(network, cidr.prefixLength, cidr.family === 4 ? "ipv4" : "ipv6");

        for (const address of [network, other].filter((each) => each.includes(":") === text.includes(":"))) {
          const isListed = list.check(address, cidr.family === 4 ? "ipv4" : "ipv6");
          expect([text, address, containsPoint(cidr.addresses, parseIpAddress(address) ?? -1n)]).toEqual([
            text,
            address,
            isListed,
          ]);
        }
      }),
    );
  });

  test("a block is read without the bits that its address has beyond the prefix", () => {
    expect(parseCidr("10.1.2.3/16")?.addresses).toEqual(parseAddressSet("10.1.0.0/16"));
    expect(parseCidr("2001:db8::1/32")?.addresses).toEqual(parseAddressSet("2001:db8::/32"));
  });

  test("the network of a block has the same addresses and is its own network", () => {
    fc.assert(
      fc.property(fc.oneof(ipv4Cidr, ipv6Cidr), (text) => {
        const cidr = requireCidr(text);
        const network = networkCidr(cidr);

        expect(network).toEqual({ ...cidr, text: network.text });
        expect(parseCidr(network.text)).toEqual(network);
        expect(networkCidr(network)).toEqual(network);
      }),
    );
  });

  test("the network of 10.1.2.3/16 is 10.1.0.0/16", () => {
    expect(networkCidr(requireCidr("10.1.2.3/16")).text).toBe("10.1.0.0/16");
  });

  test.each([
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "256.0.0.0/8",
    "10.0.0.256/24",
    "010.0.0.0/16",
    "10.0.0.0/016",
    " 10.0.0.0/16",
    "10.0.0.0/16 ",
    "10.0.0.0/8/8",
    "::/129",
    "1::2::3/64",
    "a/8",
    "",
    "/8",
    "12345::/16",
  ])("the text %j is not a CIDR block", (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => requireCidr(text)).toThrow(
      `cidr: not a CIDR block, got ${text}; write it as 10.10.0.0/16 or 2001:db8::/32`,
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

  test("the block at an offset begins that many addresses after the first one", () => {
    expect(cidrAtOffset(requireCidr("10.20.0.0/16"), 0, 24).text).toBe("10.20.0.0/24");
    expect(cidrAtOffset(requireCidr("10.20.0.0/16"), 65280, 28).text).toBe("10.20.255.0/28");
  });

  test.each([
    ["10.0.0.0/16", 8, 2, "10.0.2.0/24"],
    ["10.0.0.0/16", 0, 0, "10.0.0.0/16"],
    ["fd00:fd12:3456:7890::/56", 16, 162, "fd00:fd12:3456:7800:a200::/72"],
    ["10.0.0.0/16", 8, 256, undefined],
    ["10.0.0.0/16", 17, 0, undefined],
    ["10.0.0.0/16", -1, 0, undefined],
    ["10.0.0.0/16", 8, -1, undefined],
  ])("cidrsubnet of %s with %d new bits and number %d is %s, as in Terraform", (text, newBits, position, subnet) => {
    expect(cidrSubnet(requireCidr(text), newBits, position)).toBe(subnet);
  });
});

describe("the internet", () => {
  test("the internet has no address that an internet gateway does not forward to", () => {
    const special = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7"];

    expect(special.filter((text) => overlaps(internetAddresses, parseAddressSet(text)))).toEqual([]);
  });

  test("the internet has the other addresses of both families", () => {
    const outside = ["1.1.1.1/32", "8.8.8.8/32", "172.32.0.0/16", "223.255.255.255/32", "2606:4700::/32"];

    expect(outside.filter((text) => !contains(internetAddresses, parseAddressSet(text)))).toEqual([]);
  });

  test("every private block is without internet addresses", () => {
    expect(privateCidrs.filter(({ text }) => !isPrivateCidr(text))).toEqual([]);
    expect(["8.8.8.0/24", "10.0.0.0/7", "none"].filter(isPrivateCidr)).toEqual([]);
  });
});
