import type { ResourceTopic, ResourceTypes } from "./resource-type";

function reported(topics: readonly ResourceTopic[], ...types: readonly string[]): ResourceTypes {
  return Object.fromEntries(types.map((type) => [type, { kind: "reported", topics }]));
}

/**
 * Types that the network model reports as a connection to another network, whatever their arguments.
 * `verify/network/vpc/external-connections.ts` lists them with their direction.
 */
const connectionTypes: ResourceTypes = reported(
  ["network"],
  "aws_api_gateway_vpc_link",
  "aws_apigatewayv2_vpc_link",
  "aws_apprunner_vpc_ingress_connection",
  "aws_cloudfront_vpc_origin",
  "aws_dx_gateway_association",
  "aws_ec2_client_vpn_network_association",
  "aws_ec2_instance_connect_endpoint",
  "aws_ec2_local_gateway_route_table_vpc_association",
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_ec2_transit_gateway_vpc_attachment_accepter",
  "aws_globalaccelerator_custom_routing_endpoint_group",
  "aws_globalaccelerator_endpoint_group",
  "aws_networkmanager_vpc_attachment",
  "aws_odb_network_peering_connection",
  "aws_transfer_server",
  "aws_verifiedaccess_endpoint",
  "aws_vpc_endpoint_service",
  "aws_vpc_peering_connection",
  "aws_vpc_peering_connection_accepter",
  "aws_vpc_security_group_vpc_association",
  "aws_vpc_route_server_propagation",
  "aws_vpclattice_service_network_vpc_association",
  "aws_vpn_connection",
  "aws_vpn_gateway",
  "aws_vpn_gateway_attachment",
);

/** Types that carry no traffic themselves: they reach a VPC only through a connection that the network model reports. */
const connectionPartTypes: ResourceTypes = reported(
  ["network"],
  "aws_ec2_transit_gateway",
  "aws_ec2_transit_gateway_route",
  "aws_ec2_transit_gateway_route_table",
  "aws_ec2_transit_gateway_route_table_association",
  "aws_ec2_transit_gateway_route_table_propagation",
  "aws_customer_gateway",
  "aws_vpc_peering_connection_options",
  "aws_vpn_connection_route",
);

/** Types whose principals the policy engine judges as grants. */
const grantTypes: ResourceTypes = reported(["data"], "aws_vpc_endpoint_service_allowed_principal");

export const reportedTypes: ResourceTypes = { ...connectionTypes, ...connectionPartTypes, ...grantTypes };
