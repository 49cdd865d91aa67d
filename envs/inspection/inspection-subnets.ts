import { addressCount, cidrAtOffset, requireCidr } from "../../ip/cidr";
import { zoneIndex } from "../addressing/subnet-plan";
import type { WrittenInspectionEnvironment } from "../schema/inspection/inspection-environment";

/** Tiers of an inspection VPC, in the order in which outbound packets pass them. */
const INSPECTION_TIERS = ["transit", "firewall", "nat"] as const;

/** A subnet of an inspection VPC. */
export interface InspectionSubnet {
  readonly tier: (typeof INSPECTION_TIERS)[number];
  readonly availabilityZone: string;
  readonly cidrBlock: string;
}

/** Every subnet holds one interface. */
const SUBNET_PREFIX_LENGTH = 28;

/** Addresses of a zone: its three subnets, and room for a fourth one. */
const ADDRESSES_OF_A_ZONE = 4 * addressCount(SUBNET_PREFIX_LENGTH);

type AddressFields = Pick<WrittenInspectionEnvironment, "vpcCidr" | "availabilityZones">;

/** Addresses that the subnets of the zones need. */
export function inspectionAddressCount(availabilityZones: readonly string[]): number {
  return (Math.max(...availabilityZones.map(zoneIndex)) + 1) * ADDRESSES_OF_A_ZONE;
}

/** The subnets of an inspection VPC, by tier and then by zone. */
export function planInspectionSubnets({ vpcCidr, availabilityZones }: AddressFields): readonly InspectionSubnet[] {
  const vpc = requireCidr(vpcCidr);
  return INSPECTION_TIERS.flatMap((tier, place) =>
    availabilityZones.map((availabilityZone) => {
      const offset = zoneIndex(availabilityZone) * ADDRESSES_OF_A_ZONE + place * addressCount(SUBNET_PREFIX_LENGTH);
      return { tier, availabilityZone, cidrBlock: cidrAtOffset(vpc, offset, SUBNET_PREFIX_LENGTH).text };
    }),
  );
}
