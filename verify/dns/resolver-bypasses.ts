import { networkModelOf } from "../network/network-model";
import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { dnsProfileTypes } from "../terraform/resource-types/groups/type-groups";
import {
  isAbsent,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import { privateZoneDoubts } from "./private-hosted-zones";

/**
 * Settings that send a VPC's queries to other servers than the Route 53 Resolver, or that add rules which the DNS firewall
 * does not show: DHCP options, forwarding rules, outbound endpoints, Route 53 profiles, and private zones with unknown names
 * or with names of AWS services.
 */
export function resolverBypasses(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return [
    ...dhcpNameServers(configuration, vpc),
    ...forwardingRules(configuration, vpc),
    ...unassociatedForwardingRules(configuration, vpc),
    ...outboundEndpoints(configuration, vpc),
    ...route53Profiles(configuration, vpc),
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
 * Subnets with DNS64 in which an interface can have an IPv6 address. For a name that resolves and has no IPv6 address the resolver answers with
 * one of its own, which a route may send to a NAT gateway and not to an endpoint. Which names resolve is the same: DNS64 sees no other query.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
export function dns64Subnets(configuration: TerraformConfiguration, vpc: Resource): readonly Evidence[] {
  return resourcesReferencing(configuration, "aws_subnet", "vpc_id", vpc)
    .filter(({ values }) => isSetFlag(values.enable_dns64) && mayHaveIpv6(values))
    .map(({ address }) => ({
      text: `${address} uses DNS64, which replaces addresses in DNS answers; set enable_dns64 to false`,
      addresses: [address, vpc.address],
    }));
}

/** Whether a flag is on, or not known. */
function isSetFlag(value: Json | undefined): boolean {
  return !isAbsent(value) && value !== false;
}

/** Whether a subnet has an IPv6 block, or may have one: AWS gives it none by itself. */
function mayHaveIpv6({ ipv6_cidr_block: block, ipv6_ipam_pool_id: pool, ipv6_native: native }: JsonObject): boolean {
  return !isAbsent(block) || !isAbsent(pool) || isSetFlag(native);
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
