import { blocksOf, type Configuration, type JsonObject, ofType, type Resource } from "../terraform/configuration";
import { referenced, referring } from "../terraform/references/back-references";
import { literalText } from "../terraform/references/resolve-text";

/** Domains under which AWS serves the regional endpoints of its services, and nobody else serves anything. */
const serviceDomains = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "sagemaker.aws", "app.aws"];

/**
 * Whether a name belongs to a service of AWS in this region: its servers are AWS's, so that a query for a name below it
 * tells nobody else anything.
 */
export function isRegionalServiceName(name: string, region: string | undefined): boolean {
  return (
    region !== undefined &&
    (serviceDomains.some((domain) => isWithin(name, `${region}.${domain}`)) ||
      olderNamesOfS3(region).some((older) => isWithin(name, older)))
  );
}

/**
 * Names that S3 had in a region before they were all formed alike.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html#VirtualHostingBackwardsCompatibility
 */
function olderNamesOfS3(region: string): readonly string[] {
  return [`s3-${region}.amazonaws.com`, ...(region === "us-east-1" ? ["s3.amazonaws.com"] : [])];
}

/** Whether answers for the name, or for one above it, replace those of AWS's services in the region. */
export function shadowsRegionalServices(name: string, region: string | undefined): boolean {
  const isAbove = (domain: string): boolean => isWithin(region === undefined ? domain : `${region}.${domain}`, name);
  return isRegionalServiceName(name, region) || serviceDomains.some(isAbove);
}

/** A private hosted zone that the configuration creates for a VPC. */
export interface PrivateZone {
  readonly name: string;
  readonly zone: Resource;
}

/** The zones that answer a VPC: one without any VPC is public, and one of other VPCs answers those alone. */
export function privateZones(configuration: Configuration, vpc: Resource): readonly PrivateZone[] {
  return ofType(configuration, "aws_route53_zone")
    .filter((zone) => answers(configuration, zone, vpc))
    .flatMap((zone) => {
      const name = literalText(configuration, zone.values.name);
      return name.kind === "literal" ? [{ name: name.text.toLowerCase().replace(/\.$/, ""), zone }] : [];
    });
}

function answers(configuration: Configuration, zone: Resource, vpc: Resource): boolean {
  const blocks = blocksOf(zone.values.vpc);
  const joined = referring(configuration, "aws_route53_zone_association", "zone_id", zone).map(({ values }) => values);
  const isOurs = ({ vpc_id }: JsonObject): boolean => referenced(configuration, vpc_id)?.address === vpc.address;
  return blocks.length > 0 && [...blocks, ...joined].some(isOurs);
}

export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** What a pattern is about, without its star; empty for every name. */
export function baseOf(pattern: string): string {
  return pattern.replace(/^\*\.?/, "");
}
