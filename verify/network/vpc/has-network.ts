import { resourceTypeOf } from "../../terraform/resource-types";
import type { TerraformConfiguration, UnreadPart } from "../../terraform/terraform-configuration";

/**
 * Whether a configuration has anything that carries packets or is in a subnet: a resource or a data source of a type that affects the
 * network. A type that is not listed is a gap.
 */
export function hasNetwork({ resources }: TerraformConfiguration): boolean {
  return resources.some(({ mode, type }) => affectsNetwork(type) && !(mode === "data" && type === OFFERED_SERVICE));
}

/** Read by its data source, it is what AWS or another party offers, and no part of a network. */
const OFFERED_SERVICE = "aws_vpc_endpoint_service";

function affectsNetwork(typeName: string): boolean {
  const type = resourceTypeOf(typeName);
  return type !== undefined && type.kind !== "neutral" && type.topics.includes("network");
}

/**
 * What could not be read and may affect the network: everything but resources of types that affect something else, and programs, which are
 * no part of a network and a gap of every claim.
 */
export function unreadPartsOfNetwork({ unreadParts = [] }: TerraformConfiguration): readonly UnreadPart[] {
  return unreadParts.filter(
    ({ type, provisionerOf }) =>
      provisionerOf === undefined && (type === undefined || resourceTypeOf(type) === undefined || affectsNetwork(type)),
  );
}
