import { isRegionName, partitionOfRegion } from "../../../aws/partitions";
import { providerRegion } from "../../terraform/sole-region";
import { isSet, type Resource, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { PolicyTextResolver } from "./policy-text-resolver";

/** Where a resource is, in relation to the Region of the provider, which the models take for all resources. */
export type RegionOfResource =
  | { readonly kind: "own" }
  /** Another Region of the same partition. */
  | { readonly kind: "other"; readonly region: string }
  /** What the resource names is not known, or in another partition. */
  | { readonly kind: "unknown"; readonly named: string };

/** The Region of a resource: its argument `region`, which an alias of the provider sets too. */
export function regionOfResource(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  { values: { region } }: Resource,
): RegionOfResource {
  if (!isSet(region)) {
    return { kind: "own" };
  }
  const named = typeof region === "string" ? text.resolve(region) : JSON.stringify(region);
  const own = providerRegion(configuration) ?? text.region;
  if (named === own) {
    return { kind: "own" };
  }
  const isComparable = isRegionName(named) && (!isRegionName(own) || isOfOnePartition(named, own));
  return isComparable ? { kind: "other", region: named } : { kind: "unknown", named };
}

function isOfOnePartition(one: string, other: string): boolean {
  return partitionOfRegion(one).name === partitionOfRegion(other).name;
}
