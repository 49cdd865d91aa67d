import { partitionEndpointsRead } from "../../../../aws/partition-endpoints";
import { type AwsPartition, commercialPartition, partitionOfRegion } from "../../../../aws/partitions";
import type { EndpointName } from "../../../../constructs/endpoints/endpoint-catalog";
import { endpointNamesIn } from "../../../../constructs/endpoints/endpoint-names";
import { indexedEntries, type ValidationRule } from "../../issues/partial-environment";
import { formatValue, type ValidationIssue } from "../../issues/validation-issue";

/**
 * What is wrong with a value that needs the endpoint of a service in a partition; nothing if a source names the endpoint. A partition
 * without Studio is refused as a whole.
 */
function unnamedEndpoint(
  { field, got, fix }: Pick<ValidationIssue, "field" | "got" | "fix">,
  service: EndpointName,
  partition: AwsPartition,
): readonly ValidationIssue[] {
  return partition.sageMakerSuffix === undefined || endpointNamesIn(service, partition) !== undefined
    ? []
    : [
        {
          field,
          problem: `no source names an endpoint service of ${service} in the partition ${partition.name} (${partitionEndpointsRead})`,
          got,
          fix,
        },
      ];
}

const servicesHaveEndpoints: ValidationRule = ({ validValues: { region = "", endpoints } }) => {
  const partition = partitionOfRegion(region);
  return indexedEntries(endpoints?.services).flatMap(({ index, value }) =>
    unnamedEndpoint(
      { field: `endpoints.services[${index}]`, got: formatValue(value), fix: "remove it, or use a Region of aws" },
      value,
      partition,
    ),
  );
};

/** Fields of the capabilities that need an endpoint of their own. */
const CAPABILITY_ENDPOINTS = {
  featureStore: "sagemaker.featurestore-runtime",
  mlflow: "experiments",
} as const satisfies Readonly<Record<string, EndpointName>>;

const capabilitiesHaveEndpoints: ValidationRule = ({ validValues: { region = "", studio } }) => {
  const partition = partitionOfRegion(region);
  return Object.entries(CAPABILITY_ENDPOINTS).flatMap(([capability, service]) =>
    studio?.capabilities?.[capability as keyof typeof CAPABILITY_ENDPOINTS] === true
      ? unnamedEndpoint(
          {
            field: `studio.capabilities.${capability}`,
            got: "true",
            fix: "set it to false, or use a Region of aws",
          },
          service,
          partition,
        )
      : [],
  );
};

/** Without a FIPS 140 endpoint of the SageMaker API, the setting would promise what the environment does not have. */
const fipsEndpointsExist: ValidationRule = ({ validValues: { region = "", endpoints } }) => {
  const partition = partitionOfRegion(region);
  return endpoints?.fips === true &&
    partition.sageMakerSuffix !== undefined &&
    partition.name !== commercialPartition.name &&
    endpointNamesIn("sagemaker.api", partition)?.fips === undefined
    ? [
        {
          field: "endpoints.fips",
          problem: `no source names a FIPS 140 endpoint of the SageMaker API in the partition ${partition.name} (${partitionEndpointsRead})`,
          got: "true",
          fix: "set it to false, or use a Region of aws or aws-us-gov",
        },
      ]
    : [];
};

/** Rules about endpoints that a partition does not have. */
export const partitionEndpointRules: readonly ValidationRule[] = [
  servicesHaveEndpoints,
  capabilitiesHaveEndpoints,
  fipsEndpointsExist,
];
