import { contains, overlaps } from "./address-space";
import { addressesOf, parseCidr } from "./cidr";
import { isJsonObject, type Json } from "./configuration";
import { internet } from "./internet";
import type { UrlSources } from "./posture";

/** Wider blocks than any company's own. */
const WIDEST_PUBLIC = 8;

/** What an entry of a list must be. */
const LISTS = {
  vpc_ids: { isOne: (text: string) => /^vpc-[0-9a-f]{8,17}$/.test(text), what: "ids of VPCs" },
  private_cidrs: { isOne: isPrivate, what: "private blocks" },
  public_cidrs: { isOne: isPublic, what: `public blocks of /${WIDEST_PUBLIC} or narrower` },
} as const;

/**
 * The networks that a stack declares for its presigned URLs.
 *
 * @throws when a list is missing, or holds what would name the whole world
 */
export function readUrlSources(declared: Json, where: string): UrlSources {
  const lists = isJsonObject(declared) ? declared : {};
  const read = (name: keyof typeof LISTS): readonly string[] => {
    const list = lists[name];
    const { isOne, what } = LISTS[name];
    if (!Array.isArray(list) || !list.every((entry) => typeof entry === "string" && isOne(entry))) {
      throw new Error(
        `${where}.url_sources.${name}: does not list ${what}, got ${JSON.stringify(list ?? null)}; list them, or nothing`,
      );
    }
    return list.filter((entry) => typeof entry === "string");
  };
  return { vpcIds: read("vpc_ids"), privateCidrs: read("private_cidrs"), publicCidrs: read("public_cidrs") };
}

function isPrivate(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && !overlaps(cidr.addresses, internet);
}

function isPublic(text: string): boolean {
  const cidr = parseCidr(text);
  return cidr !== undefined && cidr.prefixLength >= WIDEST_PUBLIC && contains(internet, addressesOf(text));
}
