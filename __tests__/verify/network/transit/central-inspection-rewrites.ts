import { add, all, type Edit, remove, set } from "./central-inspection";
import {
  attachmentOf,
  hub,
  inspectionTable,
  openVpc,
  peering,
  peeringId,
  prefixList,
  propagation,
  spokes,
  spokesRoute,
} from "./central-inspection-pieces";

/** Changes that keep every path inspected. */
export const rewrites: Readonly<Record<string, Edit>> = {
  "a static route to Studio takes the place of the propagation": all(
    remove("aws_ec2_transit_gateway_route_table_propagation.studio"),
    add("aws_ec2_transit_gateway_route.studio", {
      destination_cidr_block: "10.20.0.0/16",
      transit_gateway_attachment_id: attachmentOf("studio"),
      transit_gateway_route_table_id: inspectionTable,
    }),
  ),
  "a static route repeats what is propagated": add("aws_ec2_transit_gateway_route.studio", {
    destination_cidr_block: "10.20.0.0/16",
    transit_gateway_attachment_id: attachmentOf("studio"),
    transit_gateway_route_table_id: inspectionTable,
  }),
  "the default route of the spokes is two halves": all(
    set("aws_ec2_transit_gateway_route.default", { destination_cidr_block: "0.0.0.0/1" }),
    spokesRoute("128.0.0.0/1", attachmentOf("inspection")),
  ),
  "the default route of the spokes is a prefix list": all(
    remove("aws_ec2_transit_gateway_route.default"),
    prefixList("all", "0.0.0.0/1", "128.0.0.0/1"),
    add("aws_ec2_transit_gateway_prefix_list_reference.all", {
      prefix_list_id: "${aws_ec2_managed_prefix_list.all.id}",
      transit_gateway_attachment_id: attachmentOf("inspection"),
      transit_gateway_route_table_id: spokes,
    }),
  ),
  "more private addresses are a blackhole": add("aws_ec2_transit_gateway_route.shared", {
    destination_cidr_block: "100.64.0.0/10",
    blackhole: true,
    transit_gateway_route_table_id: spokes,
  }),
  "a table that nothing uses routes to a VPC with an internet gateway": all(
    openVpc,
    add("aws_ec2_transit_gateway_route_table.unused", { transit_gateway_id: hub }),
    add("aws_ec2_transit_gateway_route.unused", {
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_attachment_id: attachmentOf("open"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.unused.id}",
    }),
  ),
  "a static route takes precedence over the propagated block of a VPC with an internet gateway": all(
    openVpc,
    propagation("open", spokes),
    add("aws_ec2_transit_gateway_route.hole", {
      destination_cidr_block: "10.40.0.0/16",
      blackhole: true,
      transit_gateway_route_table_id: spokes,
    }),
  ),
  "the inspection VPC propagates its block to the spokes": propagation("inspection", spokes),
  "the spokes use the default table of the gateway": all(
    set("aws_ec2_transit_gateway.hub", { default_route_table_association: "enable" }),
    set("aws_ec2_transit_gateway_vpc_attachment.studio", { transit_gateway_default_route_table_association: true }),
    remove("aws_ec2_transit_gateway_route_table_association.studio"),
    add("aws_ec2_transit_gateway_route.default_hole", {
      destination_cidr_block: "10.0.0.0/8",
      blackhole: true,
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
    }),
    add("aws_ec2_transit_gateway_route.default_table", {
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_attachment_id: attachmentOf("inspection"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
    }),
  ),
  "another transit gateway has a peering": all(
    add("aws_ec2_transit_gateway.other", {}),
    add("aws_ec2_transit_gateway_peering_attachment.other", {
      transit_gateway_id: "${aws_ec2_transit_gateway.other.id}",
      peer_transit_gateway_id: "tgw-0123456789abcdef0",
      peer_region: "us-east-1",
    }),
  ),
  "a peering has an association with a table that routes nothing to Studio": all(
    peering,
    add("aws_ec2_transit_gateway_route_table_association.abroad", {
      transit_gateway_attachment_id: peeringId,
      transit_gateway_route_table_id: spokes,
    }),
  ),
  "the attachments carry IPv6 and resolve names": set("aws_ec2_transit_gateway_vpc_attachment.studio", {
    ipv6_support: "enable",
    dns_support: "enable",
  }),
  "routes back name the block of Studio and of the other VPC": all(
    set("aws_route.back_to_firewall", { destination_cidr_block: "10.20.0.0/16" }),
    set("aws_route.to_spokes", { destination_cidr_block: "10.20.0.0/16" }),
  ),
};
