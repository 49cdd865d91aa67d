import { type Cidr, parseCidr } from "../../../ip/cidr";
import { allAddresses, allIpv4Addresses } from "../../../ip/internet-addresses";
import { containsPoint, representativePoints } from "../../../ip/interval-set";
import { type AddressSet, formatIpAddress, type IpAddress, parseIpAddress } from "../../../ip/ip-address";

/** Whether the text is a value of the IpAddress condition operator: an address or a CIDR block of either family. */
export function isIpRange(text: string): boolean {
  return parseIpRange(text) !== undefined;
}

/** Whether the address is in the range; false when one of the texts does not parse. */
export function isInIpRange(range: string, address: string): boolean {
  const parsed = parseIpAddress(address);
  return parsed !== undefined && containsPoint(addressesOf(range), parsed);
}

/** What reports show for an address that no listed range contains. RFC 3849 reserves the IPv6 one for documentation. */
const exampleAddresses = ["0.0.0.0", "2001:db8::1"]
  .map(parseIpAddress)
  .filter((address): address is IpAddress => address !== undefined);

/** One address of each family for each combination of ranges that an address can be in. */
export function witnessAddresses(ranges: readonly string[]): readonly string[] {
  return representativePoints([allIpv4Addresses, ...ranges.map(addressesOf)], allAddresses, exampleAddresses).map(
    formatIpAddress,
  );
}

function addressesOf(range: string): AddressSet {
  return parseIpRange(range)?.addresses ?? [];
}

/** IAM treats an address as the block that holds only it. */
function parseIpRange(text: string): Cidr | undefined {
  return parseCidr(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
}
