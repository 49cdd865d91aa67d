import { dnsSuffixOfPartition } from "../../../aws/partitions";
import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { knownString, knownStrings } from "../../protocol/values";
import { availabilityZonesOf, zoneId } from "../provider-configuration";
import type { ComputeAttribute, ComputedAttributes } from "./computed-attribute";
import { constant, generatedName, ownerAccount, prefixedId, regionalArn, sameAs } from "./computed-attribute";

const DEFAULT_ENDPOINT_POLICY =
  '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
/** Address ranges of a gateway endpoint service; documentation addresses instead of real ones. */
const GATEWAY_RANGES: readonly ProviderValue[] = ["198.51.100.0/24"];

function isInterface(attributes: ObjectValue): boolean {
  return attributes.vpc_endpoint_type === "Interface";
}

const endpointInterfaces: ComputeAttribute = (attributes) =>
  knownStrings(attributes.subnet_ids).map((id) => id.replace("subnet-", "eni-"));

const endpointNames: ComputeAttribute = (attributes, { providerConfig, digits }) => {
  const service = knownString(attributes.service_name)?.split(".").at(-1);
  const dnsName = `vpce-${digits}-0.${service}.${providerConfig.region}.vpce.${dnsSuffixOfPartition(providerConfig.partition)}`;
  return isInterface(attributes)
    ? [{ dns_name: dnsName, hosted_zone_id: `Z${digits.slice(0, 12).toUpperCase()}` }]
    : [];
};

const firstZoneOfRegion: ComputeAttribute = (attributes, { providerConfig, digits }) => {
  const zones = availabilityZonesOf(
    knownString(attributes.region) ?? providerConfig.region,
    providerConfig.zoneLetters,
  );
  return zones[Number.parseInt(digits.charAt(0), 16) % 3] ?? null;
};

/** A block that Amazon assigns on request, within the addresses for documentation. */
const assignedBlock: ComputeAttribute = (attributes, { digits }) =>
  attributes.assign_generated_ipv6_cidr_block === true
    ? `2001:db8:${digits.slice(0, 4)}:${digits.slice(4, 6)}00::/56`
    : "";

