import { memoize } from "../collections/memoize";
import { argumentTypesOf } from "./argument-types/argument-type";
import { isReadInAnyRegion, keyTypes } from "./resource-types/groups/type-groups";
import { isSet, type Resource, type TerraformConfiguration } from "./terraform-configuration";

/**
 * The one Region that every resource names whose type the models read in the Region of the provider only; where there is none, that every
 * key names. A plan and a state of version 6 of the provider name the Region of each resource.
 *
 * @returns `undefined` where they name several, or one of them names none
 */
export function soleRegion(resources: readonly Pick<Resource, "mode" | "type" | "values">[]): string | undefined {
  const placed = resources.filter(
    ({ mode, type }) => mode === "managed" && argumentTypesOf(type)?.has("region") === true,
  );
  const bound = placed.filter(({ type }) => !isReadInAnyRegion(type));
  const keys = placed.filter(({ type }) => keyTypes.has(type));
  const [sole, ...others] = new Set(
    (bound.length > 0 ? bound : keys).map(({ values: { region } }) => (isSet(region) ? region : undefined)),
  );
  return others.length === 0 && typeof sole === "string" ? sole : undefined;
}

/** The Region of the default provider: that of the configuration, or the sole one of its resources. `undefined` where neither is known. */
export const providerRegion: (configuration: TerraformConfiguration) => string | undefined = memoize(
  ({ region, resources }) => region ?? soleRegion(resources),
);
