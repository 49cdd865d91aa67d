import { partitionOfRegion } from "../../aws/partitions";
import type { ObjectValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";

/** The account and region that one provider block speaks to. */
export interface ProviderConfiguration {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
  readonly defaultTags: ObjectValue;
}

/** An account id that documentation uses and nobody owns. */
const EXAMPLE_ACCOUNT = "123456789012";

/** What a provider block leads to; the account is the first that the block allows. */
export function readProviderConfiguration(providerBlock: ObjectValue): ProviderConfiguration {
  const region = knownString(providerBlock.region) ?? "us-east-1";
  const [defaults] = itemsOf(providerBlock.default_tags);
  const tags = isObjectValue(defaults) ? defaults.tags : undefined;
  return {
    region,
    account: knownStrings(providerBlock.allowed_account_ids)[0] ?? EXAMPLE_ACCOUNT,
    partition: partitionOfRegion(region).name,
    defaultTags: isObjectValue(tags) ? tags : {},
  };
}

/** Letters of the zones that every region of the stand-in has. */
const ZONE_LETTERS = ["a", "b", "c", "d", "e", "f"];

/** Availability Zone names of a region. */
export function availabilityZonesOf(region: string): readonly string[] {
  return ZONE_LETTERS.map((letter) => region + letter);
}

/** Zone id in AWS's form: `eu-west-1a` -> `euw1-az1`. Which letter means which zone differs per account in reality. */
export function zoneId(zone: string): string {
  const [area = "", direction = "", number = ""] = zone.slice(0, -1).split("-");
  return `${area}${direction.charAt(0)}${number}-az${ZONE_LETTERS.indexOf(zone.slice(-1)) + 1}`;
}
