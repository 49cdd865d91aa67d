import { groupBy } from "../../collections/group-by";
import { memoize, memoizeByText } from "../../collections/memoize";
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

/** The resources of a type whose argument names this one. */
export function resourcesReferencing(
  configuration: TerraformConfiguration,
  type: string,
  argument: string,
  to: Resource,
): readonly Resource[] {
  return referenceIndexOf(configuration)(`${type}.${argument}`).get(to.address) ?? [];
}
