import { Code } from "../generate/javascript.mjs";
import { policyObject, tagList } from "./equivalent.mjs";

/** @type {Readonly<Record<string, import("./equivalent.mjs").Equivalent>>} */
export const network = {
  aws_vpc: {
    construct: "ec2.CfnVPC",
    props: (values) => ({
      cidrBlock: values.cidr_block,
      enableDnsHostnames: values.enable_dns_hostnames,
      enableDnsSupport: values.enable_dns_support,
      instanceTenancy: values.instance_tenancy,
      tags: tagList(values.tags),
    }),
  },
  aws_subnet: {
    construct: "ec2.CfnSubnet",
    props: (values) => ({
      vpcId: values.vpc_id,
      cidrBlock: values.cidr_block,
      availabilityZone: values.availability_zone,
      assignIpv6AddressOnCreation: values.assign_ipv6_address_on_creation,
      mapPublicIpOnLaunch: values.map_public_ip_on_launch,
      tags: tagList(values.tags),
    }),
  },
  aws_route_table: {
    construct: "ec2.CfnRouteTable",
    props: (values) => ({ vpcId: values.vpc_id, tags: tagList(values.tags) }),
  },
  aws_route_table_association: {
    construct: "ec2.CfnSubnetRouteTableAssociation",
    props: (values) => ({ routeTableId: values.route_table_id, subnetId: values.subnet_id }),
  },
  aws_route: {
    construct: "ec2.CfnRoute",
    props: (values) => ({
      routeTableId: values.route_table_id,
      destinationCidrBlock: values.destination_cidr_block,
      gatewayId: values.gateway_id,
      natGatewayId: values.nat_gateway_id,
      vpcEndpointId: values.vpc_endpoint_id,
    }),
  },
  aws_internet_gateway: {
    construct: "ec2.CfnInternetGateway",
    props: (values) => ({ tags: tagList(values.tags) }),
    companions: (values, name) => [
      {
        suffix: "attachment",
        construct: "ec2.CfnVPCGatewayAttachment",
        props: { vpcId: values.vpc_id, internetGatewayId: new Code(`${name}.ref`) },
      },
    ],
  },
  aws_eip: {
    construct: "ec2.CfnEIP",
    props: (values) => ({ domain: values.domain, tags: tagList(values.tags) }),
  },
  aws_nat_gateway: {
    construct: "ec2.CfnNatGateway",
    props: (values) => ({
      allocationId: values.allocation_id,
      connectivityType: values.connectivity_type,
      subnetId: values.subnet_id,
      tags: tagList(values.tags),
    }),
  },
  aws_flow_log: {
    construct: "ec2.CfnFlowLog",
    props: (values) => ({
      resourceId: values.vpc_id,
      resourceType: "VPC",
      trafficType: values.traffic_type,
      deliverLogsPermissionArn: values.iam_role_arn,
      logDestination: values.log_destination,
      logDestinationType: values.log_destination_type,
      logFormat: values.log_format,
      maxAggregationInterval: values.max_aggregation_interval,
      tags: tagList(values.tags),
    }),
  },
  aws_security_group: {
    construct: "ec2.CfnSecurityGroup",
    props: (values) => ({
      groupName: values.name,
      groupDescription: values.description,
      vpcId: values.vpc_id,
      tags: tagList(values.tags),
    }),
  },
  aws_vpc_security_group_ingress_rule: {
    construct: "ec2.CfnSecurityGroupIngress",
    props: (values) => ({
      ...ruleProps(values),
      sourceSecurityGroupId: values.referenced_security_group_id,
      sourcePrefixListId: values.prefix_list_id,
    }),
  },
  aws_vpc_security_group_egress_rule: {
    construct: "ec2.CfnSecurityGroupEgress",
    props: (values) => ({
      ...ruleProps(values),
      destinationSecurityGroupId: values.referenced_security_group_id,
      destinationPrefixListId: values.prefix_list_id,
    }),
  },
  aws_vpc_endpoint: {
    construct: "ec2.CfnVPCEndpoint",
    props: (values) => ({
      vpcEndpointType: values.vpc_endpoint_type,
      serviceName: values.service_name,
      vpcId: values.vpc_id,
      policyDocument: policyObject(values.policy),
      privateDnsEnabled: values.private_dns_enabled,
      routeTableIds: values.route_table_ids,
      securityGroupIds: values.security_group_ids,
      subnetIds: values.subnet_ids,
      tags: tagList(values.tags),
    }),
  },
};

function ruleProps(values) {
  return {
    groupId: values.security_group_id,
    description: values.description,
    ipProtocol: values.ip_protocol,
    fromPort: values.from_port,
    toPort: values.to_port,
    cidrIp: values.cidr_ipv4,
  };
}
