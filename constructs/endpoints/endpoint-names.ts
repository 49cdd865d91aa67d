import { endpointPrefixIn, hasFipsEndpointIn } from "../../aws/partition-endpoints";
import { type AwsPartition, commercialPartition } from "../../aws/partitions";
import { ENDPOINT_NAMES, type EndpointCatalogEntry, type EndpointName, endpointCatalogEntry } from "./endpoint-catalog";

/** Names of an endpoint in one partition, as templates in which `<region>` stands for the region. */
export type EndpointNames = Pick<EndpointCatalogEntry, "serviceName" | "serviceRegion" | "fips" | "dnsNames">;

/**
 * The names of an endpoint in a partition.
 *
 * Outside the commercial partition, an endpoint has only the names that a source gives. Endpoints in China do not answer the names
 * that have IPv6 addresses too, because no source says so.
 *
 * @returns `undefined` if no source names the endpoint service in the partition
 */
export function endpointNamesIn(name: EndpointName, partition: AwsPartition): EndpointNames | undefined {
  const entry = endpointCatalogEntry(name);
  if (partition.name === commercialPartition.name) {
    return entry;
  }
  const prefix = endpointPrefixIn(partition, name);
  const dnsNames = hostsIn(entry.dnsNames, partition);
  if (prefix === undefined || dnsNames.length === 0) {
    return undefined;
  }
  const serviceName = `${prefix}.<region>.${name}`;
  return {
    serviceName,
    dnsNames,
    ...(entry.fips !== undefined &&
      hasFipsEndpointIn(partition, name) && {
        fips: { serviceName: `${serviceName}-fips`, dnsNames: hostsIn(entry.fips.dnsNames, partition) },
      }),
  };
}

/** The names of an endpoint that the partition must have. @throws if no source names the endpoint service in the partition */
export function requireEndpointNames(name: EndpointName, partition: AwsPartition): EndpointNames {
  const names = endpointNamesIn(name, partition);
  if (names === undefined) {
    throw new Error(
      `endpoints: no source names the endpoint service of ${name} in the partition ${partition.name}; remove the service`,
    );
  }
  return names;
}

/** Services whose endpoint has a known name in a partition, in catalog order. */
export function endpointsNamedIn(partition: AwsPartition): readonly EndpointName[] {
  return ENDPOINT_NAMES.filter((name) => endpointNamesIn(name, partition) !== undefined);
}

/** Templates of host names with the suffixes of a partition, without those of which the partition has no known counterpart. */
function hostsIn(commercialHosts: readonly string[], partition: AwsPartition): readonly string[] {
  const counterparts = [
    [commercialPartition.dnsSuffix, partition.dnsSuffix],
    [commercialPartition.sageMakerSuffix, partition.sageMakerSuffix],
    // AWS does not say which endpoints outside the commercial suffixes answer these.
    [commercialPartition.dualStackSuffix, sameSuffix(partition, "dualStackSuffix")],
    [commercialPartition.resourceSuffix, sameSuffix(partition, "resourceSuffix")],
    [commercialPartition.appSuffix, partition.appSuffix],
  ] as const;
  return commercialHosts.flatMap((host) =>
    counterparts.flatMap(([commercial, own]) =>
      host.endsWith(`.${commercial}`) && own !== undefined ? [host.slice(0, -(commercial ?? "").length) + own] : [],
    ),
  );
}

function sameSuffix(partition: AwsPartition, suffix: "dualStackSuffix" | "resourceSuffix"): string | undefined {
  return partition[suffix] === commercialPartition[suffix] ? partition[suffix] : undefined;
}
