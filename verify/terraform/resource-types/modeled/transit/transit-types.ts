import { ADDRESS, DESCRIPTION, IDENTIFIER, MODE, STRICTER } from "../../neutral-reasons";
import { modeled, READ, type ResourceTypes, unread } from "../../resource-type";

/** Transit gateways, their attachments and their route tables. */
export const transitTypes: ResourceTypes = {
  aws_ec2_transit_gateway: modeled(
    ["network"],
    {
      amazon_side_asn: IDENTIFIER,
      auto_accept_shared_attachments: MODE,
      default_route_table_association: READ,
      default_route_table_propagation: READ,
      description: DESCRIPTION,
      dns_support: MODE,
      encryption_support: STRICTER,
      multicast_support: unread("forwards multicast packets", "disable"),
      security_group_referencing_support: MODE,
      transit_gateway_cidr_blocks: ADDRESS,
      vpn_ecmp_support: MODE,
    },
    "arn association_default_route_table_id owner_id propagation_default_route_table_id",
  ),
  aws_ec2_transit_gateway_vpc_attachment: modeled(
    ["network"],
    {
      appliance_mode_support: READ,
      dns_support: MODE,
      ipv6_support: MODE,
      security_group_referencing_support: MODE,
      subnet_ids: READ,
      transit_gateway_default_route_table_association: READ,
      transit_gateway_default_route_table_propagation: READ,
      transit_gateway_id: READ,
      vpc_id: READ,
    },
    "arn vpc_owner_id",
  ),
  aws_ec2_transit_gateway_vpc_attachment_accepter: modeled(
    ["network"],
    {
      transit_gateway_attachment_id: READ,
      transit_gateway_default_route_table_association: READ,
      transit_gateway_default_route_table_propagation: READ,
    },
    "appliance_mode_support dns_support ipv6_support security_group_referencing_support subnet_ids transit_gateway_id vpc_id vpc_owner_id",
  ),
  aws_ec2_transit_gateway_peering_attachment: modeled(
    ["network"],
    {
      "options.dynamic_routing": MODE,
      peer_account_id: READ,
      peer_region: READ,
      peer_transit_gateway_id: READ,
      transit_gateway_id: READ,
    },
    "arn state",
  ),
  aws_ec2_transit_gateway_peering_attachment_accepter: modeled(
    ["network"],
    { transit_gateway_attachment_id: READ },
    "peer_account_id peer_region peer_transit_gateway_id transit_gateway_id",
  ),
  aws_ec2_transit_gateway_route_table: modeled(
    ["network"],
    { transit_gateway_id: READ },
    "arn default_association_route_table default_propagation_route_table",
  ),
  aws_ec2_transit_gateway_route_table_association: modeled(
    ["network"],
    {
      replace_existing_association: READ,
      transit_gateway_attachment_id: READ,
      transit_gateway_route_table_id: READ,
    },
    "resource_id resource_type",
  ),
  aws_ec2_transit_gateway_route_table_propagation: modeled(
    ["network"],
    { transit_gateway_attachment_id: READ, transit_gateway_route_table_id: READ },
    "resource_id resource_type",
  ),
  aws_ec2_transit_gateway_route: modeled(["network"], {
    blackhole: READ,
    destination_cidr_block: READ,
    transit_gateway_attachment_id: READ,
    transit_gateway_route_table_id: READ,
  }),
  aws_ec2_transit_gateway_prefix_list_reference: modeled(
    ["network"],
    {
      blackhole: READ,
      prefix_list_id: READ,
      transit_gateway_attachment_id: READ,
      transit_gateway_route_table_id: READ,
    },
    "prefix_list_owner_id",
  ),
};