/** Computed attributes of VPC and EC2 resources. */
export const networkAttributes: ComputedAttributes = {
  aws_vpc: {
    id: prefixedId("vpc"),
    arn: regionalArn("ec2", "vpc/{id}"),
    default_security_group_id: prefixedId("sg"),
    default_route_table_id: prefixedId("rtb"),
    main_route_table_id: sameAs("default_route_table_id"),
    default_network_acl_id: prefixedId("acl"),
    dhcp_options_id: prefixedId("dopt"),
    ipv6_cidr_block: assignedBlock,
    instance_tenancy: constant("default"),
    owner_id: ownerAccount,
  },
  aws_subnet: {
    id: prefixedId("subnet"),
    arn: regionalArn("ec2", "subnet/{id}"),
    availability_zone: firstZoneOfRegion,
    availability_zone_id: (attributes) => zoneId(knownString(attributes.availability_zone) ?? ""),
    owner_id: ownerAccount,
  },
  aws_route_table: { id: prefixedId("rtb"), arn: regionalArn("ec2", "route-table/{id}"), owner_id: ownerAccount },
  aws_route_table_association: { id: prefixedId("rtbassoc") },
  aws_default_route_table: {
    id: sameAs("default_route_table_id"),
    arn: regionalArn("ec2", "route-table/{id}"),
    owner_id: ownerAccount,
  },
  aws_default_network_acl: {
    id: sameAs("default_network_acl_id"),
    arn: regionalArn("ec2", "network-acl/{id}"),
    owner_id: ownerAccount,
  },
  aws_vpn_gateway: { id: prefixedId("vgw"), arn: regionalArn("ec2", "vpn-gateway/{id}") },
  aws_customer_gateway: { id: prefixedId("cgw"), arn: regionalArn("ec2", "customer-gateway/{id}") },
  aws_vpn_connection: { id: prefixedId("vpn"), arn: regionalArn("ec2", "vpn-connection/{id}") },
  aws_ec2_transit_gateway_vpc_attachment: { id: prefixedId("tgw-attach") },
  aws_ec2_transit_gateway: {
    id: prefixedId("tgw"),
    arn: regionalArn("ec2", "transit-gateway/{id}"),
    association_default_route_table_id: constant(""),
    propagation_default_route_table_id: constant(""),
    owner_id: ownerAccount,
  },
  aws_ec2_transit_gateway_route_table: {
    id: prefixedId("tgw-rtb"),
    arn: regionalArn("ec2", "transit-gateway-route-table/{id}"),
    default_association_route_table: constant(false),
    default_propagation_route_table: constant(false),
  },
  aws_ec2_transit_gateway_route_table_association: {
    id: (attributes) =>
      `${knownString(attributes.transit_gateway_route_table_id)}_${knownString(attributes.transit_gateway_attachment_id)}`,
    resource_type: constant("vpc"),
    resource_id: prefixedId("vpc"),
  },
  aws_ec2_transit_gateway_route: {
    id: (attributes) =>
      `${knownString(attributes.transit_gateway_route_table_id)}_${knownString(attributes.destination_cidr_block)}`,
  },
  aws_network_acl: { id: prefixedId("acl"), arn: regionalArn("ec2", "network-acl/{id}"), owner_id: ownerAccount },
  aws_route53_resolver_endpoint: {
    id: prefixedId("rslvr-in"),
    arn: regionalArn("route53resolver", "resolver-endpoint/{id}"),
  },
  aws_instance: {
    id: prefixedId("i"),
    arn: regionalArn("ec2", "instance/{id}"),
    host_resource_group_arn: constant(null),
  },
  aws_route: {
    id: (attributes, { digits }) =>
      `r-${knownString(attributes.route_table_id)}${Number.parseInt(digits.slice(0, 8), 16)}`,
    origin: constant("CreateRoute"),
    state: constant("active"),
  },
  aws_internet_gateway: {
    id: prefixedId("igw"),
    arn: regionalArn("ec2", "internet-gateway/{id}"),
    owner_id: ownerAccount,
  },
  aws_eip: {
    id: prefixedId("eipalloc"),
    allocation_id: sameAs("id"),
    domain: constant("vpc"),
    arn: regionalArn("ec2", "elastic-ip/{id}"),
    public_ip: (_attributes, { digits }) => `203.0.113.${Number.parseInt(digits.slice(0, 2), 16)}`,
  },
  aws_nat_gateway: {
    id: prefixedId("nat"),
    network_interface_id: prefixedId("eni"),
    association_id: prefixedId("eipassoc"),
    connectivity_type: constant("public"),
  },
  aws_security_group: {
    id: prefixedId("sg"),
    arn: regionalArn("ec2", "security-group/{id}"),
    name: generatedName,
    owner_id: ownerAccount,
  },
  aws_default_security_group: {
    id: prefixedId("sg"),
    arn: regionalArn("ec2", "security-group/{id}"),
    name: constant("default"),
    description: constant("default VPC security group"),
    owner_id: ownerAccount,
  },
  aws_vpc_security_group_ingress_rule: {
    id: prefixedId("sgr"),
    security_group_rule_id: sameAs("id"),
    arn: regionalArn("ec2", "security-group-rule/{id}"),
  },
  aws_vpc_security_group_egress_rule: {
    id: prefixedId("sgr"),
    security_group_rule_id: sameAs("id"),
    arn: regionalArn("ec2", "security-group-rule/{id}"),
  },
  aws_ec2_managed_prefix_list: {
    id: prefixedId("pl"),
    arn: regionalArn("ec2", "prefix-list/{id}"),
    owner_id: ownerAccount,
    version: constant(1),
  },
  aws_vpc_endpoint: {
    id: prefixedId("vpce"),
    arn: regionalArn("ec2", "vpc-endpoint/{id}"),
    state: constant("available"),
    prefix_list_id: (attributes, context) =>
      isInterface(attributes) ? null : prefixedId("pl", 8)(attributes, context),
    cidr_blocks: (attributes) => (isInterface(attributes) ? [] : GATEWAY_RANGES),
    network_interface_ids: endpointInterfaces,
    dns_entry: endpointNames,
    policy: constant(DEFAULT_ENDPOINT_POLICY),
    ip_address_type: constant("ipv4"),
    owner_id: ownerAccount,
  },
  aws_vpc_endpoint_policy: { id: sameAs("vpc_endpoint_id"), policy: constant(DEFAULT_ENDPOINT_POLICY) },
  aws_vpc_endpoint_route_table_association: { id: prefixedId("a") },
  aws_vpc_block_public_access_options: { id: (_attributes, { providerConfig }) => providerConfig.region },
  aws_flow_log: { id: prefixedId("fl"), arn: regionalArn("ec2", "vpc-flow-log/{id}") },
};
