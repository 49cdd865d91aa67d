import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { privateHostedZonesOf, shadowsAwsServiceNames } from "./aws-and-private-names";

/**
 * Settings that send a VPC's queries to other servers than the Route 53 Resolver, or that add rules which the DNS firewall
 * does not show: DHCP options, forwarding rules, Route 53 profiles, and private zones that override AWS service names.
 */
export function resolverBypasses(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return [
    ...dhcpNameServers(configuration, vpc),
    ...forwardingRules(configuration, vpc),
    ...unassociatedForwardingRules(configuration, vpc),
    ...route53Profiles(configuration, vpc),
    ...shadowingPrivateZones(configuration, vpc),
  ];
}

/** A profile can be shared from another account, so the JSON need not show its rules or its VPCs. */
function route53Profiles({ resources }: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resources
    .filter(({ mode, type }) => mode === "managed" && type.startsWith("aws_route53profiles_"))
    .map(({ address }) => ({
      text: "a Route 53 profile may add DNS rules",
      addresses: [address, vpc.address],
    }));
}

function shadowingPrivateZones(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return privateHostedZonesOf(configuration, vpc)
    .filter(({ name }) => shadowsAwsServiceNames(name, configuration.region))
    .map(({ name, zone }) => ({
      text: `the private zone ${name} overrides DNS answers of AWS services`,
      addresses: [zone.address, vpc.address],
    }));
}

function dhcpNameServers(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_vpc_dhcp_options_association", "vpc_id", vpc).flatMap(
    (association) => {
      const options = referencedResource(configuration, association.values.dhcp_options_id);
      const servers = options?.values.domain_name_servers ?? ["AmazonProvidedDNS"];
      const isResolver = options !== undefined && JSON.stringify(servers) === '["AmazonProvidedDNS"]';
      const text = "DHCP options may set DNS servers other than AmazonProvidedDNS";
      return isResolver ? [] : [{ text, addresses: [association.address, vpc.address] }];
    },
  );
}

/** The DNS firewall allows AWS service names because AWS answers them. A forwarding rule sends them to other servers. */
function forwardingRules(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_route53_resolver_rule_association", "vpc_id", vpc).flatMap(
    (association) => {
      const rule = referencedResource(configuration, association.values.resolver_rule_id);
      const domain = rule === undefined ? "an unknown domain" : JSON.stringify(rule.values.domain_name ?? null);
      const text = `queries for ${domain} are forwarded to DNS servers outside AWS`;
      return rule?.values.rule_type === "SYSTEM" ? [] : [{ text, addresses: [association.address, vpc.address] }];
    },
  );
}

/** Forwarding rules with an unknown or no association. Another configuration or account may associate them with the VPC. */
function unassociatedForwardingRules(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  const associations = resourcesOfType(configuration, "aws_route53_resolver_rule_association");
  const withUnknownVpc = associations.filter(
    ({ values }) => referencedResource(configuration, values.vpc_id)?.mode !== "managed",
  );
  const unassociated = resourcesOfType(configuration, "aws_route53_resolver_rule").filter(
    (rule) =>
      rule.values.rule_type !== "SYSTEM" &&
      resourcesReferencing(configuration, "aws_route53_resolver_rule_association", "resolver_rule_id", rule).length ===
        0,
  );
  return [...withUnknownVpc, ...unassociated].map(({ address }) => ({
    text: `${address} forwards queries, and the JSON does not show for which VPC`,
    addresses: [address, vpc.address],
  }));
}
