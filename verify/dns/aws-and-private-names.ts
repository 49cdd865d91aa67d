import { awsSuffixes, partitionOfRegion, s3Hosts, suffixesOfPartition } from "../../aws/partitions";
import { resourcesReferencing } from "../terraform/references/referenced-resources";
import { resolveText } from "../terraform/references/resolve-text";
import type { Resource, TerraformConfiguration } from "../terraform/terraform-configuration";

/**
 * Whether a name belongs to an AWS service in this region. Only AWS receives queries for names under it, so they cannot
 * exfiltrate data to a third party. The older names of S3 are among them.
 */
export function isAwsRegionalServiceName(name: string, region: string | undefined): boolean {
  return (
    region !== undefined &&
    [...suffixesOfPartition(partitionOfRegion(region)).map((suffix) => `${region}.${suffix}`), ...s3Hosts(region)].some(
      (domain) => isSameOrSubdomain(name, domain),
    )
  );
}

/**
 * Names of global services that an interface endpoint of the VPC serves: `iam.amazonaws.com`. The name of such an endpoint service
 * has no Region. The private hosted zone of the endpoint holds the name, so its queries do not leave the VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
 */
export function globalServiceNames(configuration: TerraformConfiguration, vpc: Resource): readonly string[] {
  return resourcesReferencing(configuration, "aws_vpc_endpoint", "vpc_id", vpc).flatMap(({ values }) => {
    const service = resolveText(configuration, values.service_name);
    const name = service.kind === "literal" ? /^com\.amazonaws\.([a-z0-9-]+)$/.exec(service.text)?.[1] : undefined;
    return name === undefined || values.private_dns_enabled !== true ? [] : [`${name}.amazonaws.com`];
  });
}

/** Whether a private hosted zone of this name may override DNS answers of AWS services, of any region. */
export function shadowsAwsServiceNames(name: string): boolean {
  return awsSuffixes.some((domain) => isSameOrSubdomain(domain, name) || isSameOrSubdomain(name, domain));
}

/** Whether a name is the domain or a subdomain of it. Every name is below the root, which is the empty name. */
export function isSameOrSubdomain(name: string, domain: string): boolean {
  return domain === "" || name === domain || name.endsWith(`.${domain}`);
}

/** The domain of a pattern without its wildcard; empty for `*`. */
export function domainOfPattern(pattern: string): string {
  return pattern.replace(/^\*\.?/, "");
}
