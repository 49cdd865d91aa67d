// verify, rehearsal and stacks may not import each other, so what all three know about AWS is in this folder. It imports
// nothing of ours.

/** A group of AWS regions with ARNs, accounts and host names of their own. */
export interface AwsPartition {
  /** As in ARNs. */
  readonly name: string;
  /** What the names of its regions begin with; empty for the commercial partition. */
  readonly regionPrefix: string;
  /** What the host names of its services end in. */
  readonly dnsSuffix: string;
}

const commercialPartition: AwsPartition = { name: "aws", regionPrefix: "", dnsSuffix: "amazonaws.com" };

/**
 * Every partition, the commercial one last: its prefix matches any region.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 */
export const awsPartitions: readonly AwsPartition[] = [
  { name: "aws-cn", regionPrefix: "cn-", dnsSuffix: "amazonaws.com.cn" },
  { name: "aws-us-gov", regionPrefix: "us-gov-", dnsSuffix: "amazonaws.com" },
  { name: "aws-eusc", regionPrefix: "eusc-", dnsSuffix: "amazonaws.eu" },
  { name: "aws-iso", regionPrefix: "us-iso-", dnsSuffix: "c2s.ic.gov" },
  { name: "aws-iso-b", regionPrefix: "us-isob-", dnsSuffix: "sc2s.sgov.gov" },
  { name: "aws-iso-e", regionPrefix: "eu-isoe-", dnsSuffix: "cloud.adc-e.uk" },
  { name: "aws-iso-f", regionPrefix: "us-isof-", dnsSuffix: "csp.hci.ic.gov" },
  commercialPartition,
];

/** The partition of a region. */
export function partitionOfRegion(region: string): AwsPartition {
  return awsPartitions.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? commercialPartition;
}

/** What the host names of a partition's services end in; `amazonaws.com` for a partition that the table does not have. */
export function dnsSuffixOfPartition(name: string): string {
  return (awsPartitions.find((partition) => partition.name === name) ?? commercialPartition).dnsSuffix;
}
