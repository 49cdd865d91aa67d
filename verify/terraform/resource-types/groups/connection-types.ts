/** In which direction a connection carries requests, seen from the VPC. */
export type ConnectionDirection = "egress" | "ingress" | "both";

/** Resource types that connect a VPC to a network or service outside this configuration, with words for the report. */
export const connectionTypes: Readonly<Record<string, readonly [ConnectionDirection, string]>> = {
  aws_vpc_peering_connection: ["both", "connects to another VPC"],
  aws_vpc_peering_connection_accepter: ["both", "connects to another VPC"],
  aws_vpc_peering_connection_options: ["both", "belongs to a connection with another VPC"],
  aws_vpc_security_group_vpc_association: ["both", "lets another VPC use a security group"],
  aws_ec2_transit_gateway_vpc_attachment: ["both", "attaches to a transit gateway"],
  aws_ec2_transit_gateway_vpc_attachment_accepter: ["both", "attaches to a transit gateway"],
  aws_vpn_gateway: ["both", "connects to a VPN or Direct Connect"],
  aws_vpn_gateway_attachment: ["both", "connects to a VPN or Direct Connect"],
  aws_vpn_connection: ["both", "connects to a VPN"],
  aws_dx_gateway_association: ["both", "connects to Direct Connect"],
  aws_networkmanager_vpc_attachment: ["both", "attaches to a Cloud WAN core network"],
  aws_ec2_client_vpn_network_association: ["both", "connects to a Client VPN endpoint"],
  aws_ec2_local_gateway_route_table_vpc_association: ["both", "connects to an Outpost's local network"],
  aws_vpclattice_service_network_vpc_association: ["both", "associates with a VPC Lattice service network"],
  aws_odb_network_peering_connection: ["both", "connects to an Oracle Database@AWS network"],
  aws_vpc_route_server_propagation: ["both", "accepts routes from a route server"],
  aws_ec2_instance_connect_endpoint: ["ingress", "accepts connections through the EC2 API"],
  aws_verifiedaccess_endpoint: ["ingress", "accepts connections through Verified Access"],
  aws_cloudfront_vpc_origin: ["ingress", "accepts connections from CloudFront"],
  aws_api_gateway_vpc_link: ["ingress", "accepts connections from API Gateway"],
  aws_apigatewayv2_vpc_link: ["ingress", "accepts connections from API Gateway"],
  aws_apprunner_vpc_ingress_connection: ["ingress", "accepts connections from App Runner"],
  aws_globalaccelerator_endpoint_group: ["ingress", "accepts connections from Global Accelerator"],
  aws_globalaccelerator_custom_routing_endpoint_group: ["ingress", "accepts connections from Global Accelerator"],
  aws_transfer_server: ["ingress", "accepts file transfers"],
  aws_default_subnet: ["both", "adopts a subnet that AWS created"],
};
