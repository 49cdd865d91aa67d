import { endpointPrefixIn, endpointServicePrefixPattern } from "../../aws/partition-endpoints";
import { partitionOfRegion } from "../../aws/partitions";
import { type RegionFacts, regionTable } from "../../aws/regions/region-facts";
import { type AwsConfiguration, type AwsResource, resourcesOfType } from "../configuration/aws-configuration";
import { isSet, literalText } from "../configuration/terraform-values";
import type { Refusal } from "../refusal";
import { schemaFacts } from "../schemas/schema-facts";
import endpointServices from "./endpoint-services.json";
import { regionalArnRefusals } from "./regional-arns";

const table = `region table of ${regionTable.extracted}`;
const servicesOfEndpoints: Readonly<Record<string, string>> = endpointServices.services;

/**
 * Refuses a region that does not exist, and whatever the region of the provider lacks. Nothing if the region is not known, and
 * nothing for resources that name a region or a provider of their own.
 */
export function regionRefusals(configuration: AwsConfiguration): readonly Refusal[] {
  const { region } = configuration;
  if (region === undefined) {
    return [];
  }
  const resources = configuration.resources.filter(({ values }) => !isSet(values.region) && !isSet(values.provider));
  const facts = regionTable.regions[region];
  if (facts === undefined) {
    return [
      {
        address: "provider.aws",
        argument: "region",
        problem: "AWS has no such region",
        value: region,
        remedy: `use one of ${nearestRegions(region).join(", ")}`,
        source: table,
      },
    ];
  }
  return [
    ...lackedTypes(resources, region, facts),
    ...resources.flatMap((resource) => zoneRefusals(resource, region, facts)),
    ...resources.flatMap((resource) => endpointRefusals(resource, region)),
    ...instanceRefusals(resources, region, facts),
    ...regionalArnRefusals(resources, region),
  ];
}

/** Regions of the same area first. */
function nearestRegions(region: string): readonly string[] {
  const names = Object.keys(regionTable.regions);
  const area = region.split("-").slice(0, 2).join("-");
  const near = names.filter((name) => name.startsWith(area));
  return near.length > 0 ? near : names.filter((name) => name.startsWith(`${region.slice(0, 2)}-`)).concat("us-east-1");
}

/** One refusal for each lacked CloudFormation type, at its first resource. */
function lackedTypes(resources: readonly AwsResource[], region: string, { lacks }: RegionFacts): readonly Refusal[] {
  const refused = new Set<string>();
  return resources.flatMap(({ address, type }) => {
    const [schema = ""] = schemaFacts.types[type]?.schemas ?? [];
    if (!lacks.includes(schema) || refused.has(schema)) {
      return [];
    }
    refused.add(schema);
    return [
      {
        address,
        argument: "",
        problem: `${region} does not have ${schema}`,
        remedy: "use another region, or switch the feature off",
        source: table,
      },
    ];
  });
}

function zoneRefusals({ address, values }: AwsResource, region: string, { zones }: RegionFacts): readonly Refusal[] {
  const zone = literalText(values.availability_zone);
  const letters = [...(zones ?? "")];
  return zone === undefined || zones === undefined || letters.some((letter) => zone === `${region}${letter}`)
    ? []
    : [
        {
          address,
          argument: "availability_zone",
          problem: `${region} has no such zone`,
          value: zone,
          remedy: `use one of ${letters.map((letter) => region + letter).join(", ")}`,
          source: table,
        },
      ];
}

const regionalServiceName = new RegExp(`^${endpointServicePrefixPattern}\\.([a-z]{2,4}(?:-[a-z]+)+-\\d)\\.(.+)$`);

/** Names such as `com.amazonaws.<region>.sts`; the services of other accounts have names of their own. */
function endpointRefusals({ address, type, values }: AwsResource, region: string): readonly Refusal[] {
  const name = type === "aws_vpc_endpoint" ? literalText(values.service_name) : undefined;
  if (name === undefined || /\.vpce-svc-/.test(name)) {
    return [];
  }
  const refusal = (problem: string, remedy: string): Refusal => ({
    address,
    argument: "service_name",
    problem,
    value: name,
    remedy,
    source: endpointServices.page,
  });
  const [, prefix = "", own, service = ""] =
    regionalServiceName.exec(name) ?? /^(com\.amazonaws)\.()(iam|route53|s3-global\.accesspoint)$/.exec(name) ?? [];
  if (own === undefined) {
    return [refusal("is no name of an endpoint service", "use a name of the list in the page")];
  }
  const serviceRegion = literalText(values.service_region) ?? region;
  if (own !== "" && own !== serviceRegion) {
    return [
      refusal(`names another region than ${serviceRegion}`, "use the region of the provider, or set service_region"),
    ];
  }
  const partition = partitionOfRegion(serviceRegion);
  const expected = endpointPrefixIn(partition, service.replace(/-fips$/, ""));
  // The interface endpoint of S3 begins differently from its gateway endpoint.
  if (expected !== undefined && expected !== prefix && service !== "s3") {
    return [refusal(`begins with ${expected} in the partition ${partition.name}`, `use ${expected}.${own}.${service}`)];
  }
  const known = knownService(service);
  if (known === undefined) {
    return [refusal("AWS has no such endpoint service", "use a name of the list in the page")];
  }
  return known !== "" && regionTable.services[known]?.includes(serviceRegion) === true
    ? [
        {
          ...refusal(`${serviceRegion} does not have the service`, "use another region, or remove the endpoint"),
          source: table,
        },
      ]
    : [];
}

/** The API endpoint of an endpoint service; empty if it has none of its own, and `undefined` for an unknown service. */
function knownService(service: string): string | undefined {
  const plain = service.replace(/-fips$/, "");
  return Object.hasOwn(servicesOfEndpoints, plain)
    ? servicesOfEndpoints[plain]
    : Object.hasOwn(regionTable.services, plain)
      ? plain
      : undefined;
}

function instanceRefusals(
  resources: readonly AwsResource[],
  region: string,
  { instances }: RegionFacts,
): readonly Refusal[] {
  const zones = new Map(
    resources.map(({ address, values }) => [`\${${address}.id}`, literalText(values.availability_zone)]),
  );
  return resourcesOfType(resources, "aws_instance").flatMap(({ address, values }) => {
    const instanceType = literalText(values.instance_type);
    if (instances === undefined || instanceType === undefined) {
      return [];
    }
    const letters = instances[instanceType] ?? instances[instanceType.split(".")[0] ?? ""] ?? "";
    const zone = zones.get(String(values.subnet_id));
    const isOffered = zone === undefined ? letters !== "" : letters.includes(zone.slice(-1));
    return isOffered
      ? []
      : [
          {
            address,
            argument: "instance_type",
            problem: `${zone ?? region} does not offer it`,
            value: instanceType,
            remedy: letters === "" ? "use another type" : `use another type, or a zone of ${letters}`,
            source: table,
          },
        ];
  });
}
