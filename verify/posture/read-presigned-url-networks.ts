import { parseCidr } from "../../ip/cidr";
import { internetAddresses, isPrivateCidr } from "../../ip/internet-addresses";
import { contains } from "../../ip/interval-set";
import { isJsonObject, type Json } from "../terraform/terraform-configuration";
import { requireKnownFields } from "./declared-fields";
import type { PresignedUrlNetworks } from "./posture";

/** The largest public block that a declaration may have, and the limit for all its public blocks together. */
const WIDEST_PUBLIC_PREFIX_LENGTH = 8;

/** The lists of a declaration, and what each entry must be. */
const NETWORK_LISTS = {
  vpc_ids: { isOne: (text: string) => /^vpc-[0-9a-f]{8,17}$/.test(text), what: "VPC IDs" },
  private_cidrs: { isOne: isPrivateCidr, what: "private CIDR blocks" },
  public_cidrs: { isOne: isNarrowPublicCidr, what: `public CIDR blocks of /${WIDEST_PUBLIC_PREFIX_LENGTH} or smaller` },
} as const;

/**
 * Reads the networks that a stack declares for its presigned URLs.
 *
 * @throws when a list is missing or malformed, or when the public blocks are too large
 */
export function readPresignedUrlNetworks(declared: Json, where: string): PresignedUrlNetworks {
  requireKnownFields(declared, Object.keys(NETWORK_LISTS), `${where}.url_sources`);
  const lists = isJsonObject(declared) ? declared : {};
  const read = (name: keyof typeof NETWORK_LISTS): readonly string[] => {
    const list = lists[name];
    const { isOne, what } = NETWORK_LISTS[name];
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string" && isOne(entry))) {
      throw new Error(
        `${where}.url_sources.${name}: not a list of ${what}, got ${JSON.stringify(list ?? null)}; list them, or use an empty list`,
      );
    }
    return list.filter((entry) => typeof entry === "string");
  };
  const publicCidrs = read("public_cidrs");
  if (addressShare(publicCidrs) > 2 ** -WIDEST_PUBLIC_PREFIX_LENGTH) {
    throw new Error(
      `${where}.url_sources.public_cidrs: together larger than one /${WIDEST_PUBLIC_PREFIX_LENGTH}, got ${JSON.stringify(publicCidrs)}; list only blocks that the company owns`,
    );
  }
  return { vpcIds: read("vpc_ids"), privateCidrs: read("private_cidrs"), publicCidrs };
}

/** The fraction of all IPv4 addresses that the blocks contain together. */
function addressShare(blocks: readonly string[]): number {
  return blocks.reduce((share, block) => share + 2 ** -(parseCidr(block)?.prefixLength ?? 0), 0);
}

function isNarrowPublicCidr(text: string): boolean {
  const cidr = parseCidr(text);
  return (
    cidr !== undefined &&
    cidr.prefixLength >= WIDEST_PUBLIC_PREFIX_LENGTH &&
    contains(internetAddresses, cidr.addresses)
  );
}
