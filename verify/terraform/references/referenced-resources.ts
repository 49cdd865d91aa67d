import { groupBy } from "../../collections/group-by";
import { type Json, type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform-configuration";
import { resourceGraphOf } from "./resource-graph";

/** The resource that an argument names, `undefined` when it names none, or the JSON does not say which. */
export function referencedResource(
  configuration: TerraformConfiguration,
  value: Json | undefined,
): Resource | undefined {
  const target = resourceGraphOf(configuration).target(value);
  return target.kind === "resource" ? target.resource : undefined;
}

type ReferenceIndex = Map<string, ReadonlyMap<string | undefined, readonly Resource[]>>;

const referenceIndexes = new WeakMap<TerraformConfiguration, ReferenceIndex>();

/** The resources of a type whose argument names this one. */
export function resourcesReferencing(
  configuration: TerraformConfiguration,
  type: string,
  argument: string,
  to: Resource,
): readonly Resource[] {
  const index: ReferenceIndex = referenceIndexes.get(configuration) ?? new Map();
  referenceIndexes.set(configuration, index);
  const key = `${type}.${argument}`;
  const byTarget =
    index.get(key) ??
    groupBy(
      resourcesOfType(configuration, type),
      ({ values }) => referencedResource(configuration, values[argument])?.address,
    );
  index.set(key, byTarget);
  return byTarget.get(to.address) ?? [];
}
