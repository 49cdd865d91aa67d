import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Resource } from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";

/** Connections of a VPC to networks of which this configuration describes only the near end. */
export interface ExternalConnections {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
}

type ConnectionDirection = "egress" | "ingress" | "both";

/** Resource types that connect a VPC to a network that this configuration does not describe. */
const externalConnectionTypes: Readonly<Record<string, readonly [ConnectionDirection, string]>> = {
  aws_vpc_peering_connection: ["both", "joins another VPC"],
  aws_vpc_peering_connection_accepter: ["both", "joins another VPC"],
  aws_ec2_transit_gateway_vpc_attachment: ["both", "joins a transit gateway"],
  aws_ec2_transit_gateway_vpc_attachment_accepter: ["both", "joins a transit gateway"],
  aws_vpn_gateway: ["both", "joins a VPN or Direct Connect"],
  aws_vpn_gateway_attachment: ["both", "joins a VPN or Direct Connect"],
  aws_vpn_connection: ["both", "joins a VPN"],
  aws_dx_gateway_association: ["both", "joins Direct Connect"],
  aws_networkmanager_vpc_attachment: ["both", "joins a Cloud WAN core network"],
  aws_ec2_client_vpn_network_association: ["both", "joins a client VPN"],
  aws_ec2_local_gateway_route_table_vpc_association: ["both", "joins an Outpost's local network"],
  aws_vpclattice_service_network_vpc_association: ["both", "joins a VPC Lattice service network"],
  aws_odb_network_peering_connection: ["both", "joins an Oracle Database@AWS network"],
  aws_vpc_route_server_propagation: ["both", "lets a route server write routes"],
  aws_ec2_instance_connect_endpoint: ["ingress", "lets connections in through the EC2 API"],
  aws_verifiedaccess_endpoint: ["ingress", "lets connections in through Verified Access"],
  aws_cloudfront_vpc_origin: ["ingress", "lets CloudFront in"],
  aws_api_gateway_vpc_link: ["ingress", "lets API Gateway in"],
  aws_apigatewayv2_vpc_link: ["ingress", "lets API Gateway in"],
  aws_apprunner_vpc_ingress_connection: ["ingress", "lets App Runner in"],
  aws_vpc_endpoint_service: ["ingress", "lets other accounts in through PrivateLink"],
  aws_globalaccelerator_endpoint_group: ["ingress", "lets Global Accelerator in"],
  aws_globalaccelerator_custom_routing_endpoint_group: ["ingress", "lets Global Accelerator in"],
  aws_transfer_server: ["ingress", "lets file transfers in"],
};

/** Families of types that carry traffic: a type of a family that is not modeled must leave claims undecided. */
const networkTypeFamilies = [
  /^aws_(?:vpc|vpn|dx|direct_connect|networkmanager|network|networkfirewall|odb|outposts)(?:_|$)/,
  /^aws_ec2_(?:transit|client_vpn|local_gateway|carrier|instance_connect)/,
  /^aws_(?:lb|alb|elb|globalaccelerator|verifiedaccess|apprunner_vpc|cloudfront_vpc)(?:_|$)/,
  /^aws_(?:default_subnet|nat|route|internet|egress|carrier)(?:_|$)/,
];

/** Types of those families that the model reads, or that only describe, measure or name what others carry. */
const modeledOrHarmlessTypes = [
  /^aws_(?:vpc|default_vpc|route|route_table|route_table_association|main_route_table_association)$/,
  /^aws_(?:internet_gateway|internet_gateway_attachment|egress_only_internet_gateway|nat_gateway|ec2_carrier_gateway)$/,
  /^aws_network_acl(?:_rule|_association)?$/,
  /^aws_network_interface(?:_attachment|_permission|_sg_attachment)?$/,
  /^aws_vpc_endpoint(?:_policy|_private_dns|_(?:route_table|security_group|subnet)_association)?$/,
  /^aws_vpc_endpoint_connection_(?:notification|accepter)$/,
  /^aws_vpc_(?:ipv4|ipv6)_cidr_block_association$/,
  /^aws_vpc_dhcp_options(?:_association)?$/,
  /^aws_vpc_(?:security_group|block_public_access|ipam|encryption_control|network_performance_metric)\w*$/,
  /^aws_vpc_peering_connection_options$/,
  /^aws_vpn_(?:gateway_route_propagation|connection_route)$/,
  /^aws_networkfirewall_(?:firewall|firewall_policy|rule_group|logging_configuration)$/,
  /^aws_networkfirewall_(?:resource_policy|tls_inspection_configuration|vpc_endpoint_association)$/,
  // Names can leave a VPC too; the DNS claims decide those.
  /^aws_route53\w*$/,
  // Without an attachment, an association or an endpoint group, which are carriers, these reach no VPC.
  /^aws_ec2_transit_gateway(?:_(?:route|prefix_list_reference|policy_table)\w*)?$/,
  /^aws_(?:dx|networkmanager|verifiedaccess|globalaccelerator)_\w+$/,
  // The public addresses of a load balancer are read with the other public addresses.
  /^aws_(?:lb|alb|elb)(?:_\w+)?$/,
];

export function readExternalConnections(graph: ResourceGraph): ExternalConnections {
  const managed = graph.configuration.resources.filter(({ mode }) => mode === "managed");
  const connections = managed.flatMap((resource) => externalConnectionsOf(graph, resource));
  const unread = (graph.configuration.unreadParts ?? []).map(
    ({ address, text }): readonly [ConnectionDirection, Evidence] => ["both", { text, addresses: [address] }],
  );
  const pick = (way: ConnectionDirection): readonly Evidence[] =>
    [...connections, ...unread].flatMap(([of, evidence]) => (of === way || of === "both" ? [evidence] : []));
  return { egress: pick("egress"), ingress: pick("ingress") };
}

function externalConnectionsOf(
  graph: ResourceGraph,
  resource: Resource,
): readonly (readonly [ConnectionDirection, Evidence])[] {
  const { address, type } = resource;
  const connectionType = externalConnectionTypes[type];
  if (connectionType !== undefined) {
    const [way, what] = connectionType;
    return [[way, { text: `${address} ${what}, which this configuration does not describe`, addresses: [address] }]];
  }
  if (type === "aws_vpc_endpoint") {
    return externalConnectionsOfEndpoint(graph, resource);
  }
  if (modeledOrHarmlessTypes.some((form) => form.test(type)) || !networkTypeFamilies.some((form) => form.test(type))) {
    return [];
  }
  return [["both", { text: `${address}: ${type} may carry traffic and is not modelled`, addresses: [address] }]];
}

/** An endpoint connects to an AWS service, or to the account that owns the named endpoint service. */
function externalConnectionsOfEndpoint(
  graph: ResourceGraph,
  { address, values }: Resource,
): readonly (readonly [ConnectionDirection, Evidence])[] {
  const type = String(values.vpc_endpoint_type ?? "Gateway");
  const service = graph.referenceKey(values.service_name) ?? "";
  const isOfAws = /^(?:com\.amazonaws|cn\.com\.amazonaws|aws\.)/.test(service) && !service.includes("vpce-svc");
  if (["Gateway", "Interface"].includes(type) && isOfAws) {
    return [];
  }
  return [
    [
      "egress",
      {
        text: `${address} leads to ${service === "" ? `a ${type}` : service}, whose owner the configuration does not say`,
        addresses: [address],
      },
    ],
  ];
}
