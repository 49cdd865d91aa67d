import { isRegionName, partitionOfRegion } from "../../../aws/partitions";
import { scalarValue } from "../expressions/terraform-value";
import { metaArguments } from "../resource-types/argument-uses";
import { isLiteralText, isSet, type Resource, type TerraformConfiguration } from "../terraform-configuration";
import { type KnownValues, withKnownMembers } from "./join/known-values";

const LOOKUP = "aws_vpc_endpoint_service";

/** Arguments that only narrow what is found; the name that is asked for stays the name. */
const understood: ReadonlySet<string> = new Set([
  ...metaArguments,
  ...["filter", "region", "service", "service_name", "service_type", "tags", "timeouts"],
]);

/**
 * Replaces the name of a service that a folder or a plan without an account looks up by the one that it asks for: AWS finds the service of
 * this name, or Terraform stops.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/vpc_endpoint_service
 */
export function withEndpointServiceNames(configuration: TerraformConfiguration): TerraformConfiguration {
  const { form, resources, region } = configuration;
  if (form === "state" || region === undefined) {
    return configuration;
  }
  const known: KnownValues = new Map(
    resources
      .filter(({ mode, type }) => mode === "data" && type === LOOKUP)
      .flatMap((lookup) => {
        const name = serviceName(lookup, region);
        return name === undefined ? [] : [[lookup.address, new Map([["service_name", scalarValue(name)]])] as const];
      }),
  );
  return known.size === 0
    ? configuration
    : {
        ...configuration,
        resources: resources.map((resource) => ({ ...resource, values: withKnownMembers(resource.values, known) })),
      };
}

/** The name that a data source asks for; in China, services have names of several forms. */
function serviceName({ values }: Resource, region: string): string | undefined {
  const { service, service_name: name, region: own } = values;
  const isUnderstood = Object.keys(values).every((argument) => understood.has(argument) || !isSet(values[argument]));
  if (!isUnderstood || (isSet(own) && own !== region)) {
    return undefined;
  }
  if (isSet(name)) {
    return isLiteralText(name) ? name : undefined;
  }
  const isComposed = isLiteralText(service) && isRegionName(region) && partitionOfRegion(region).name !== "aws-cn";
  return isComposed ? `com.amazonaws.${region}.${service}` : undefined;
}
