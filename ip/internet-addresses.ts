import { type Cidr, parseAddressSet, parseCidr, requireCidr } from "./cidr";
import { overlaps, subtract, union } from "./interval-set";
import type { AddressSet } from "./ip-address";

/** `0.0.0.0/0`. */
export const allIpv4Addresses: AddressSet = parseAddressSet("0.0.0.0/0");
/** `::/0`. */
export const allIpv6Addresses: AddressSet = parseAddressSet("::/0");
/** Every address of both families. */
export const allAddresses: AddressSet = union(allIpv4Addresses, allIpv6Addresses);

/**
 * Private IPv4 blocks: RFC 1918, and the shared address space of RFC 6598. A VPC in any other block hides the internet
 * hosts that have its addresses.
 */
export const privateCidrs: readonly Cidr[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].map(
  requireCidr,
);

/**
 * Addresses that an internet gateway can forward to: all but the blocks that IANA reserves for private and special use.
 * `64:ff9b::/96` counts, because a NAT gateway translates it to the IPv4 internet.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
export const internetAddresses: AddressSet = union(
  subtract(
    allIpv4Addresses,
    parseAddressSet(
      "0.0.0.0/8",
      "10.0.0.0/8",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "198.18.0.0/15",
      "224.0.0.0/3",
    ),
  ),
  parseAddressSet("2000::/3", "64:ff9b::/96"),
);

/** Whether the text is a CIDR block without internet addresses. */
export function isPrivateCidr(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && !overlaps(cidr.addresses, internetAddresses);
}
