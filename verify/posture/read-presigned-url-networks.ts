import { parseCidr } from "../../ip/cidr";
import { internetAddresses, isPrivateCidr } from "../../ip/internet-addresses";
import { contains } from "../../ip/interval-set";
import { isJsonObject, type Json } from "../terraform/terraform-configuration";
import type { PresignedUrlNetworks } from "./posture";

/** The widest block that a company may own, and as much as all its blocks may hold together. */
const WIDEST_PUBLIC_PREFIX_LENGTH = 8;

/** What an entry of a list must be. */
const NETWORK_LISTS = {
  vpc_ids: { isOne: (text: string) => /^vpc-[0-9a-f]{8,17}$/.test(text), what: "ids of VPCs" },
  private_cidrs: { isOne: isPrivateCidr, what: "private blocks" },
  public_cidrs: { isOne: isNarrowPublicCidr, what: `public blocks of /${WIDEST_PUBLIC_PREFIX_LENGTH} or narrower` },
} as const;

/**
 * The networks that a stack declares for its presigned URLs.
 *
 * @throws when a list is missing, or holds what would name the whole world
 */
export function readPresignedUrlNetworks(declared: Json, where: string): PresignedUrlNetworks {
  const lists = isJsonObject(declared) ? declared : {};
  const read = (name: keyof typeof NETWORK_LISTS): readonly string[] => {
    const list = lists[name];
    const { isOne, what } = NETWORK_LISTS[name];
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string" && isOne(entry))) {
      throw new Error(
        `${where}.url_sources.${name}: does not list ${what}, got ${JSON.stringify(list ?? null)}; list them, or nothing`,
      );
    }
    return list.filter((entry) => typeof entry === "string");
  };
  const publicCidrs = read("public_cidrs");
  if (addressShare(publicCidrs) > 2 ** -WIDEST_PUBLIC_PREFIX_LENGTH) {
    throw new Error(
      `${where}.url_sources.public_cidrs: names more of the internet than one /${WIDEST_PUBLIC_PREFIX_LENGTH}, got ${JSON.stringify(publicCidrs)}; list what is the company's own`,
    );
  }
  return { vpcIds: read("vpc_ids"), privateCidrs: read("private_cidrs"), publicCidrs };
}

/** Which part of all addresses the blocks hold together. */
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
