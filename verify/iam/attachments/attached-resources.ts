import { groupBy } from "../../collections/group-by";
import { memoize, memoizeByText } from "../../collections/memoize";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { PolicyTextResolver } from "../language/policy-text-resolver";

/** Resources of a type whose argument resolves to the text, such as the policies of a bucket. */
export function attachedResources(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  type: string,
  argument: string,
  attachedTo: string,
): readonly Resource[] {
  const byText = indexesOf(configuration)(text)(`${type}.${argument}`);
  return byText.get(attachedTo) ?? [];
}

/** Each type is read once for all that its resources are attached to. A review reads two configurations with one resolver. */
const indexesOf = memoize((configuration: TerraformConfiguration) =>
  memoize((text: PolicyTextResolver) =>
    memoizeByText((path): ReadonlyMap<string | undefined, readonly Resource[]> => {
      const [type = "", argument = ""] = path.split(".");
      return groupBy(resourcesOfType(configuration, type), ({ values }) => {
        const value = values[argument];
        return typeof value === "string" ? text.resolve(value) : undefined;
      });
    }),
  ),
);
