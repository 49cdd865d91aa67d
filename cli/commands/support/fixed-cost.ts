import type { PricedItem } from "../../../aws/regions/monthly-price";

/** How many of each item an environment pays for per hour or month, regardless of use. */
export type FixedCostItems = Readonly<Partial<Record<PricedItem, number>>>;

/**
 * Counts the items in the `resource` block of a stack: an interface endpoint once per zone, a firewall once per subnet. AWS waives the
 * hours of one NAT gateway for each firewall endpoint.
 *
 * @see https://aws.amazon.com/network-firewall/pricing/
 */
export function countFixedCostItems(
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): FixedCostItems {
  const all = (type: string) => Object.values(resources[type] ?? {}) as Readonly<Record<string, unknown>>[];
  const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  const sum = (type: string, argument: string) =>
    all(type).reduce((total, each) => total + lengthOf(each[argument]), 0);
  const firewallEndpoints = sum("aws_networkfirewall_firewall", "subnet_mapping");
  return {
    "interface-endpoint-zone": all("aws_vpc_endpoint")
      .filter((endpoint) => endpoint.vpc_endpoint_type === "Interface")
      .reduce((total, endpoint) => total + lengthOf(endpoint.subnet_ids), 0),
    "firewall-endpoint": firewallEndpoints,
    "nat-gateway": Math.max(0, all("aws_nat_gateway").length - firewallEndpoints),
    "public-ipv4":
      all("aws_eip").length + all("aws_instance").filter((each) => each.associate_public_ip_address === true).length,
    "transit-gateway-attachment": all("aws_ec2_transit_gateway_vpc_attachment").length,
    "vpn-connection": all("aws_vpn_connection").length,
    "resolver-address": sum("aws_route53_resolver_endpoint", "ip_address"),
    "kms-key": all("aws_kms_key").length,
  };
}
