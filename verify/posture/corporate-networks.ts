import { type AddressSet, union } from "../ip/address-space";
import { addressesOf } from "../ip/cidr";
import { isPrivateBlock } from "../ip/internet-addresses";
import { isJsonObject, type Json } from "../terraform/configuration";
import type { Posture, Source } from "./posture";

/** What a person's browser opens; no other endpoint is anybody's but Studio's. */
export const servicesOfPeople: readonly string[] = ["sagemaker.api", "studio", "notebook"];

/**
 * One declared source. Whoever declares a network may narrow what it uses, and never widen it.
 *
 * @throws when it is no source, or has addresses that the internet may have, or services that are not for people
 */
export function readSource(entry: Json, where: string): Source {
  const { name, cidrs, services = servicesOfPeople } = isJsonObject(entry) ? entry : {};
  const blocks = textsIn(cidrs);
  const used = textsIn(services);
  if (
    typeof name !== "string" ||
    !blocks?.every(isPrivateBlock) ||
    !used?.every((service) => servicesOfPeople.includes(service))
  ) {
    throw new Error(
      `${where}.sources: holds no source, got ${JSON.stringify(entry)}; write { name, cidrs, services? } with private blocks and services among ${servicesOfPeople.join(", ")}`,
    );
  }
  return { name, cidrs: blocks, services: used };
}

/** Addresses that are declared to use a service. */
export function addressesUsing({ sources = [] }: Posture, service: string): AddressSet {
  const using = sources.filter(({ services }) => services.includes(service));
  return union(...using.flatMap(({ cidrs }) => cidrs.map((cidr) => addressesOf(cidr))));
}

function textsIn(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}
