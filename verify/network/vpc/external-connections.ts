import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";

/** Connections between a VPC and networks that this configuration does not declare. */
export interface ExternalConnections {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
}

type ConnectionDirection = "egress" | "ingress" | "both";

/** Resource types that connect a VPC to a network or service outside this configuration. */
const externalConnectionTypes: Readonly<Record<string, readonly [ConnectionDirection, string]>> = {
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
  aws_vpc_endpoint_connection_accepter: ["ingress", "accepts connections from other accounts through PrivateLink"],
  aws_vpc_endpoint_service: ["ingress", "accepts connections from other accounts through PrivateLink"],
  aws_globalaccelerator_endpoint_group: ["ingress", "accepts connections from Global Accelerator"],
  aws_globalaccelerator_custom_routing_endpoint_group: ["ingress", "accepts connections from Global Accelerator"],
  aws_transfer_server: ["ingress", "accepts file transfers"],
};

/** Families of resource types that may carry traffic. Each member that is not modeled becomes a doubt. */
const networkTypeFamilies = [
  /^aws_(?:vpc|vpn|dx|direct_connect|networkmanager|network|networkfirewall|odb|outposts)(?:_|$)/,
  /^aws_ec2_(?:transit|client_vpn|local_gateway|carrier|instance_connect)/,
  /^aws_(?:lb|alb|elb|globalaccelerator|verifiedaccess|apprunner_vpc|cloudfront_vpc)(?:_|$)/,
  /^aws_(?:default_subnet|nat|route|internet|egress|carrier)(?:_|$)/,
];

/** Members of those families that the model reads, or that carry no traffic themselves. */
const modeledOrHarmlessTypes = [
  /^aws_(?:vpc|default_vpc|route|route_table|route_table_association|main_route_table_association)$/,
  /^aws_(?:internet_gateway|internet_gateway_attachment|egress_only_internet_gateway|nat_gateway|ec2_carrier_gateway)$/,
  /^aws_network_acl(?:_rule|_association)?$/,
  /^aws_network_interface(?:_attachment|_permission|_sg_attachment)?$/,
  /^aws_vpc_endpoint(?:_policy|_private_dns|_(?:route_table|security_group|subnet)_association)?$/,
  /^aws_vpc_endpoint_connection_notification$/,
  /^aws_vpc_(?:ipv4|ipv6)_cidr_block_association$/,
  /^aws_vpc_dhcp_options(?:_association)?$/,
  /^aws_vpc_(?:security_group|block_public_access|ipam|encryption_control|network_performance_metric)\w*$/,
  /^aws_vpn_(?:gateway_route_propagation|connection_route)$/,
  /^aws_networkfirewall_(?:firewall|firewall_policy|rule_group|logging_configuration)$/,
  /^aws_networkfirewall_(?:resource_policy|tls_inspection_configuration|vpc_endpoint_association)$/,
  // DNS can exfiltrate data; the DNS claims check it.
  /^aws_route53\w*$/,
  // These reach a VPC only through an attachment, an association or an endpoint group, which are listed above.
  /^aws_ec2_transit_gateway(?:_(?:route|prefix_list_reference|policy_table)\w*)?$/,
  /^aws_(?:dx|networkmanager|verifiedaccess|globalaccelerator)_\w+$/,
  // `readPublicIpAddresses` reads the public addresses of load balancers.
  /^aws_(?:lb|alb|elb)(?:_\w+)?$/,
];

/**
 * Reads the connections to external networks, and every part of the JSON that may hold one and could not be read.
 *
 * @param isElsewhere whether a resource belongs to VPCs that are not connected with Studio's, so that it does not count
 */
export function readExternalConnections(
  graph: ResourceGraph,
  isElsewhere: (resource: Resource) => boolean,
): ExternalConnections {
  const managed = graph.configuration.resources.filter(
    (resource) => resource.mode === "managed" && !isElsewhere(resource),
  );
  const connections = managed.flatMap((resource) => externalConnectionsOf(graph, resource));
  const unread = (graph.configuration.unreadParts ?? []).map(
    ({ address, text }): readonly [ConnectionDirection, Evidence] => ["both", { text, addresses: [address] }],
  );
  const inDirection = (wanted: ConnectionDirection): readonly Evidence[] =>
    [...connections, ...unread].flatMap(([direction, evidence]) =>
      direction === wanted || direction === "both" ? [evidence] : [],
    );
  return { egress: inDirection("egress"), ingress: inDirection("ingress") };
}

function externalConnectionsOf(
  graph: ResourceGraph,
  resource: Resource,
): readonly (readonly [ConnectionDirection, Evidence])[] {
  const { address, type } = resource;
  const connectionType = externalConnectionTypes[type];
  if (connectionType !== undefined) {
    const [direction, predicate] = connectionType;
    return [[direction, { text: `${address} ${predicate}, outside this configuration`, addresses: [address] }]];
  }
  if (type === "aws_vpc_endpoint") {
    return externalConnectionsOfEndpoint(graph, resource);
  }
  if (modeledOrHarmlessTypes.some((form) => form.test(type)) || !networkTypeFamilies.some((form) => form.test(type))) {
    return [];
  }
  return [["both", { text: `${address}: ${type} may carry traffic and is not modeled`, addresses: [address] }]];
}

/** An endpoint of an AWS service is no external connection. The owner of any other endpoint service is unknown. */
function externalConnectionsOfEndpoint(
  graph: ResourceGraph,
  { address, values }: Resource,
): readonly (readonly [ConnectionDirection, Evidence])[] {
  const type = String(values.vpc_endpoint_type ?? "Gateway");
  const service = graph.referenceKey(values.service_name) ?? "";
  const isOfAws = /^(?:cn\.com\.amazonaws|com\.amazonaws|aws)\./.test(service) && !service.includes("vpce-svc");
  if (["Gateway", "Interface"].includes(type) && isOfAws) {
    return [];
  }
  return [
    [
      "egress",
      {
        text: `${address} connects to ${service === "" ? `a ${type} service` : service}, which has an unknown owner`,
        addresses: [address],
      },
    ],
  ];
}
