import { prefixLengthFor } from "../../ip/cidr";
import type { Environment } from "../schema/environment";
import { ADDRESS_NEEDS } from "./capacity";
import { subnetTiers } from "./subnet-plan";

type ExistingNetworkInput = Extract<Environment["network"], { kind: "existing" }>;

/** A tier that an existing network has. */
type ExistingTier = keyof ExistingNetworkInput["subnets"];

/** A subnet to look up. */
export interface ExistingSubnet {
  readonly tier: ExistingTier;
  readonly availabilityZone: string;
  readonly lookup:
    | { readonly kind: "id"; readonly id: string }
    | { readonly kind: "tag"; readonly key: string; readonly value: string };
  /** Prefix length of the smallest subnet that has room for what the tier holds. */
  readonly maxPrefixLength: number;
}

/** AWS allows no smaller subnet. */
const SMALLEST_SUBNET = 28;

/** The subnets of an existing network that an environment uses, by tier and then by zone. */
export function existingSubnets(environment: Environment, network: ExistingNetworkInput): readonly ExistingSubnet[] {
  const tiers = subnetTiers("none", environment.access).filter((tier): tier is ExistingTier => tier in network.subnets);
  return tiers.flatMap((tier) =>
    environment.availabilityZones.flatMap((availabilityZone) => {
      const lookup = lookupOf(network.subnets[tier], availabilityZone);
      const { addresses } = ADDRESS_NEEDS[tier](environment);
      const maxPrefixLength = Math.min(SMALLEST_SUBNET, prefixLengthFor(addresses));
      return lookup === undefined ? [] : [{ tier, availabilityZone, lookup, maxPrefixLength }];
    }),
  );
}

function lookupOf(
  selection: ExistingNetworkInput["subnets"][ExistingTier],
  availabilityZone: string,
): ExistingSubnet["lookup"] | undefined {
  if (selection?.kind === "tag") {
    return selection;
  }
  const id = selection?.ids[availabilityZone];
  return id === undefined ? undefined : { kind: "id", id };
}
