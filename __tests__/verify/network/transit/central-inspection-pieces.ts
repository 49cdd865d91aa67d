import { add, all, type Edit } from "./central-inspection";

export const hub = "${aws_ec2_transit_gateway.hub.id}";
export const spokes = "${aws_ec2_transit_gateway_route_table.spokes.id}";
export const inspectionTable = "${aws_ec2_transit_gateway_route_table.inspection.id}";
export const attachmentOf = (name: string): string => `\${aws_ec2_transit_gateway_vpc_attachment.${name}.id}`;

/** A route in the table of the spokes. */
export function spokesRoute(destination: string, attachment: string, name = "more"): Edit {
  return add(`aws_ec2_transit_gateway_route.${name}`, {
    destination_cidr_block: destination,
    transit_gateway_attachment_id: attachment,
    transit_gateway_route_table_id: spokes,
  });
}

/** A VPC with an internet gateway, attached to the transit gateway. */
export const openVpc = all(
  add("aws_vpc.open", { cidr_block: "10.40.0.0/16" }),
  add("aws_subnet.open", {
    vpc_id: "${aws_vpc.open.id}",
    cidr_block: "10.40.0.0/24",
    availability_zone: "eu-west-1a",
  }),
  add("aws_internet_gateway.open", { vpc_id: "${aws_vpc.open.id}" }),
  add("aws_route_table.open", {
    vpc_id: "${aws_vpc.open.id}",
    route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.open.id}" }],
  }),
  add("aws_route_table_association.open", {
    subnet_id: "${aws_subnet.open.id}",
    route_table_id: "${aws_route_table.open.id}",
  }),
  add("aws_ec2_transit_gateway_vpc_attachment.open", {
    transit_gateway_id: hub,
    vpc_id: "${aws_vpc.open.id}",
    subnet_ids: ["${aws_subnet.open.id}"],
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  }),
  add("aws_ec2_transit_gateway_route_table_association.open", {
    transit_gateway_attachment_id: attachmentOf("open"),
    transit_gateway_route_table_id: spokes,
  }),
);

export const peering = add("aws_ec2_transit_gateway_peering_attachment.abroad", {
  transit_gateway_id: hub,
  peer_transit_gateway_id: "tgw-0123456789abcdef0",
  peer_region: "us-east-1",
});
export const peeringId = "${aws_ec2_transit_gateway_peering_attachment.abroad.id}";

export const propagation = (name: string, table: string): Edit =>
  add(`aws_ec2_transit_gateway_route_table_propagation.${name}_more`, {
    transit_gateway_attachment_id: attachmentOf(name),
    transit_gateway_route_table_id: table,
  });

export const prefixList = (name: string, ...blocks: readonly string[]): Edit =>
  add(`aws_ec2_managed_prefix_list.${name}`, {
    name,
    address_family: "IPv4",
    max_entries: 10,
    entry: blocks.map((cidr) => ({ cidr })),
  });
