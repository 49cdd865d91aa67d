import { endpointPrefixIn, endpointServicePrefixes } from "../../../aws/partition-endpoints";
import { partitionOfRegion } from "../../../aws/partitions";
import type { TerraformConfiguration } from "../../terraform/terraform-configuration";

/** An AWS service that Studio needs and must reach through a VPC endpoint. */
export interface RequiredService {
  /** In the form of `VpcEndpoint.service`: `com.amazonaws.*.s3`. */
  readonly name: string;
  /** Every name that the service may have in the partition, in the same form. */
  readonly names: readonly string[];
  /** Whether a source says which name the service has. */
  readonly isNameKnown: boolean;
  readonly type: "Interface" | "Gateway";
  /** Host name that clients resolve, as a template; a first label such as `bucket` is an example. */
  readonly host: string;
  readonly reason: string;
}

/** A required service by its name in the commercial partition. */
type ServiceOfStudio = Omit<RequiredService, "names" | "isNameKnown">;

/**
 * Services that Studio needs in every configuration.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
const alwaysRequired: readonly ServiceOfStudio[] = [
  {
    name: "com.amazonaws.*.s3",
    type: "Gateway",
    host: "bucket.s3.<region>.<suffix>",
    reason: "data, models and image layers",
  },
  {
    name: "com.amazonaws.*.sagemaker.api",
    type: "Interface",
    host: "api.sagemaker.<region>.<suffix>",
    reason: "the SageMaker API",
  },
  {
    name: "com.amazonaws.*.sagemaker.runtime",
    type: "Interface",
    host: "runtime.sagemaker.<region>.<suffix>",
    reason: "model invocations",
  },
  {
    name: "aws.sagemaker.*.studio",
    type: "Interface",
    host: "domain.studio.<region>.<pages>",
    reason: "Studio's pages and presigned URLs",
  },
  {
    name: "com.amazonaws.*.sts",
    type: "Interface",
    host: "sts.<region>.<suffix>",
    reason: "the execution role's credentials",
  },
  {
    name: "com.amazonaws.*.logs",
    type: "Interface",
    host: "logs.<region>.<suffix>",
    reason: "logs of apps and jobs",
  },
  {
    name: "com.amazonaws.*.kms",
    type: "Interface",
    host: "kms.<region>.<suffix>",
    reason: "data encrypted with customer managed keys",
  },
  {
    name: "com.amazonaws.*.ecr.api",
    type: "Interface",
    host: "api.ecr.<region>.<suffix>",
    reason: "images of apps and jobs",
  },
  {
    name: "com.amazonaws.*.ecr.dkr",
    type: "Interface",
    host: "account.dkr.ecr.<region>.<suffix>",
    reason: "images of apps and jobs",
  },
  {
    name: "com.amazonaws.*.monitoring",
    type: "Interface",
    host: "monitoring.<region>.<suffix>",
    reason: "metrics of apps and jobs",
  },
];

const packageServices: readonly ServiceOfStudio[] = [
  {
    name: "com.amazonaws.*.codeartifact.api",
    type: "Interface",
    host: "codeartifact.<region>.<suffix>",
    reason: "authorization tokens for the package repository",
  },
  {
    name: "com.amazonaws.*.codeartifact.repositories",
    type: "Interface",
    host: "domain.d.codeartifact.<region>.<suffix>",
    reason: "packages",
  },
];

/** The services that this configuration needs; CodeArtifact only where it creates a package repository. */
export function requiredServices({ resources, region = "" }: TerraformConfiguration): readonly RequiredService[] {
  const hasPackages = resources.some(({ mode, type }) => mode === "managed" && type === "aws_codeartifact_repository");
  return [...alwaysRequired, ...(hasPackages ? packageServices : [])].map((service) => inPartition(service, region));
}

/** The service by its names in the partition of a region; with any prefix of AWS where no source says which. */
function inPartition(service: ServiceOfStudio, region: string): RequiredService {
  const [prefix = "", plain = ""] = service.name.split(".*.");
  const partition = partitionOfRegion(region);
  if (partition.name === "aws") {
    return { ...service, names: [service.name], isNameKnown: true };
  }
  const known = endpointPrefixIn(partition, plain);
  return {
    ...service,
    name: `${known ?? prefix}.*.${plain}`,
    names: (known === undefined ? endpointServicePrefixes : [known]).map((one) => `${one}.*.${plain}`),
    isNameKnown: known !== undefined,
  };
}

/** The host name of a service in a Region; `undefined` where no source names it. */
export function hostNameOf({ host }: RequiredService, region: string): string | undefined {
  const { dnsSuffix, sageMakerSuffix } = partitionOfRegion(region);
  const name = host.replace("<region>", region).replace("<suffix>", dnsSuffix);
  return sageMakerSuffix === undefined && name.includes("<pages>")
    ? undefined
    : name.replace("<pages>", sageMakerSuffix ?? "");
}

/** Whether an endpoint's service provides the required one. A FIPS endpoint serves the same API. */
export function isServiceProvidedBy(service: string, required: RequiredService): boolean {
  return required.names.some((name) => service === name || service === `${name}-fips`);
}
