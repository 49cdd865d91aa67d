import { resourceGraphOf } from "../references/resource-graph";
import { resourceTypeOf, topicsOfType } from "../resource-types";
import { argumentUse } from "../resource-types/argument-uses";
import type { ResourceTopic } from "../resource-types/resource-type";
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
    const relevant = faults.filter(({ path, isUnknown }) => !isUnknown || mode === "data" || !isNeutral(type, path));
    unread.push(
      ...relevant.map(({ path, text, isUnknown }) => ({
        address,
        text: `${address}: ${path} ${text}`,
        ...(isUnknown && mode === "managed" && isApartFromNetwork(type) ? { type } : {}),
      })),
    );
    return { ...resource, values };
  });
  const unreadParts = [...(configuration.unreadParts ?? []), ...unread];
  return { ...configuration, resources, ...(unreadParts.length === 0 ? {} : { unreadParts }) };
}

/** Whether no value of the argument matters to a claim. */
function isNeutral(typeName: string, path: string): boolean {
  const type = resourceTypeOf(typeName);
  const listed = path.replaceAll(/\[\d+\]/g, "");
  return type?.kind === "neutral" || (type?.kind === "modeled" && argumentUse(type, listed)?.kind === "neutral");
}

/**
 * Whether an unknown value of an argument leaves open no more than claims about data, identities and operations: whatever it is, it is one that
 * the argument may have. What is on a network, the claims about firewalls and names see as well.
 */
function isApartFromNetwork(type: string): boolean {
  return !topicsOfType(type).some((topic) => networkTopics.includes(topic));
}

const networkTopics: readonly ResourceTopic[] = ["network", "firewall", "names"];
