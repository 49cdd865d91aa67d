import { parseAddressSet } from "../../ip/cidr";
import { isPrivateCidr } from "../../ip/internet-addresses";
import { union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { isJsonObject, type Json } from "../terraform/terraform-configuration";
import type { CorporateNetwork, Posture } from "./posture";

/** What a person's browser opens; no other endpoint is anybody's but Studio's. */
export const userFacingServices: readonly string[] = ["sagemaker.api", "studio", "notebook"];

/**
 * One declared source. Whoever declares a network may narrow what it uses, and never widen it.
 *
 * @throws when it is no source, or has addresses that the internet may have, or services that are not for people
 */
export function readCorporateNetwork(entry: Json, where: string): CorporateNetwork {
  const { name, cidrs, services = userFacingServices } = isJsonObject(entry) ? entry : {};
  const blocks = stringList(cidrs);
  const used = stringList(services);
  if (
    typeof name !== "string" ||
    !blocks?.every(isPrivateCidr) ||
    !used?.every((service) => userFacingServices.includes(service))
  ) {
    throw new Error(
      `${where}.sources: holds no source, got ${JSON.stringify(entry)}; write { name, cidrs, services? } with private blocks and services among ${userFacingServices.join(", ")}`,
    );
  }
  return { name, cidrs: blocks, services: used };
}

/** Addresses that are declared to use a service. */
export function corporateAddressesUsing({ corporateNetworks: sources = [] }: Posture, service: string): AddressSet {
  const using = sources.filter(({ services }) => services.includes(service));
  return union(...using.flatMap(({ cidrs }) => cidrs.map((cidr) => parseAddressSet(cidr))));
}

function stringList(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}
