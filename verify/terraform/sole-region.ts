import { argumentTypesOf } from "./argument-types/argument-type";
import { isReadInAnyRegion } from "./resource-types/groups/type-groups";
import { isSet, type Resource } from "./terraform-configuration";

/**
 * The one Region that every resource names whose type the models read in the Region of the provider only. A plan and a state of version 6 of the
 * provider name the Region of each resource.
 *
 * @returns `undefined` where they name several, or one of them names none
 */
export function soleRegion(resources: readonly Pick<Resource, "mode" | "type" | "values">[]): string | undefined {
  const bound = resources.filter(
    ({ mode, type }) => mode === "managed" && argumentTypesOf(type)?.has("region") === true && !isReadInAnyRegion(type),
  );
  const [sole, ...others] = new Set(bound.map(({ values: { region } }) => (isSet(region) ? region : undefined)));
  return others.length === 0 && typeof sole === "string" ? sole : undefined;
}
