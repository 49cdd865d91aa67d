import type { Section } from "../module-configuration";

/** A resource that has another address than in an earlier version. */
export interface MovedAddress {
  readonly from: string;
  readonly to: string;
}

/**
 * Addresses that changed since the first release, each with the next one that it had. Entries stay, also when the resource moves again,
 * because a state may come from any earlier version.
 */
export const MOVED: readonly MovedAddress[] = [];

/**
 * The address that a resource of an earlier version has now: the end of its moves.
 *
 * @throws when the moves lead back to an address
 */
export function movedAddress(address: string, moved: readonly MovedAddress[]): string {
  const passed = [address];
  for (;;) {
    const next = moved.find(({ from }) => from === passed.at(-1))?.to;
    if (next === undefined) {
      return passed.at(-1) ?? address;
    }
    if (passed.includes(next)) {
      throw new Error(`moved: ${[...passed, next].join(" to ")}: leads back; name each address once`);
    }
    passed.push(next);
  }
}

/**
 * A configuration with a `moved` block for each move that ends at a resource of it. A move whose resource is gone since then has none.
 *
 * @throws when a resource still has an address that was moved, which Terraform refuses
 * @see https://developer.hashicorp.com/terraform/language/moved
 */
export function withMoved<Configuration extends { readonly resource: Section }>(
  configuration: Configuration,
  moved: readonly MovedAddress[],
): Configuration & { readonly moved?: readonly MovedAddress[] } {
  const own = moved.filter(({ from }) => hasResource(configuration, movedAddress(from, moved)));
  const taken = own.find(({ from }) => hasResource(configuration, from));
  if (taken !== undefined) {
    throw new Error(
      `moved: ${taken.from}: is the address of a resource, so it cannot be moved to ${taken.to}; give the new resource another name`,
    );
  }
  return own.length === 0 ? configuration : { ...configuration, moved: own };
}

function hasResource({ resource }: { readonly resource: Section }, address: string): boolean {
  const [type = "", name = ""] = address.split(".");
  return resource[type]?.[name] !== undefined;
}
