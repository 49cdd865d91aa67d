import type { Row, Value } from "../../protocol/values";
import { textOf, textsOf } from "../../protocol/values";
import { dnsSuffix, zoneId, zonesOf } from "../provider-configuration";
import type { Answer, Answers } from "./attribute";
import { always, arn, madeUpName, owner, prefixed, same } from "./attribute";

const OPEN_POLICY =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
/** Address ranges of a gateway service, from the documentation block where AWS has real ones. */
const GATEWAY_RANGES: readonly Value[] = ["198.51.100.0/24"];

function isInterface(row: Row): boolean {
  return row.vpc_endpoint_type === "Interface";
}

const endpointInterfaces: Answer = (row) => textsOf(row.subnet_ids).map((id) => id.replace("subnet-", "eni-"));

const endpointNames: Answer = (row, { cloud, digits }) => {
  const service = textOf(row.service_name)?.split(".").at(-1);
  const dnsName = `vpce-${digits}-0.${service}.${cloud.region}.vpce.${dnsSuffix(cloud.partition)}`;
  return isInterface(row) ? [{ dns_name: dnsName, hosted_zone_id: `Z${digits.slice(0, 12).toUpperCase()}` }] : [];
};

const someZone: Answer = (row, { cloud, digits }) => {
  const zones = zonesOf(textOf(row.region) ?? cloud.region);
  return zones[Number.parseInt(digits.charAt(0), 16) % 3] ?? null;
};

/** What EC2 decides about a VPC and what stands in it. */
export const networkAnswers: Answers = {
  aws_vpc: {
    id: prefixed("vpc"),
    arn: arn("ec2", "vpc/{id}"),
    default_security_group_id: prefixed("sg"),
    default_route_table_id: prefixed("rtb"),
    main_route_table_id: same("default_route_table_id"),
    default_network_acl_id: prefixed("acl"),
    dhcp_options_id: prefixed("dopt"),
    instance_tenancy: always("default"),
    owner_id: owner,
  },
  aws_subnet: {
    id: prefixed("subnet"),
    arn: arn("ec2", "subnet/{id}"),
    availability_zone: someZone,
    availability_zone_id: (row) => zoneId(textOf(row.availability_zone) ?? ""),
    owner_id: owner,
  },
  aws_route_table: { id: prefixed("rtb"), arn: arn("ec2", "route-table/{id}"), owner_id: owner },
  aws_route_table_association: { id: prefixed("rtbassoc") },
  aws_default_route_table: { id: same("default_route_table_id"), arn: arn("ec2", "route-table/{id}"), owner_id: owner },
  aws_default_network_acl: {
    id: same("default_network_acl_id"),
    arn: arn("ec2", "network-acl/{id}"),
    owner_id: owner,
  },
  aws_vpn_gateway: { id: prefixed("vgw"), arn: arn("ec2", "vpn-gateway/{id}") },
  aws_customer_gateway: { id: prefixed("cgw"), arn: arn("ec2", "customer-gateway/{id}") },
  aws_vpn_connection: { id: prefixed("vpn"), arn: arn("ec2", "vpn-connection/{id}") },
  aws_ec2_transit_gateway_vpc_attachment: { id: prefixed("tgw-attach") },
  aws_route53_resolver_endpoint: { id: prefixed("rslvr-in"), arn: arn("route53resolver", "resolver-endpoint/{id}") },
  aws_instance: { id: prefixed("i"), arn: arn("ec2", "instance/{id}") },
  aws_route: {
    id: (row, { digits }) => `r-${textOf(row.route_table_id)}${Number.parseInt(digits.slice(0, 8), 16)}`,
    origin: always("CreateRoute"),
    state: always("active"),
  },
  aws_internet_gateway: { id: prefixed("igw"), arn: arn("ec2", "internet-gateway/{id}"), owner_id: owner },
  aws_eip: {
    id: prefixed("eipalloc"),
    allocation_id: same("id"),
    domain: always("vpc"),
    arn: arn("ec2", "elastic-ip/{id}"),
    public_ip: (_row, { digits }) => `203.0.113.${Number.parseInt(digits.slice(0, 2), 16)}`,
  },
  aws_nat_gateway: {
    id: prefixed("nat"),
    network_interface_id: prefixed("eni"),
    association_id: prefixed("eipassoc"),
    connectivity_type: always("public"),
  },
  aws_security_group: { id: prefixed("sg"), arn: arn("ec2", "security-group/{id}"), name: madeUpName, owner_id: owner },
  aws_default_security_group: {
    id: prefixed("sg"),
    arn: arn("ec2", "security-group/{id}"),
    name: always("default"),
    description: always("default VPC security group"),
    owner_id: owner,
  },
  aws_vpc_security_group_ingress_rule: {
    id: prefixed("sgr"),
    security_group_rule_id: same("id"),
    arn: arn("ec2", "security-group-rule/{id}"),
  },
  aws_vpc_security_group_egress_rule: {
    id: prefixed("sgr"),
    security_group_rule_id: same("id"),
    arn: arn("ec2", "security-group-rule/{id}"),
  },
  aws_vpc_endpoint: {
    id: prefixed("vpce"),
    arn: arn("ec2", "vpc-endpoint/{id}"),
    state: always("available"),
    prefix_list_id: (row, asked) => (isInterface(row) ? null : prefixed("pl", 8)(row, asked)),
    cidr_blocks: (row) => (isInterface(row) ? [] : GATEWAY_RANGES),
    network_interface_ids: endpointInterfaces,
    dns_entry: endpointNames,
    policy: always(OPEN_POLICY),
    ip_address_type: always("ipv4"),
    owner_id: owner,
  },
  aws_vpc_endpoint_policy: { id: same("vpc_endpoint_id"), policy: always(OPEN_POLICY) },
  aws_vpc_endpoint_route_table_association: { id: prefixed("a") },
  aws_vpc_block_public_access_options: { id: (_row, { cloud }) => cloud.region },
  aws_flow_log: { id: prefixed("fl"), arn: arn("ec2", "vpc-flow-log/{id}") },
};
