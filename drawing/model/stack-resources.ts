import { referencedAddresses } from "../../verify/terraform/expressions/template";

/** Arguments of one resource. */
export type Values = Readonly<Record<string, unknown>>;

/** Terraform JSON as far as it is drawn: type -> name -> arguments. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** A resource, known by its address, as references name it. */
export interface Addressed {
  readonly address: string;
  readonly values: Values;
}

export function ofType(resources: Resources, type: string): readonly Addressed[] {
  return Object.entries(resources[type] ?? {}).map(([name, values]) => ({ address: `${type}.${name}`, values }));
}

/** Every resource that a value names, however deep in its lists and blocks. */
export function referenced(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return referencedAddresses(value);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(referenced) : [];
}

export function refersTo(value: unknown, addresses: readonly string[]): boolean {
  return referenced(value).some((address) => addresses.includes(address));
}
