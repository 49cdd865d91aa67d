import { partitionOfRegion } from "../../aws/partitions";
import type { ObjectValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";
import { type AccountSettings, DEFAULT_CALLER_ROLE } from "./account-state";

/** Account, region and default tags of one provider block. */
export interface ProviderConfiguration {
  readonly region: string;
  /** Whether the Region is named: by the provider block, or for the environment of its run. */
  readonly isRegionGiven: boolean;
  /** Whether a plan has the Region of a resource that names none. */
  readonly isRegionPlanned: boolean;
  /** Letters of the Availability Zones of every Region. */
  readonly zoneLetters: readonly string[];
  /** Names of the zones that the account has, as its owner declares them. @default - those of the letters */
  readonly zones?: readonly string[] | undefined;
  readonly account: string;
  readonly partition: string;
  readonly defaultTags: ObjectValue;
  /** Role whose session runs Terraform, as `<path and name>`. */
  readonly callerRole: string;
}

/**
 * An account that no documentation uses as an example: what a configuration grants to one of those, which people copy, must not look like a
 * grant to the account of the rehearsal.
 */
export const REHEARSED_ACCOUNT = "684170523916";

/** Reads a provider block. The account is the first of `allowed_account_ids`. */
export function readProviderConfiguration(
  providerBlock: ObjectValue,
  {
    callerRole = DEFAULT_CALLER_ROLE,
    zoneLetters = ZONE_LETTERS,
    zones,
    onAssumed,
    region: outside,
  }: Partial<AccountSettings> = {},
): ProviderConfiguration {
  const { region: written = null } = providerBlock;
  // The environment decides only where the block names none; a Region that is not known yet is another one.
  const given = written === null ? outside : knownString(written);
  const region = given ?? "us-east-1";
  const [defaults] = itemsOf(providerBlock.default_tags);
  const tags = isObjectValue(defaults) ? defaults.tags : undefined;
  return {
    region,
    isRegionGiven: given !== undefined,
    isRegionPlanned: given !== undefined || onAssumed === undefined,
    zoneLetters,
    zones,
    account: knownStrings(providerBlock.allowed_account_ids)[0] ?? REHEARSED_ACCOUNT,
    partition: partitionOfRegion(region).name,
    defaultTags: isObjectValue(tags) ? tags : {},
    callerRole,
  };
}

/** Zone letters of every region of the stand-in, unless an account has others. */
const ZONE_LETTERS: readonly string[] = ["a", "b", "c", "d", "e", "f"];

/** Availability Zone names of a region. */
export function availabilityZonesOf(region: string, letters = ZONE_LETTERS): readonly string[] {
  return letters.map((letter) => region + letter);
}

/** The zones of a region that an owner declares, in the order in which a lookup finds them. @returns `undefined` where none is declared */
export function declaredZonesOf(
  region: string,
  { zones }: Pick<ProviderConfiguration, "zones">,
): readonly string[] | undefined {
  const own = (zones ?? []).filter(
    (zone) => zone.startsWith(region) && /^(?:-[a-z]+-\d)?[a-z]$/.test(zone.slice(region.length)),
  );
  return own.length === 0 ? undefined : [...new Set(own)].sort();
}

/** Whether a zone is one of a Region, and not a Local Zone, which an account opts in to. */
export function isOfRegion(zone: string): boolean {
  return !/-\d-[a-z]+-\d[a-z]$/.test(zone);
}

const FIRST_LETTER = "a".charCodeAt(0);

/** Zone ID in the AWS format: `eu-west-1a` -> `euw1-az1`. In AWS, the zone of a letter differs between accounts. */
export function zoneId(zone: string): string {
  const [area = "", direction = "", number = ""] = zone.slice(0, -1).split("-");
  return `${area}${direction.charAt(0)}${number}-az${zone.charCodeAt(zone.length - 1) - FIRST_LETTER + 1}`;
}
