import { referencedAddresses } from "../../verify/terraform/expressions/template";

/** Arguments of one resource. */
export type SynthesizedArguments = Readonly<Record<string, unknown>>;

/** Terraform JSON as far as it is drawn: type -> name -> arguments. */
export type SynthesizedResources = Readonly<Record<string, Readonly<Record<string, SynthesizedArguments>>>>;

/** A resource, known by its address, as references name it. */
export interface SynthesizedResource {
  readonly address: string;
  readonly values: SynthesizedArguments;
}

export function synthesizedResourcesOfType(
  resources: SynthesizedResources,
  type: string,
): readonly SynthesizedResource[] {
  return Object.entries(resources[type] ?? {}).map(([name, values]) => ({ address: `${type}.${name}`, values }));
}

/** Every resource that a value names, however deep in its lists and blocks. */
export function addressesReferencedIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return referencedAddresses(value);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(addressesReferencedIn) : [];
}

export function referencesAny(value: unknown, addresses: readonly string[]): boolean {
  return addressesReferencedIn(value).some((address) => addresses.includes(address));
}
