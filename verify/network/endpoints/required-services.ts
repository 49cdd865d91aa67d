import type { Configuration } from "../../terraform/configuration";

/** A service that Studio cannot do without once nothing but endpoints is reachable, or reachable without inspection. */
export interface RequiredService {
  /** As `Endpoint.service` writes it. */
  readonly name: string;
  readonly type: "Interface" | "Gateway";
  readonly why: string;
}

/**
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html
 */
const always: readonly RequiredService[] = [
  { name: "com.amazonaws.*.s3", type: "Gateway", why: "data, models and image layers" },
  { name: "com.amazonaws.*.sagemaker.api", type: "Interface", why: "Studio's own API" },
  { name: "com.amazonaws.*.sagemaker.runtime", type: "Interface", why: "calls to models" },
  { name: "aws.sagemaker.*.studio", type: "Interface", why: "Studio's pages and presigned URLs" },
  { name: "com.amazonaws.*.sts", type: "Interface", why: "the execution role's credentials" },
  { name: "com.amazonaws.*.logs", type: "Interface", why: "logs of apps and jobs" },
  { name: "com.amazonaws.*.kms", type: "Interface", why: "data under our own keys" },
  { name: "com.amazonaws.*.ecr.api", type: "Interface", why: "images of apps and jobs" },
  { name: "com.amazonaws.*.ecr.dkr", type: "Interface", why: "images of apps and jobs" },
  { name: "com.amazonaws.*.monitoring", type: "Interface", why: "metrics of apps and jobs" },
];

const packages: readonly RequiredService[] = [
  { name: "com.amazonaws.*.codeartifact.api", type: "Interface", why: "the package repository's tokens" },
  { name: "com.amazonaws.*.codeartifact.repositories", type: "Interface", why: "packages" },
];

/** The package repository's endpoints are required where there is a repository. */
export function requiredServices({ resources }: Configuration): readonly RequiredService[] {
  const hasPackages = resources.some(({ mode, type }) => mode === "managed" && type === "aws_codeartifact_repository");
  return hasPackages ? [...always, ...packages] : always;
}

/** A FIPS endpoint serves the same calls. */
export function serves(service: string, required: RequiredService): boolean {
  return service === required.name || service === `${required.name}-fips`;
}
