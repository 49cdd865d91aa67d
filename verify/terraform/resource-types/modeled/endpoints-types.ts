import { ADDRESS, MODE } from "../neutral-reasons";
import { modeled, READ, type ResourceTypes, unread } from "../resource-type";

/** VPC endpoints, and the endpoint services of our own. */
export const endpointsTypes: ResourceTypes = {
  aws_vpc_endpoint: modeled(
    ["network", "names", "data"],
    {
      auto_accept: MODE,
      "dns_options.dns_record_ip_type": unread(
        "changes which names the endpoint answers for",
        "ipv4",
        "service-defined",
      ),
      "dns_options.private_dns_only_for_inbound_resolver_endpoint": READ,
      ip_address_type: unread("answers DNS queries with IPv6 addresses", "ipv4"),
      policy: READ,
      private_dns_enabled: READ,
      resource_configuration_arn: unread("connects to a resource that its owner shares"),
      route_table_ids: READ,
      security_group_ids: READ,
      service_name: READ,
      service_network_arn: unread("connects to a service network"),
      // The Regions of global services, such as IAM.
      service_region: unread("connects to a service in another Region", "us-east-1", "us-gov-west-1", "cn-north-1"),
      "subnet_configuration.ipv4": ADDRESS,
      "subnet_configuration.ipv6": ADDRESS,
      "subnet_configuration.subnet_id": READ,
      subnet_ids: READ,
      vpc_endpoint_type: READ,
      vpc_id: READ,
    },
    "arn cidr_blocks dns_entry network_interface_ids owner_id prefix_list_id requester_managed state",
  ),
  aws_vpc_endpoint_policy: modeled(["network", "names", "data"], {
    policy: READ,
    vpc_endpoint_id: READ,
  }),
  aws_vpc_endpoint_route_table_association: modeled(["network", "names", "data"], {
    route_table_id: READ,
    vpc_endpoint_id: READ,
  }),
  aws_vpc_endpoint_security_group_association: modeled(["network", "names", "data"], {
    replace_default_association: READ,
    security_group_id: READ,
    vpc_endpoint_id: READ,
  }),
  aws_vpc_endpoint_subnet_association: modeled(["network", "names", "data"], {
    subnet_id: READ,
    vpc_endpoint_id: READ,
  }),
  aws_vpc_endpoint_private_dns: modeled(["network", "names", "data"], {
    private_dns_enabled: READ,
    vpc_endpoint_id: READ,
  }),
  aws_vpc_endpoint_service: modeled(
    ["network", "data"],
    {
      acceptance_required: READ,
      allowed_principals: READ,
      gateway_load_balancer_arns: READ,
      network_load_balancer_arns: READ,
      private_dns_name: READ,
      supported_ip_address_types: unread("accepts IPv6 connections that no model reads", "ipv4"),
      supported_regions: unread("accepts connections from other Regions"),
    },
    "arn availability_zones base_endpoint_dns_names manages_vpc_endpoints private_dns_name_configuration service_name service_type state",
  ),
  aws_vpc_endpoint_service_allowed_principal: modeled(["network", "data"], {
    principal_arn: READ,
    vpc_endpoint_service_id: READ,
  }),
  aws_vpc_endpoint_connection_accepter: modeled(
    ["network", "data"],
    { vpc_endpoint_id: READ, vpc_endpoint_service_id: READ },
    "vpc_endpoint_state",
  ),
  aws_vpc_endpoint_service_private_dns_verification: modeled(["names"], {
    service_id: READ,
    wait_for_verification: MODE,
  }),
};
