import facts from "./partition-endpoints.data.json";
import type { AwsPartition } from "./partitions";

/** Endpoint services of one partition whose names begin alike, from one source. */
interface EndpointGroup {
  /** What stands before the region in the name of the service. */
  readonly prefix: string;
  /** What follows the region: `sagemaker.api`. */
  readonly services: readonly string[];
  /** Services that have a FIPS 140 endpoint of their own. */
  readonly fips: readonly string[];
  readonly source: string;
}

const groupsByPartition: Readonly<Record<string, readonly EndpointGroup[] | undefined>> = facts.partitions;

/** Day on which the table was read, as YYYY-MM-DD. */
export const partitionEndpointsRead: string = facts.read;

/** What the sources have of a partition without known hosts of Studio, as the end of a sentence that says so. */
export const sourcesWithoutStudio: string = facts.withoutStudio;

/**
 * What stands before the region in the name of an endpoint service, in a partition other than the commercial one.
 *
 * @param service what follows the region, as in the commercial partition: `sagemaker.api`
 * @returns `undefined` if no source names the endpoint service in the partition
 */
export function endpointPrefixIn(partition: AwsPartition, service: string): string | undefined {
  return groupOf(partition, service)?.prefix;
}

/** Whether a service has a FIPS 140 endpoint of its own in a partition other than the commercial one. */
export function hasFipsEndpointIn(partition: AwsPartition, service: string): boolean {
  return groupOf(partition, service)?.fips.includes(service) === true;
}

function groupOf({ name }: AwsPartition, service: string): EndpointGroup | undefined {
  return groupsByPartition[name]?.find(({ services }) => services.includes(service));
}

/**
 * What the names of AWS's endpoint services begin with, in any partition. The endpoint services of other accounts begin with
 * `com.amazonaws.vpce` or `cn.com.amazonaws.vpce`.
 */
export const endpointServicePrefixes: readonly string[] = [
  ...new Set([
    ...["com.amazonaws", "aws.sagemaker", "aws.api", "api.aws"],
    ...Object.values(groupsByPartition).flatMap((groups = []) => groups.map(({ prefix }) => prefix)),
  ]),
];

/** The prefixes as a part of a regular expression, with one group around all of them. */
export const endpointServicePrefixPattern = `(${endpointServicePrefixes.map((prefix) => prefix.replaceAll(".", "\\.")).join("|")})`;
