import { memoizeByText } from "../../collections/memoize";
import type { Resource, TerraformConfiguration } from "../terraform-configuration";

/** A larger configuration is read alone, and a copy of each of its resources would only take memory. */
const mostResources = 1_000;

/** Number of resources that are kept, of about a dozen configurations. */
const mostKept = 5_000;

/**
 * The configuration with the objects of resources that an earlier configuration has as well: the other side of a change, or an environment
 * that is alike. What follows from a resource alone is then found once for all of them.
 */
export function withSharedResources(configuration: TerraformConfiguration): TerraformConfiguration {
  const { resources } = configuration;
  return resources.length > mostResources ? configuration : { ...configuration, resources: resources.map(shared) };
}

function shared(resource: Resource): Resource {
  const text = JSON.stringify(resource);
  // JSON writes a number that is not finite as null.
  return text.includes("null") ? resource : resourceOfText(text);
}

/** A copy, so that nobody who changes what was read changes what is kept. */
const resourceOfText = memoizeByText((text) => JSON.parse(text) as Resource, mostKept);
