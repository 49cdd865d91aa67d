import { resourceGraphOf } from "../references/resource-graph";
import type { Resource, TerraformConfiguration, UnreadPart } from "../terraform-configuration";
import { argumentTypesOf } from "./argument-type";
import { convertArguments } from "./convert-argument";

/**
 * The configuration with every argument in the type of the provider's schema. What cannot be converted is an unread part: Terraform
 * refuses it, or knows a value that this program does not know.
 */
export function withTypedArguments(configuration: TerraformConfiguration): TerraformConfiguration {
  const unread: UnreadPart[] = [];
  const resources = configuration.resources.map((resource): Resource => {
    const { address, mode, type } = resource;
    const types = argumentTypesOf(mode === "data" ? `data.${type}` : type);
    if (types === undefined) {
      return resource;
    }
    const { values, faults } = convertArguments(resource.values, types, (text) =>
      resourceGraphOf(configuration).evaluate(text),
    );
    unread.push(...faults.map(({ path, text }) => ({ address, text: `${address}: ${path} ${text}` })));
    return { ...resource, values };
  });
  const unreadParts = [...(configuration.unreadParts ?? []), ...unread];
  return { ...configuration, resources, ...(unreadParts.length === 0 ? {} : { unreadParts }) };
}
