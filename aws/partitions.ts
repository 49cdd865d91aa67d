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
  /** What the host names that have IPv6 addresses too end in. */
  readonly dualStackSuffix: string;
  /**
   * What the host names of customers' resources end in, such as those of Lambda function URLs.
   * @default - no source names it
   */
  readonly resourceSuffix?: string;
  /**
   * What the host names of SageMaker's user interfaces end in: `studio.<region>.sagemaker.aws`.
   * @default - no source names it, so Studio is not built in the partition
   */
  readonly sageMakerSuffix?: string;
  /**
   * What the second host name of Studio ends in: `studio.sagemaker.<region>.app.aws`.
   * @default - no source names it
   */
  readonly appSuffix?: string;
  /**
   * Host that SAML assertions are posted to.
   * @default - no source names it
   */
  readonly signInHost?: string;
  /** Whether S3 also has the older host names with a hyphen: `s3-<region>.amazonaws.com`. */
  readonly hasOlderS3Hosts: boolean;
  /**
   * Whether the partition has no path to the internet.
   *
   * @default false
   */
  readonly isIsolated?: boolean;
  /**
   * Whether trust policies can compare claims of GitHub's tokens other than audience and subject, such as `job_workflow_ref`.
   *
   * @default false; AWS announced it for commercial Regions only
   * @see https://aws.amazon.com/about-aws/whats-new/2026/01/aws-sts-supports-validation-identity-provider-claims/
   */
  readonly comparesGithubClaims?: boolean;
}

/** The partition of the regions that every AWS account has. */
export const commercialPartition: AwsPartition = {
  name: "aws",
  regionPrefix: "",
  dnsSuffix: "amazonaws.com",
  dualStackSuffix: "api.aws",
  resourceSuffix: "on.aws",
  sageMakerSuffix: "sagemaker.aws",
  appSuffix: "app.aws",
  signInHost: "signin.aws.amazon.com",
  hasOlderS3Hosts: true,
  comparesGithubClaims: true,
};

/**
 * Every partition, the commercial one last: its prefix matches any region.
 *
 * The suffixes are those of the AWS SDKs. The Public Suffix List, to which AWS adds its own names, has the host names of Studio and
 * of resources. Its version of 2026-10-22 has a name of Cognito in the European Sovereign Cloud, and none of SageMaker.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json
 * @see https://publicsuffix.org/list/public_suffix_list.dat
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
export const awsPartitions: readonly AwsPartition[] = [
  {
    name: "aws-cn",
    regionPrefix: "cn-",
    dnsSuffix: "amazonaws.com.cn",
    dualStackSuffix: "api.amazonwebservices.com.cn",
    resourceSuffix: "on.amazonwebservices.com.cn",
    sageMakerSuffix: "sagemaker.com.cn",
    signInHost: "signin.amazonaws.cn",
    hasOlderS3Hosts: false,
  },
  {
    name: "aws-us-gov",
    regionPrefix: "us-gov-",
    dnsSuffix: "amazonaws.com",
    dualStackSuffix: "api.aws",
    resourceSuffix: "on.aws",
    sageMakerSuffix: "sagemaker.aws",
    appSuffix: "app.aws",
    signInHost: "signin.amazonaws-us-gov.com",
    hasOlderS3Hosts: true,
  },
  {
    name: "aws-eusc",
    regionPrefix: "eusc-",
    dnsSuffix: "amazonaws.eu",
    dualStackSuffix: "api.amazonwebservices.eu",
    resourceSuffix: "on.amazonwebservices.eu",
    hasOlderS3Hosts: false,
  },
  isolatedPartition("aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
  isolatedPartition("aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
  isolatedPartition("aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
  isolatedPartition("aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
  commercialPartition,
];

/** A partition without a path to the internet. AWS publishes little more of it than its suffixes and the hosts of its APIs. */
function isolatedPartition(
  name: string,
  regionPrefix: string,
  dnsSuffix: string,
  dualStackSuffix: string,
): AwsPartition {
  return { name, regionPrefix, dnsSuffix, dualStackSuffix, hasOlderS3Hosts: false, isIsolated: true };
}

/** Whether a text has the form of the name of a region in some partition: `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,4}(?:-[a-z]+)+-\d$/.test(text);
}

/** The partition of a region. */
export function partitionOfRegion(region: string): AwsPartition {
  return awsPartitions.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? commercialPartition;
}

/** A partition by its name; the commercial one if the table does not have it. */
export function partitionNamed(name: string): AwsPartition {
  return awsPartitions.find((partition) => partition.name === name) ?? commercialPartition;
}

/** What the host names of a partition's services end in; `amazonaws.com` for a partition that the table does not have. */
export function dnsSuffixOfPartition(name: string): string {
  return partitionNamed(name).dnsSuffix;
}

/** Every suffix of host names in a partition. AWS alone registers names directly below `<region>.<suffix>`. */
export function suffixesOfPartition(partition: AwsPartition): readonly string[] {
  const { dnsSuffix, dualStackSuffix, resourceSuffix, sageMakerSuffix, appSuffix } = partition;
  return [dnsSuffix, dualStackSuffix, resourceSuffix, sageMakerSuffix, appSuffix].flatMap((suffix) => suffix ?? []);
}

/** Suffixes of host names in all partitions, without duplicates. */
export const awsSuffixes: readonly string[] = [...new Set(awsPartitions.flatMap(suffixesOfPartition))];

/** Whether a host name, or a pattern of names, is below a suffix of AWS in some partition. */
export function isBelowAwsSuffix(name: string): boolean {
  return [...awsSuffixes, "aws"].some((suffix) => name.endsWith(`.${suffix}`));
}

/** Domains of AWS below which every customer can publish buckets, functions and instances. */
export const awsHostingDomains: readonly string[] = [
  ...new Set([
    ...awsSuffixes.map((suffix) => (suffix.endsWith(".aws") ? "aws" : suffix)),
    "amazonwebservices.com.cn",
    "amazonwebservices.eu",
  ]),
];

/** Every domain of AWS: those, and the ones of its consoles, pages and applications. */
export const awsDomains: readonly string[] = [
  ...awsHostingDomains,
  "awsapps.com",
  "awsapps.cn",
  "aws.amazon.com",
  "aws.dev",
];

/** The name of a service as a principal in one region, and as a host: `logs.eu-west-1.amazonaws.com`. */
export function regionalServiceHost(service: string, region: string): string {
  return `${service}.${region}.${partitionOfRegion(region).dnsSuffix}`;
}

/**
 * Host names of S3 in a region, without those that have IPv6 addresses: the regional one, then older ones that S3 still serves.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#VirtualHostingBackwardsCompatibility
 */
export function s3Hosts(region: string): readonly string[] {
  const { dnsSuffix, hasOlderS3Hosts } = partitionOfRegion(region);
  const older = hasOlderS3Hosts ? [`s3-${region}`, ...(region === "us-east-1" ? ["s3"] : [])] : [];
  return [`s3.${region}`, ...older].map((host) => `${host}.${dnsSuffix}`);
}

const dnsSuffixes: readonly string[] = [...new Set(awsPartitions.map(({ dnsSuffix }) => dnsSuffix))];

/** Whether a text has the form of a service principal in some partition: `lambda.amazonaws.com`, `logs.cn-north-1.amazonaws.com.cn`. */
export function isServicePrincipalName(text: string): boolean {
  return /^[a-z0-9.-]+$/.test(text) && dnsSuffixes.some((suffix) => text.endsWith(`.${suffix}`));
}
