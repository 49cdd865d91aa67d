import { formatCidr, parseCidr, prefixLengthFor, sizeOf } from "./cidr";
import type { Environment } from "./environment";

/** What a subnet is for. `firewall` and `nat` exist only with inspected egress. */
export type Tier = "studio" | "endpoint" | "firewall" | "nat";

/** A subnet that an environment needs. */
export interface PlannedSubnet {
  readonly tier: Tier;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

type AddressFields = Pick<Environment, "vpcCidr" | "availabilityZones" | "subnetPrefixLengths">;
type PrefixLengths = Environment["subnetPrefixLengths"];

/** Tiers of each kind of egress, in the order of a packet's way out. */
export const TIERS_BY_EGRESS: Readonly<Record<Environment["egress"]["kind"], readonly Tier[]>> = {
  none: ["studio", "endpoint"],
  inspected: ["studio", "endpoint", "firewall", "nat"],
};

/** A zone's place in the plan is its letter's: a zone that comes or goes moves no other. */
function slotOf(availabilityZone: string): number {
  return availabilityZone.charCodeAt(availabilityZone.length - 1) - "a".charCodeAt(0);
}

/** Where each small tier starts in a zone's service block: largest first, so that every subnet is aligned to its size. */
function serviceBlock(prefixLengths: PrefixLengths): {
  readonly size: number;
  readonly offsets: ReadonlyMap<Tier, number>;
} {
  const tiers = (["endpoint", "firewall", "nat"] as const).toSorted(
    (one, other) => prefixLengths[one] - prefixLengths[other],
  );
  const offsets = new Map<Tier, number>();
  let used = 0;
  for (const tier of tiers) {
    offsets.set(tier, used);
    used += sizeOf(prefixLengths[tier]);
  }
  return { size: sizeOf(prefixLengthFor(used)), offsets };
}

/** Addresses that the plan takes: a slot for each letter up to the last one used. */
export function addressesPlanned(environment: Omit<AddressFields, "vpcCidr">): number {
  const slots = Math.max(...environment.availabilityZones.map(slotOf)) + 1;
  return slots * (sizeOf(environment.subnetPrefixLengths.studio) + serviceBlock(environment.subnetPrefixLengths).size);
}

/**
 * The subnets of an environment, by tier and then by zone.
 *
 * Studio subnets grow from the bottom of the VPC upwards, one slot a zone letter. From the top downwards every letter has
 * a service block with its endpoint, firewall and NAT subnets; the block is reserved whether or not there is egress.
 * So a subnet never moves when a zone, an endpoint or the egress is added or taken away, and the middle stays free:
 *
 *     | studio a | studio b | studio c | ...free... | services c | services b | services a |
 */
export function planSubnets(environment: AddressFields & Pick<Environment, "egress">): readonly PlannedSubnet[] {
  const { availabilityZones, egress, subnetPrefixLengths } = environment;
  const vpc = parseCidr(environment.vpcCidr);
  const services = serviceBlock(subnetPrefixLengths);
  const end = vpc.base + sizeOf(vpc.prefixLength);
  const baseOf = (tier: Tier, slot: number): number =>
    tier === "studio"
      ? vpc.base + slot * sizeOf(subnetPrefixLengths.studio)
      : end - (slot + 1) * services.size + (services.offsets.get(tier) ?? 0);
  return TIERS_BY_EGRESS[egress.kind].flatMap((tier) =>
    availabilityZones.map((availabilityZone) => ({
      tier,
      availabilityZone,
      cidrBlock: formatCidr({ base: baseOf(tier, slotOf(availabilityZone)), prefixLength: subnetPrefixLengths[tier] }),
    })),
  );
}
