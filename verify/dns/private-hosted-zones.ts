import { resolveText } from "../terraform/references/resolve-text";
import { resourceGraphOf } from "../terraform/references/resource-graph";
import {
  blocksOf,
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { shadowsAwsServiceNames } from "./aws-and-private-names";

/** A private hosted zone that answers queries of a VPC, or may do so. */
export interface PrivateHostedZone {
  /** Lower case, without the trailing dot; `undefined` when the configuration does not show it. */
  readonly name: string | undefined;
  /** The zone, or the association with a zone that is declared elsewhere. */
  readonly zone: Resource;
  /** Whether the zone is certainly associated with the VPC. An ID of a VPC may be that of any VPC. */
  readonly isCertain: boolean;
}

/**
 * The private hosted zones that are, or may be, associated with a VPC: by the zone itself, or by an association. A zone of this
 * configuration without any VPC is public.
 */
export function privateHostedZonesOf(
  configuration: TerraformConfiguration,
  vpc: Resource,
): readonly PrivateHostedZone[] {
  const graph = resourceGraphOf(configuration);
  const associations = resourcesOfType(configuration, "aws_route53_zone_association").map((association) => ({
    association,
    zone: graph.referenceKey(association.values.zone_id)?.replace(/\.zone_id$/, ""),
    match: matchOfVpc(configuration, association.values.vpc_id, vpc),
  }));
  const zones = resourcesOfType(configuration, "aws_route53_zone").flatMap((zone): PrivateHostedZone[] => {
    const blocks = blocksOf(zone.values.vpc).map((block) => matchOfVpc(configuration, block.vpc_id, vpc));
    const matches = [...blocks, ...associations.filter((one) => one.zone === zone.address).map(({ match }) => match)];
    const isOfVpc = matches.includes("same") || matches.includes("unknown");
    return isOfVpc ? [{ name: nameOf(configuration, zone), zone, isCertain: matches.includes("same") }] : [];
  });
  const own = new Set(resourcesOfType(configuration, "aws_route53_zone").map(({ address }) => address));
  const elsewhere = associations
    .filter(({ zone, match }) => !own.has(zone ?? "") && match !== "other")
    .map(({ association, match }) => ({ name: undefined, zone: association, isCertain: match === "same" }));
  return [...zones, ...elsewhere];
}

/** Zones with unknown names or with names of AWS services, and permissions for other accounts to associate zones. */
export function privateZoneDoubts(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  const doubts = privateHostedZonesOf(configuration, vpc).flatMap(({ name, zone, isCertain }): Evidence[] => {
    const verb = isCertain ? "overrides" : "may override";
    const addresses = [zone.address, vpc.address];
    if (name === undefined) {
      return [{ text: `${zone.address} ${verb} DNS answers for names that the JSON does not show`, addresses }];
    }
    return shadowsAwsServiceNames(name)
      ? [{ text: `the private zone ${zoneNameText(name)} ${verb} DNS answers of AWS services`, addresses }]
      : [];
  });
  const authorizations = resourcesOfType(configuration, "aws_route53_vpc_association_authorization").map(
    ({ address }) => ({
      text: `${address} lets another account associate a private zone, so the zones of the VPC are not known`,
      addresses: [address, vpc.address],
    }),
  );
  return [...doubts, ...authorizations];
}

/** For messages; the root zone has an empty name. */
export function zoneNameText(name: string): string {
  return name === "" ? "." : name;
}

function nameOf(configuration: TerraformConfiguration, zone: Resource): string | undefined {
  const name = resolveText(configuration, zone.values.name);
  const plain = name.kind === "literal" ? name.text.toLowerCase().replace(/\.$/, "") : undefined;
  return plain === undefined || plainZoneName.test(plain) ? plain : undefined;
}

/**
 * Route 53 reads other characters as escapes or wildcards: `\\147ithub.com` is `github.com`.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
const plainZoneName = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)?$/;

function matchOfVpc(
  configuration: TerraformConfiguration,
  value: Json | undefined,
  vpc: Resource,
): "same" | "other" | "unknown" {
  const target = resourceGraphOf(configuration).target(value);
  if (target.kind !== "resource" || target.resource.mode !== "managed") {
    return target.kind === "absent" ? "other" : "unknown";
  }
  return target.resource.address === vpc.address ? "same" : "other";
}
