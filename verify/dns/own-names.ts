import { type Configuration, ofType } from "../configuration";
import { literalText } from "../literal-text";

/** Domains under which AWS serves the regional endpoints of its services, and nobody else serves anything. */
const serviceDomains = ["amazonaws.com", "amazonaws.com.cn", "api.aws", "on.aws", "sagemaker.aws", "app.aws"];

/**
 * Whether a name belongs to a service of AWS in this region: its servers are AWS's, so that a query for a name below it
 * tells nobody else anything.
 */
export function isRegionalServiceName(name: string, region: string | undefined): boolean {
  return region !== undefined && serviceDomains.some((domain) => isWithin(name, `${region}.${domain}`));
}

/** Names of the private hosted zones that the configuration creates. */
export function privateZones(configuration: Configuration): readonly string[] {
  return ofType(configuration, "aws_route53_zone")
    .filter((zone) => zone.values.vpc !== undefined)
    .flatMap((zone) => {
      const name = literalText(configuration, zone.values.name);
      return name.kind === "literal" ? [name.text.toLowerCase().replace(/\.$/, "")] : [];
    });
}

export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** What a pattern is about, without its star; empty for every name. */
export function baseOf(pattern: string): string {
  return pattern.replace(/^\*\.?/, "");
}
