import type { TerraformJson } from "../../constructs/fixtures/bare-stack";

/** Types that connect a VPC with a network outside it: an environment without egress has none. */
const EGRESS_RESOURCE_TYPES = [
  "aws_internet_gateway",
  "aws_internet_gateway_attachment",
  "aws_nat_gateway",
  "aws_egress_only_internet_gateway",
  "aws_eip",
  "aws_eip_association",
  "aws_vpn_gateway",
  "aws_vpc_peering_connection",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_route",
  "aws_networkfirewall_firewall",
];

type Found = readonly string[];

function each(
  json: TerraformJson,
  type: string,
): readonly (readonly [address: string, values: Record<string, unknown>])[] {
  return Object.entries(json.resource[type] ?? {}).map(([name, values]) => [`${type}.${name}`, { ...values }]);
}

/** Everything in a stack that leads, or could lead, out of its VPC, by address. */
export function egressResources(json: TerraformJson): Found {
  const connecting = EGRESS_RESOURCE_TYPES.flatMap((type) => each(json, type).map(([address]) => address));
  const routed = ["aws_route_table", "aws_default_route_table"]
    .flatMap((type) => each(json, type))
    .filter(([, values]) => Array.isArray(values.route) && values.route.length > 0)
    .map(([address]) => address);
  const publicSubnets = each(json, "aws_subnet")
    .filter(([, values]) => values.map_public_ip_on_launch !== false)
    .map(([address]) => address);
  const ipv6 = [...each(json, "aws_vpc"), ...each(json, "aws_subnet")]
    .filter(([, values]) => Object.keys(values).some((key) => key.startsWith("ipv6_")))
    .map(([address]) => address);
  const openRules = each(json, "aws_vpc_security_group_egress_rule")
    .filter(([, values]) => values.cidr_ipv4 !== undefined || values.cidr_ipv6 !== undefined)
    .map(([address]) => address);
  return [...connecting, ...routed, ...publicSubnets, ...ipv6, ...openRules];
}
