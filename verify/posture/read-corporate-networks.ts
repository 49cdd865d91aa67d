import { isPrivateCidr } from "../../ip/internet-addresses";
import { isJsonObject, type Json, textsOf } from "../terraform/terraform-configuration";
import { requireKnownFields } from "./declared-fields";
import type { CorporateNetwork } from "./posture";

/** Services that a user's browser connects to. Only Studio may use the endpoints of other services. */
export const userFacingServices: readonly string[] = ["sagemaker.api", "studio", "notebook"];

/**
 * Reads one declared corporate network. A declaration may list fewer services than the default, never others.
 *
 * @throws when it is malformed, has public addresses, or lists services that users do not need
 */
export function readCorporateNetwork(entry: Json, where: string): CorporateNetwork {
  requireKnownFields(entry, ["name", "cidrs", "services"], `${where}.sources`);
  const { name, cidrs, services = userFacingServices } = isJsonObject(entry) ? entry : {};
  const blocks = textsOf(cidrs);
  const used = textsOf(services);
  if (
    typeof name !== "string" ||
    !blocks?.every(isPrivateCidr) ||
    !used?.every((service) => userFacingServices.includes(service))
  ) {
    throw new Error(
      `${where}.sources: not a corporate network, got ${JSON.stringify(entry)}; write { name, cidrs, services? } with private CIDR blocks and services among ${userFacingServices.join(", ")}`,
    );
  }
  return { name, cidrs: blocks, services: used };
}
