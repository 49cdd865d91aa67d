import { type Cidr, cidrAtOffset, cidrSubnet, parseAddressSet, parseCidr } from "../../../../ip/cidr";
import { addressFamilies, formatIpAddress } from "../../../../ip/ip-address";
import {
  listValue,
  plainText,
  refusedValue,
  scalarValue,
  type TerraformFunction,
  type TerraformValue,
  unknownValue,
} from "../terraform-value";
import { integerOf } from "./arguments";

/** Terraform writes these addresses of IPv6 as addresses of IPv4. */
const [mappedAddresses] = parseAddressSet("::ffff:0:0/96");

/** The block of the first argument; `undefined` for anything else than a block, and for one with IPv4 addresses inside IPv6. */
function blockOf(value: TerraformValue | undefined): Cidr | undefined {
  const cidr = parseCidr((value && plainText(value)) ?? "");
  const isMapped = cidr?.addresses.some(
    ({ first, last }) =>
      mappedAddresses !== undefined && first <= mappedAddresses.last && last >= mappedAddresses.first,
  );
  return isMapped === true ? undefined : cidr;
}

/** Blocks of different sizes, one after the other, each at the next place that fits it. */
function consecutiveBlocks(block: Cidr, newBits: readonly number[]): readonly string[] | undefined {
  const { bits } = addressFamilies[block.family];
  let next = 0n;
  const blocks = newBits.map((added) => {
    const length = block.prefixLength + added;
    const size = length > bits ? 1n : 1n << BigInt(bits - length);
    const start = ((next + size - 1n) / size) * size;
    next = start + size;
    const isInside = added >= 1 && length <= bits && next <= 1n << BigInt(bits - block.prefixLength);
    return isInside ? cidrAtOffset(block, Number(start), length).text : undefined;
  });
  return blocks.every((text) => text !== undefined) ? blocks : undefined;
}

/**
 * Functions over addresses, as Terraform documents them.
 *
 * @see https://developer.hashicorp.com/terraform/language/functions/cidrsubnet
 */
export const addressFunctions: Readonly<Record<string, TerraformFunction>> = {
  cidrsubnet: ([block, newBits, number]) => {
    const cidr = blockOf(block);
    const [bits, position] = [integerOf(newBits), integerOf(number)];
    // Terraform counts with a negative number in another way.
    if (cidr === undefined || bits === undefined || position === undefined || position < 0) {
      return unknownValue;
    }
    const subnet = cidrSubnet(cidr, bits, position);
    return subnet === undefined ? refusedValue : scalarValue(subnet);
  },
  cidrsubnets: ([block, ...newBits]) => {
    const cidr = blockOf(block);
    const bits = newBits.map(integerOf);
    // Offsets of larger blocks do not fit a number.
    if (cidr?.family !== 4 || !bits.every((added) => added !== undefined)) {
      return unknownValue;
    }
    const blocks = consecutiveBlocks(cidr, bits);
    return blocks === undefined ? unknownValue : listValue(blocks.map((text) => scalarValue(text)));
  },
  cidrhost: ([block, number]) => {
    const cidr = blockOf(block);
    const position = integerOf(number);
    const [range] = cidr?.addresses ?? [];
    if (cidr === undefined || position === undefined || range === undefined) {
      return unknownValue;
    }
    const size = range.last - range.first + 1n;
    const offset = BigInt(position) < 0n ? BigInt(position) + size : BigInt(position);
    return offset < 0n || offset >= size ? refusedValue : scalarValue(formatIpAddress(range.first + offset));
  },
  cidrnetmask: ([block]) => {
    const cidr = blockOf(block);
    if (cidr?.family !== 4) {
      return unknownValue;
    }
    const mask = ((1n << BigInt(cidr.prefixLength)) - 1n) << BigInt(32 - cidr.prefixLength);
    return scalarValue(formatIpAddress(mask));
  },
};
