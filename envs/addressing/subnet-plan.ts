import { addressCount, cidrAtOffset, prefixLengthFor, requireCidr } from "../../ip/cidr";
import type { Environment } from "../schema/environment";

/**
 * Purpose of a subnet. `firewall` and `nat` exist only with inspected egress, `transit` only with central egress, `client` only
 * with a client instance, and `function` only with self-service.
 */
export type Tier = SizedTier | "transit";

/** A subnet of an environment. */
export interface PlannedSubnet {
  readonly tier: Tier;
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

type AddressFields = Pick<Environment, "vpcCidr" | "availabilityZones" | "subnetPrefixLengths">;
type PrefixLengths = Environment["subnetPrefixLengths"];

/** A tier with a field in `subnetPrefixLengths`. */
type SizedTier = keyof PrefixLengths;

/**
 * The field that sizes the subnets of a tier. The attachment to a transit gateway takes the place of the firewall, which an
 * environment with central egress does not have, so that no subnet moves when egress changes.
 */
export function sizeFieldOf(tier: Tier): SizedTier {
  return tier === "transit" ? "firewall" : tier;
}

/** Tiers of each kind of egress, in the order in which outbound packets pass them. */
const TIERS_BY_EGRESS: Readonly<Record<Environment["egress"]["kind"], readonly Tier[]>> = {
  none: ["studio", "endpoint"],
  inspected: ["studio", "endpoint", "firewall", "nat"],
  central: ["studio", "endpoint", "transit"],
};

/** The tiers of an environment. */
export function subnetTiers(egress: Environment["egress"]["kind"], access: Environment["access"]): readonly Tier[] {
  const isOpen = access.kind === "on";
  const hasClient = isOpen && access.client.kind !== "none";
  const hasFunction = isOpen && access.selfService.kind === "on";
  return [
    ...TIERS_BY_EGRESS[egress],
    ...(hasClient ? (["client"] as const) : []),
    ...(hasFunction ? (["function"] as const) : []),
  ];
}

/** The letter of a zone determines its index, so that adding or removing a zone moves no other. */
export function zoneIndex(availabilityZone: string): number {
  return availabilityZone.charCodeAt(availabilityZone.length - 1) - "a".charCodeAt(0);
}

/** Offsets of the small tiers in the service block of a zone: largest first, so that every subnet is aligned to its size. */
function serviceBlock(prefixLengths: PrefixLengths): {
  readonly size: number;
  readonly offsets: ReadonlyMap<SizedTier, number>;
} {
  const tiers = (["endpoint", "firewall", "nat", "client", "function"] as const).toSorted(
    (one, other) => prefixLengths[one] - prefixLengths[other],
  );
  const offsets = new Map<SizedTier, number>();
  let used = 0;
  for (const tier of tiers) {
    offsets.set(tier, used);
    used += addressCount(prefixLengths[tier]);
  }
  return { size: addressCount(prefixLengthFor(used)), offsets };
}

/** Addresses that the plan needs: a slot for each zone letter up to the last one used. */
export function plannedAddressCount(environment: Omit<AddressFields, "vpcCidr">): number {
  const slots = Math.max(...environment.availabilityZones.map(zoneIndex)) + 1;
  return (
    slots * (addressCount(environment.subnetPrefixLengths.studio) + serviceBlock(environment.subnetPrefixLengths).size)
  );
}

/**
 * The subnets of an environment, by tier and then by zone.
 *
 * Studio subnets grow from the bottom of the VPC, one slot per zone letter. From the top, every letter has a service block with
 * its endpoint, firewall or transit, NAT, client and function subnets. The block is reserved even if those subnets do not exist. So no
 * subnet moves when zones, endpoints, egress or user access change, and the middle stays free:
 *
 *     | studio a | studio b | studio c | ...free... | services c | services b | services a |
 */
export function planSubnets(
  environment: AddressFields & Pick<Environment, "egress" | "access">,
): readonly PlannedSubnet[] {
  const { availabilityZones, egress, access, subnetPrefixLengths } = environment;
  const vpc = requireCidr(environment.vpcCidr);
  const services = serviceBlock(subnetPrefixLengths);
  const vpcSize = addressCount(vpc.prefixLength);
  const offsetOf = (tier: Tier, slot: number): number =>
    tier === "studio"
      ? slot * addressCount(subnetPrefixLengths.studio)
      : vpcSize - (slot + 1) * services.size + (services.offsets.get(sizeFieldOf(tier)) ?? 0);
  return subnetTiers(egress.kind, access).flatMap((tier) =>
    availabilityZones.map((availabilityZone) => ({
      tier,
      availabilityZone,
      cidrBlock: cidrAtOffset(vpc, offsetOf(tier, zoneIndex(availabilityZone)), subnetPrefixLengths[sizeFieldOf(tier)])
        .text,
    })),
  );
}
