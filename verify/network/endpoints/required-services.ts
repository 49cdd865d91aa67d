import type { TerraformConfiguration } from "../../terraform/terraform-configuration";

/** An AWS service that Studio needs and must reach through a VPC endpoint. */
export interface RequiredService {
  /** In the form of `VpcEndpoint.service`: `com.amazonaws.*.s3`. */
  readonly name: string;
  readonly type: "Interface" | "Gateway";
  readonly reason: string;
}

/**
 * Services that Studio needs in every configuration.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const alwaysRequired: readonly RequiredService[] = [
  { name: "com.amazonaws.*.s3", type: "Gateway", reason: "data, models and image layers" },
  { name: "com.amazonaws.*.sagemaker.api", type: "Interface", reason: "the SageMaker API" },
  { name: "com.amazonaws.*.sagemaker.runtime", type: "Interface", reason: "model invocations" },
  { name: "aws.sagemaker.*.studio", type: "Interface", reason: "Studio's pages and presigned URLs" },
  { name: "com.amazonaws.*.sts", type: "Interface", reason: "the execution role's credentials" },
  { name: "com.amazonaws.*.logs", type: "Interface", reason: "logs of apps and jobs" },
  { name: "com.amazonaws.*.kms", type: "Interface", reason: "data encrypted with customer managed keys" },
  { name: "com.amazonaws.*.ecr.api", type: "Interface", reason: "images of apps and jobs" },
  { name: "com.amazonaws.*.ecr.dkr", type: "Interface", reason: "images of apps and jobs" },
  { name: "com.amazonaws.*.monitoring", type: "Interface", reason: "metrics of apps and jobs" },
];

const packageServices: readonly RequiredService[] = [
  {
    name: "com.amazonaws.*.codeartifact.api",
    type: "Interface",
    reason: "authorization tokens for the package repository",
  },
  { name: "com.amazonaws.*.codeartifact.repositories", type: "Interface", reason: "packages" },
];

/** The services that this configuration needs; CodeArtifact only where it creates a package repository. */
export function requiredServices({ resources }: TerraformConfiguration): readonly RequiredService[] {
  const hasPackages = resources.some(({ mode, type }) => mode === "managed" && type === "aws_codeartifact_repository");
  return hasPackages ? [...alwaysRequired, ...packageServices] : alwaysRequired;
}

/** Whether an endpoint's service provides the required one. A FIPS endpoint serves the same API. */
export function isServiceProvidedBy(service: string, required: RequiredService): boolean {
  return service === required.name || service === `${required.name}-fips`;
}
