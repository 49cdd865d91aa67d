import { groupBy } from "../../collections/group-by";
import { memoize, memoizeByText } from "../../collections/memoize";
import { type Json, type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform-configuration";
import { resourceGraphOf } from "./resource-graph";

/** The resource that an argument refers to; `undefined` when it refers to none or cannot be resolved. */
export function referencedResource(
  configuration: TerraformConfiguration,
  value: Json | undefined,
): Resource | undefined {
  const target = resourceGraphOf(configuration).target(value);
  return target.kind === "resource" ? target.resource : undefined;
}

/** Resources of a type by the address of the resource that an argument names; looked up by `type.argument`. */
const referenceIndexOf = memoize((configuration: TerraformConfiguration) =>
  memoizeByText((typeAndArgument) => {
    const [type = "", argument = ""] = typeAndArgument.split(".");
    return groupBy(
      resourcesOfType(configuration, type),
      ({ values }) => referencedResource(configuration, values[argument])?.address,
    );
  }),
);

/** The resources of a type with an argument that refers to this resource. */
export function resourcesReferencing(
  configuration: TerraformConfiguration,
  type: string,
  argument: string,
  to: Resource,
): readonly Resource[] {
  return referenceIndexOf(configuration)(`${type}.${argument}`).get(to.address) ?? [];
}
