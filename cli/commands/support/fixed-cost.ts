/** Hours per month in the AWS Pricing Calculator. */
const HOURS_PER_MONTH = 730;

/**
 * Fixed list prices in USD, in us-east-1 and us-west-2; eu-west-1 differs by a few percent.
 *
 * @see https://aws.amazon.com/network-firewall/pricing/ (NAT gateway hours are waived one for one with firewall endpoints)
 * @see https://aws.amazon.com/privatelink/pricing/
 * @see https://aws.amazon.com/vpc/pricing/
 * @see https://aws.amazon.com/kms/pricing/
 * @see https://aws.amazon.com/transit-gateway/pricing/ (a VPN connection costs the same)
 * @see https://aws.amazon.com/route53/pricing/
 */
export const LIST_PRICES_USD = {
  interfaceEndpointZoneHour: 0.01,
  firewallEndpointHour: 0.395,
  natGatewayHour: 0.045,
  publicIpv4Hour: 0.005,
  networkJointHour: 0.05,
  resolverAddressHour: 0.125,
  keyMonth: 1,
} as const;

/** Items of an environment that are billed per hour or month, regardless of use. */
export interface FixedCostItems {
  /** Sum of the Availability Zones of each interface endpoint. */
  readonly interfaceEndpointZones: number;
  readonly firewallEndpoints: number;
  readonly natGateways: number;
  readonly publicIpv4Addresses: number;
  /** Transit gateway attachments and VPN connections. */
  readonly networkAttachments: number;
  readonly resolverAddresses: number;
  readonly keys: number;
}

/** Counts the items in the `resource` block of a stack. */
export function countFixedCostItems(
  resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): FixedCostItems {
  const all = (type: string) => Object.values(resources[type] ?? {}) as Readonly<Record<string, unknown>>[];
  const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : 0);
  const interfaces = all("aws_vpc_endpoint").filter((endpoint) => endpoint.vpc_endpoint_type === "Interface");
  return {
    interfaceEndpointZones: interfaces.reduce((sum, endpoint) => sum + lengthOf(endpoint.subnet_ids), 0),
    firewallEndpoints: all("aws_networkfirewall_firewall").reduce(
      (sum, each) => sum + lengthOf(each.subnet_mapping),
      0,
    ),
    natGateways: all("aws_nat_gateway").length,
    publicIpv4Addresses:
      all("aws_eip").length + all("aws_instance").filter((each) => each.associate_public_ip_address === true).length,
    networkAttachments: all("aws_ec2_transit_gateway_vpc_attachment").length + all("aws_vpn_connection").length,
    resolverAddresses: all("aws_route53_resolver_endpoint").reduce((sum, each) => sum + lengthOf(each.ip_address), 0),
    keys: all("aws_kms_key").length,
  };
}

/**
 * Monthly cost of the items at list price, in USD, without traffic, log volume, storage or compute.
 *
 * AWS waives the hours of one NAT gateway for each firewall endpoint.
 */
export function fixedMonthlyUsd(items: FixedCostItems): number {
  const paidNatGateways = Math.max(0, items.natGateways - items.firewallEndpoints);
  const hourly =
    LIST_PRICES_USD.interfaceEndpointZoneHour * items.interfaceEndpointZones +
    LIST_PRICES_USD.firewallEndpointHour * items.firewallEndpoints +
    LIST_PRICES_USD.natGatewayHour * paidNatGateways +
    LIST_PRICES_USD.publicIpv4Hour * items.publicIpv4Addresses +
    LIST_PRICES_USD.networkJointHour * items.networkAttachments +
    LIST_PRICES_USD.resolverAddressHour * items.resolverAddresses;
  return Math.round((hourly * HOURS_PER_MONTH + LIST_PRICES_USD.keyMonth * items.keys) * 100) / 100;
}
