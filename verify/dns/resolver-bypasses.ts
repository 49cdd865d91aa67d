import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { privateHostedZonesOf, shadowsAwsServiceNames } from "./aws-and-private-names";

/**
 * What makes a VPC's queries go elsewhere than to AWS's resolver, or meet rules that are not associated with the VPC itself:
 * servers that DHCP options hand out, forwarding rules, profiles, private zones in the place of AWS's own.
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

/** A profile is shared and filled from anywhere: neither its rules nor its VPCs need to be in this JSON. */
function route53Profiles({ resources }: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resources
    .filter(({ mode, type }) => mode === "managed" && type.startsWith("aws_route53profiles_"))
    .map(({ address }) => ({
      text: "a Route 53 profile may bring DNS rules of its own",
      addresses: [address, vpc.address],
    }));
}

function shadowingPrivateZones(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return privateHostedZonesOf(configuration, vpc)
    .filter(({ name }) => shadowsAwsServiceNames(name, configuration.region))
    .map(({ name, zone }) => ({
      text: `the private zone ${name} answers for AWS's services in their place`,
      addresses: [zone.address, vpc.address],
    }));
}

function dhcpNameServers(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_vpc_dhcp_options_association", "vpc_id", vpc).flatMap(
    (association) => {
      const options = referencedResource(configuration, association.values.dhcp_options_id);
      const servers = options?.values.domain_name_servers ?? ["AmazonProvidedDNS"];
      const isResolver = options !== undefined && JSON.stringify(servers) === '["AmazonProvidedDNS"]';
      const text = "DHCP options may name servers that are not the VPC's resolver";
      return isResolver ? [] : [{ text, addresses: [association.address, vpc.address] }];
    },
  );
}

/** Names that the firewall allows because AWS answers them are then answered by somebody else. */
function forwardingRules(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_route53_resolver_rule_association", "vpc_id", vpc).flatMap(
    (association) => {
      const rule = referencedResource(configuration, association.values.resolver_rule_id);
      const domain = JSON.stringify(rule?.values.domain_name ?? "of a rule that is not in the JSON");
      const text = `queries below ${domain} are forwarded to servers that are not AWS's`;
      return rule?.values.rule_type === "SYSTEM" ? [] : [{ text, addresses: [association.address, vpc.address] }];
    },
  );
}

/** Rules whose VPC is not known, and rules that nothing here associates: somebody else may, from another account too. */
function unassociatedForwardingRules(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  const associations = resourcesOfType(configuration, "aws_route53_resolver_rule_association");
  const unplaced = associations.filter(
    ({ values }) => referencedResource(configuration, values.vpc_id)?.mode !== "managed",
  );
  const idle = resourcesOfType(configuration, "aws_route53_resolver_rule").filter(
    (rule) =>
      rule.values.rule_type !== "SYSTEM" &&
      resourcesReferencing(configuration, "aws_route53_resolver_rule_association", "resolver_rule_id", rule).length ===
        0,
  );
  return [...unplaced, ...idle].map(({ address }) => ({
    text: `${address} forwards queries, and of which VPC the JSON does not say`,
    addresses: [address, vpc.address],
  }));
}
