import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { resolveText } from "../terraform/references/resolve-text";
import {
  blocksOf,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";

/** Domains under which AWS serves the regional endpoints of its services, and nobody else serves anything. */
const awsServiceDomains = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "sagemaker.aws", "app.aws"];

/**
 * Whether a name belongs to a service of AWS in this region: its servers are AWS's, so that a query for a name below it
 * tells nobody else anything.
 */
export function isAwsRegionalServiceName(name: string, region: string | undefined): boolean {
  return (
    region !== undefined &&
    (awsServiceDomains.some((domain) => isSameOrSubdomain(name, `${region}.${domain}`)) ||
      legacyS3HostNames(region).some((older) => isSameOrSubdomain(name, older)))
  );
}

/**
 * Names that S3 had in a region before they were all formed alike.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#VirtualHostingBackwardsCompatibility
 */
function legacyS3HostNames(region: string): readonly string[] {
  return [`s3-${region}.amazonaws.com`, ...(region === "us-east-1" ? ["s3.amazonaws.com"] : [])];
}

/** Whether answers for the name, or for one above it, replace those of AWS's services in the region. */
export function shadowsAwsServiceNames(name: string, region: string | undefined): boolean {
  const isAbove = (domain: string): boolean =>
    isSameOrSubdomain(region === undefined ? domain : `${region}.${domain}`, name);
  return isAwsRegionalServiceName(name, region) || awsServiceDomains.some(isAbove);
}

/** A private hosted zone that the configuration creates for a VPC. */
export interface PrivateHostedZone {
  readonly name: string;
  readonly zone: Resource;
}

/** The zones that answer a VPC: one without any VPC is public, and one of other VPCs answers those alone. */
export function privateHostedZonesOf(
  configuration: TerraformConfiguration,
  vpc: Resource,
): readonly PrivateHostedZone[] {
  return resourcesOfType(configuration, "aws_route53_zone")
    .filter((zone) => isAssociatedWithVpc(configuration, zone, vpc))
    .flatMap((zone) => {
      const name = resolveText(configuration, zone.values.name);
      return name.kind === "literal" ? [{ name: name.text.toLowerCase().replace(/\.$/, ""), zone }] : [];
    });
}

function isAssociatedWithVpc(configuration: TerraformConfiguration, zone: Resource, vpc: Resource): boolean {
  const blocks = blocksOf(zone.values.vpc);
  const joined = resourcesReferencing(configuration, "aws_route53_zone_association", "zone_id", zone).map(
    ({ values }) => values,
  );
  const isOurs = ({ vpc_id }: JsonObject): boolean =>
    referencedResource(configuration, vpc_id)?.address === vpc.address;
  return blocks.length > 0 && [...blocks, ...joined].some(isOurs);
}

export function isSameOrSubdomain(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** What a pattern is about, without its star; empty for every name. */
export function domainOfPattern(pattern: string): string {
  return pattern.replace(/^\*\.?/, "");
}
