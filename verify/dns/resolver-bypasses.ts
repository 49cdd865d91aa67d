import { networkModelOf } from "../network/network-model";
import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { dnsProfileTypes } from "../terraform/resource-types/groups/type-groups";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { privateZoneDoubts } from "./private-hosted-zones";

/**
 * Settings that send a VPC's queries to other servers than the Route 53 Resolver, or that add rules which the DNS firewall
 * does not show: DHCP options, forwarding rules, outbound endpoints, Route 53 profiles, DNS64, and private zones with unknown names
 * or with names of AWS services.
 */
export function resolverBypasses(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return [
    ...dhcpNameServers(configuration, vpc),
    ...forwardingRules(configuration, vpc),
    ...unassociatedForwardingRules(configuration, vpc),
    ...outboundEndpoints(configuration, vpc),
    ...route53Profiles(configuration, vpc),
    ...dns64Subnets(configuration, vpc),
    ...privateZoneDoubts(configuration, vpc),
  ];
}

/** A profile can be shared from another account, so the JSON need not show its rules or its VPCs. */
function route53Profiles({ resources }: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resources
    .filter(({ mode, type }) => mode === "managed" && dnsProfileTypes.has(type))
    .map(({ address }) => ({
      text: "a Route 53 profile may add DNS rules",
      addresses: [address, vpc.address],
    }));
}

/** Forwarding rules of other accounts may use an outbound endpoint. */
function outboundEndpoints(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  const { isOutsidePerimeter } = networkModelOf(configuration);
  return resourcesOfType(configuration, "aws_route53_resolver_endpoint")
    .filter((endpoint) => endpoint.values.direction !== "INBOUND" && !isOutsidePerimeter(endpoint))
    .map(({ address }) => ({
      text: `${address} forwards queries to DNS servers outside AWS, by rules that the JSON need not show`,
      addresses: [address, vpc.address],
    }));
}

/**
 * With DNS64 the resolver answers with IPv6 addresses of its own for names without an IPv6 address.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
function dns64Subnets(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_subnet", "vpc_id", vpc)
    .filter(({ values }) => ![undefined, null, false].includes(values.enable_dns64 as boolean | null | undefined))
    .map(({ address }) => ({
      text: `${address} uses DNS64, which replaces addresses in DNS answers; set enable_dns64 to false`,
      addresses: [address, vpc.address],
    }));
}

function dhcpNameServers(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_vpc_dhcp_options_association", "vpc_id", vpc).flatMap(
    (association) => {
      const options = referencedResource(configuration, association.values.dhcp_options_id);
      const servers = JSON.stringify(options?.values.domain_name_servers ?? null);
      const isResolver = options?.type === "aws_vpc_dhcp_options" && servers === '["AmazonProvidedDNS"]';
      const text = `${options?.address ?? `the DHCP options of ${association.address}`} may set DNS servers other than AmazonProvidedDNS; set domain_name_servers to ["AmazonProvidedDNS"], or join the state that does with --join`;
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
