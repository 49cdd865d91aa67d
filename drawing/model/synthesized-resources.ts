import { referencedAddresses } from "../../verify/terraform/expressions/template";

/** Arguments of a resource. */
export type SynthesizedArguments = Readonly<Record<string, unknown>>;

/** The `resource` object of Terraform JSON: type -> name -> arguments. */
export type SynthesizedResources = Readonly<Record<string, Readonly<Record<string, SynthesizedArguments>>>>;

/** A resource with its Terraform address. */
export interface SynthesizedResource {
  readonly address: string;
  readonly values: SynthesizedArguments;
}

/** Every resource of a type, with its address; none where the type is absent. */
export function synthesizedResourcesOfType(
  resources: SynthesizedResources,
  type: string,
): readonly SynthesizedResource[] {
  return Object.entries(resources[type] ?? {}).map(([name, values]) => ({ address: `${type}.${name}`, values }));
}

/** Addresses of all resources that a value references, at any depth. */
export function addressesReferencedIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return referencedAddresses(value);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(addressesReferencedIn) : [];
}

/** Whether a value references one of the addresses, at any depth. */
export function referencesAny(value: unknown, addresses: readonly string[]): boolean {
  return addressesReferencedIn(value).some((address) => addresses.includes(address));
}
