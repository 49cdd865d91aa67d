import { isIP } from "node:net";
import fc from "fast-check";
import { familyOf, formatIpAddress, parseIpAddress } from "../../ip/ip-address";
import { propertyRuns } from "../fixtures/property-runs";

const octet = fc.nat({ max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join("."));
const ipv6 = fc.oneof(fc.ipV6(), fc.constantFrom("::", "::1", "1::", "1:0:0:2::", "::ffff:10.0.0.1"));
const nearlyAnAddress = fc.oneof(
  fc.stringMatching(/^[\da-f:.x]{0,20}$/),
  fc
    .array(fc.constantFrom("0", "00", "1", "010", "255", "256", ".", ":", "::", "f", "12345"), { maxLength: 12 })
    .map((parts) => parts.join("")),
);

describe("an IP address", () => {
  test("an address is read exactly when Node.js takes the text for an address", () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6, nearlyAnAddress), (text) => {
        const address = parseIpAddress(text);

        expect(address === undefined ? 0 : familyOf(address)).toBe(isIP(text));
      }),
      propertyRuns(1000),
    );
  });

  test("an IPv4 address is written as it was read", () => {
    fc.assert(fc.property(ipv4, (text) => expect(formatIpAddress(parseIpAddress(text) ?? 0n)).toBe(text)));
  });

  test("an IPv6 address keeps its value when it is written and read again", () => {
    fc.assert(
      fc.property(ipv6, (text) => {
        const address = parseIpAddress(text) ?? 0n;

        expect(parseIpAddress(formatIpAddress(address))).toBe(address);
      }),
    );
  });

  test.each([
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:0DB8::0001", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
  ])("the IPv6 address %s is written in the form of RFC 5952, %s", (text, written) => {
    expect(formatIpAddress(parseIpAddress(text) ?? 0n)).toBe(written);
  });

  test.each(["127.1", "0x7f.0.0.1", "010.0.0.1", "2130706433", "fe80::1%eth0", "::ffff:010.0.0.1", " 10.0.0.1"])(
    "the text %j is not an address for Terraform, although ipaddr.js or a shell reads it",
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined();
    },
  );
});
