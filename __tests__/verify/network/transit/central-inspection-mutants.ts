import { add, all, type Edit, remove, set, setEach } from "./central-inspection";
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

const endpointIn = (zone: string): string =>
  `\${aws_networkfirewall_firewall.this.endpoint[${zone === "eu-west-1a" ? 0 : 1}]}`;
const otherZone = (zone: string): string => (zone === "eu-west-1a" ? "eu-west-1b" : "eu-west-1a");

/** An internet gateway of Studio's VPC, and a table of the VPC that routes to it. */
const openStudioTable = all(
  add("aws_internet_gateway.studio", { vpc_id: "${aws_vpc.studio.id}" }),
  add("aws_route_table.bypass", {
    vpc_id: "${aws_vpc.studio.id}",
    route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.studio.id}" }],
  }),
);

/** Packets of the spokes go through the NAT gateways before the firewall, and replies back the same way. */
const translatedFirst = all(
  setEach("aws_route.to_firewall", "nat_gateway_id", (zone) => `\${aws_nat_gateway.this["${zone}"].id}`),
  set("aws_route.to_firewall", { vpc_endpoint_id: null }),
  setEach("aws_route.to_internet", "vpc_endpoint_id", endpointIn),
  set("aws_route.to_internet", { gateway_id: null }),
  set("aws_route.to_nat", { nat_gateway_id: null, gateway_id: "${aws_internet_gateway.this.id}" }),
  set("aws_route.back_to_firewall", { vpc_endpoint_id: null, transit_gateway_id: hub }),
  add("aws_route_table.edge", {
    vpc_id: "${aws_vpc.inspection.id}",
    route: [
      { cidr_block: "100.64.2.0/28", vpc_endpoint_id: endpointIn("eu-west-1a") },
      { cidr_block: "100.64.2.16/28", vpc_endpoint_id: endpointIn("eu-west-1b") },
    ],
  }),
  add("aws_route_table_association.edge", {
    gateway_id: "${aws_internet_gateway.this.id}",
    route_table_id: "${aws_route_table.edge.id}",
  }),
);

/** A rule before all others. */
const firstRule =
  (rule: string): Edit =>
  (resources) =>
    JSON.parse(JSON.stringify(resources).replace("drop udp any any", `${rule}\\ndrop udp any any`));

/** Ways to break the inspection, each at one hop. */
export const mutants: Readonly<Record<string, Edit>> = {
  "Studio's default route targets an internet gateway of its own": all(
    add("aws_internet_gateway.studio", { vpc_id: "${aws_vpc.studio.id}" }),
    set("aws_route.studio_default", { transit_gateway_id: null, gateway_id: "${aws_internet_gateway.studio.id}" }),
  ),
  "a more specific route of Studio targets a peering connection": add("aws_route.more", {
    route_table_id: "${aws_route_table.studio.id}",
    destination_cidr_block: "203.0.112.0/20",
    vpc_peering_connection_id: "pcx-0123456789abcdef0",
  }),
  "Studio's attachment is associated with the table of the inspection VPC": set(
    "aws_ec2_transit_gateway_route_table_association.studio",
    { transit_gateway_route_table_id: inspectionTable },
  ),
  "Studio's attachment is associated with a table that only its ID names": set(
    "aws_ec2_transit_gateway_route_table_association.studio",
    { transit_gateway_route_table_id: "tgw-rtb-0123456789abcdef0" },
  ),
  "Studio's attachment has no association": remove("aws_ec2_transit_gateway_route_table_association.studio"),
  "the default route of the spokes targets a VPC with an internet gateway": all(
    openVpc,
    set("aws_ec2_transit_gateway_route.default", { transit_gateway_attachment_id: attachmentOf("open") }),
  ),
  "a more specific route of the spokes targets a VPC with an internet gateway": all(
    openVpc,
    spokesRoute("93.184.0.0/16", attachmentOf("open")),
  ),
  "a static route of the spokes targets a peering with another transit gateway": all(
    peering,
    spokesRoute("198.18.0.0/15", peeringId),
  ),
  "a static route of the spokes targets an attachment that only its ID names": spokesRoute(
    "8.0.0.0/8",
    "tgw-attach-0123456789abcdef0",
  ),
  "the default route of the spokes targets an attachment that only its ID names": set(
    "aws_ec2_transit_gateway_route.default",
    { transit_gateway_attachment_id: "tgw-attach-0123456789abcdef0" },
  ),
  "a prefix list reference of the spokes targets a VPC with an internet gateway": all(
    openVpc,
    prefixList("partners", "93.184.0.0/16"),
    add("aws_ec2_transit_gateway_prefix_list_reference.partners", {
      prefix_list_id: "${aws_ec2_managed_prefix_list.partners.id}",
      transit_gateway_attachment_id: attachmentOf("open"),
      transit_gateway_route_table_id: spokes,
    }),
  ),
  "a prefix list reference of the spokes has a list that only its ID names": add(
    "aws_ec2_transit_gateway_prefix_list_reference.partners",
    {
      prefix_list_id: "pl-0123456789abcdef0",
      transit_gateway_attachment_id: attachmentOf("batch"),
      transit_gateway_route_table_id: spokes,
    },
  ),
  "the spokes reach each other by propagation": all(propagation("batch", spokes), propagation("studio", spokes)),
  "the other VPC alone reaches Studio by propagation": propagation("studio", spokes),
  "private addresses are no blackhole any more": remove("aws_ec2_transit_gateway_route.private"),
  "public addresses are partly a blackhole": add("aws_ec2_transit_gateway_route.hole", {
    destination_cidr_block: "8.0.0.0/8",
    blackhole: true,
    transit_gateway_route_table_id: spokes,
  }),
  "the inspection attachment is not in appliance mode": set("aws_ec2_transit_gateway_vpc_attachment.inspection", {
    appliance_mode_support: "disable",
  }),
  "the inspection attachment says nothing about appliance mode": set(
    "aws_ec2_transit_gateway_vpc_attachment.inspection",
    { appliance_mode_support: null },
  ),
  "the inspection attachment has a subnet in one zone only": set("aws_ec2_transit_gateway_vpc_attachment.inspection", {
    subnet_ids: ['${aws_subnet.inspection_transit["eu-west-1a"].id}'],
  }),
  "Studio's attachment has a subnet in one zone only": set("aws_ec2_transit_gateway_vpc_attachment.studio", {
    subnet_ids: ['${aws_subnet.studio_transit["eu-west-1a"].id}'],
  }),
  "the attachment subnets route to the firewall endpoint of the other zone": setEach(
    "aws_route.to_firewall",
    "vpc_endpoint_id",
    (zone) => endpointIn(otherZone(zone)),
  ),
  "both zones use one firewall endpoint": all(
    set("aws_route.to_firewall", { vpc_endpoint_id: endpointIn("eu-west-1a") }),
    set("aws_route.back_to_firewall", { vpc_endpoint_id: endpointIn("eu-west-1a") }),
  ),
  "the attachment subnet of one zone routes past the firewall": set('aws_route.to_firewall["eu-west-1b"]', {
    vpc_endpoint_id: null,
    nat_gateway_id: '${aws_nat_gateway.this["eu-west-1b"].id}',
  }),
  "a more specific route of an attachment subnet goes past the firewall": add("aws_route.more", {
    route_table_id: '${aws_route_table.inspection_transit["eu-west-1a"].id}',
    destination_cidr_block: "8.8.8.0/24",
    nat_gateway_id: '${aws_nat_gateway.this["eu-west-1a"].id}',
  }),
  "the attachment subnet of one zone has no default route": remove('aws_route.to_firewall["eu-west-1b"]'),
  "the firewall subnets route to the NAT gateway of the other zone": setEach(
    "aws_route.to_nat",
    "nat_gateway_id",
    (zone) => `\${aws_nat_gateway.this["${otherZone(zone)}"].id}`,
  ),
  "the NAT subnet of one zone has no route to the internet": remove('aws_route.to_internet["eu-west-1b"]'),
  "the NAT subnets have no route back": remove("aws_route.back_to_firewall"),
  "the NAT subnet of one zone has no route back": remove('aws_route.back_to_firewall["eu-west-1a"]'),
  "the NAT subnets route replies past the firewall": set("aws_route.back_to_firewall", {
    vpc_endpoint_id: null,
    transit_gateway_id: hub,
  }),
  "the firewall subnets have no route back": remove("aws_route.to_spokes"),
  "the inspection table has no route to Studio": remove("aws_ec2_transit_gateway_route_table_propagation.studio"),
  "the inspection table routes Studio's addresses to the other VPC": add("aws_ec2_transit_gateway_route.wrong", {
    destination_cidr_block: "10.20.0.0/16",
    transit_gateway_attachment_id: attachmentOf("batch"),
    transit_gateway_route_table_id: inspectionTable,
  }),
  "the inspection attachment has no association": remove("aws_ec2_transit_gateway_route_table_association.inspection"),
  "a peering with another transit gateway may send to Studio": all(
    peering,
    add("aws_ec2_transit_gateway_route_table_association.abroad", {
      transit_gateway_attachment_id: peeringId,
      transit_gateway_route_table_id: inspectionTable,
    }),
  ),
  "a peering may send to Studio by a table whose gateway only its ID names": all(
    peering,
    add("aws_ec2_transit_gateway_route_table.other", { transit_gateway_id: "tgw-0123456789abcdef0" }),
    add("aws_ec2_transit_gateway_route_table_association.abroad", {
      transit_gateway_attachment_id: peeringId,
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.other.id}",
    }),
    add("aws_ec2_transit_gateway_route.abroad", {
      destination_cidr_block: "10.20.0.0/16",
      transit_gateway_attachment_id: attachmentOf("studio"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.other.id}",
    }),
  ),
  "an attachment that only its ID names gets another table in place of its own": all(
    openVpc,
    add("aws_ec2_transit_gateway_route_table.bypass", { transit_gateway_id: hub }),
    add("aws_ec2_transit_gateway_route.bypass", {
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_attachment_id: attachmentOf("open"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.bypass.id}",
    }),
    add("aws_ec2_transit_gateway_route_table_association.bypass", {
      transit_gateway_attachment_id: "tgw-attach-0123456789abcdef0",
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway_route_table.bypass.id}",
      replace_existing_association: true,
    }),
  ),
  "two tables may be the main one of Studio's VPC, and one routes to an internet gateway": all(
    openStudioTable,
    remove("aws_route_table_association.studio"),
    add("aws_main_route_table_association.bypass", {
      vpc_id: "${aws_vpc.studio.id}",
      route_table_id: "${aws_route_table.bypass.id}",
    }),
    add("aws_main_route_table_association.studio", {
      vpc_id: "${aws_vpc.studio.id}",
      route_table_id: "${aws_route_table.studio.id}",
    }),
  ),
  "Studio's VPC has another main table, and a route to an internet gateway is in the main table": all(
    openStudioTable,
    remove("aws_route_table_association.studio"),
    add("aws_main_route_table_association.studio", {
      vpc_id: "${aws_vpc.studio.id}",
      route_table_id: "${aws_route_table.studio.id}",
    }),
    add("aws_route.bypass", {
      route_table_id: "${aws_vpc.studio.main_route_table_id}",
      destination_cidr_block: "8.0.0.0/8",
      gateway_id: "${aws_internet_gateway.studio.id}",
    }),
  ),
  "NAT gateways are before the firewall, which passes what they send": all(
    translatedFirst,
    firstRule("pass ip 100.64.0.0/20 any -> any any (sid:900; rev:1;)"),
  ),
  "a VPN connection propagates its routes to the spokes": all(
    add("aws_vpn_connection.office", {
      customer_gateway_id: "cgw-0123456789abcdef0",
      transit_gateway_id: hub,
      type: "ipsec.1",
    }),
    add("aws_ec2_transit_gateway_route_table_propagation.office", {
      transit_gateway_attachment_id: "${aws_vpn_connection.office.transit_gateway_attachment_id}",
      transit_gateway_route_table_id: spokes,
    }),
  ),
  "the default table, which any attachment of others gets, routes to Studio": all(
    set("aws_ec2_transit_gateway.hub", {
      default_route_table_association: "enable",
      default_route_table_propagation: "enable",
    }),
    add("aws_ec2_transit_gateway_route.open", {
      destination_cidr_block: "10.20.0.0/16",
      transit_gateway_attachment_id: attachmentOf("studio"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
    }),
  ),
  "attachments of others propagate their routes to the default table that Studio uses": all(
    set("aws_ec2_transit_gateway.hub", {
      default_route_table_association: "enable",
      default_route_table_propagation: "enable",
    }),
    set("aws_ec2_transit_gateway_vpc_attachment.studio", { transit_gateway_default_route_table_association: true }),
    remove("aws_ec2_transit_gateway_route_table_association.studio"),
    add("aws_ec2_transit_gateway_route.all", {
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_attachment_id: attachmentOf("inspection"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
    }),
  ),
  "something that no model reads is attached to default tables": all(
    set("aws_ec2_transit_gateway.hub", {
      default_route_table_association: null,
      default_route_table_propagation: null,
    }),
    set("aws_ec2_transit_gateway_vpc_attachment.studio", {
      transit_gateway_default_route_table_association: true,
      transit_gateway_default_route_table_propagation: true,
    }),
    remove("aws_ec2_transit_gateway_route_table_association.studio"),
    add("aws_ec2_transit_gateway_route.all", {
      destination_cidr_block: "0.0.0.0/0",
      transit_gateway_attachment_id: attachmentOf("inspection"),
      transit_gateway_route_table_id: "${aws_ec2_transit_gateway.hub.association_default_route_table_id}",
    }),
    add("aws_vpn_connection.office", {
      customer_gateway_id: "cgw-0123456789abcdef0",
      transit_gateway_id: hub,
      type: "ipsec.1",
    }),
  ),
  "the gateway is that of a data source": all(
    remove("aws_ec2_transit_gateway.hub"),
    (resources) => [
      ...resources,
      {
        address: "data.aws_ec2_transit_gateway.hub",
        mode: "data",
        type: "aws_ec2_transit_gateway",
        name: "hub",
        values: { id: "tgw-0123456789abcdef0" },
      } as (typeof resources)[number],
    ],
    (resources) =>
      JSON.parse(
        JSON.stringify(resources).replaceAll(
          "${aws_ec2_transit_gateway.hub.id}",
          "${data.aws_ec2_transit_gateway.hub.id}",
        ),
      ),
  ),
  "Studio and the inspection VPC carry IPv6 past the firewall": all(
    set("aws_vpc.studio", { assign_generated_ipv6_cidr_block: true }),
    set("aws_vpc.inspection", { assign_generated_ipv6_cidr_block: true }),
    add("aws_route.studio_ipv6", {
      route_table_id: "${aws_route_table.studio.id}",
      destination_ipv6_cidr_block: "::/0",
      transit_gateway_id: hub,
    }),
    spokesRoute("::/0", attachmentOf("inspection"), "ipv6"),
    add("aws_egress_only_internet_gateway.this", { vpc_id: "${aws_vpc.inspection.id}" }),
    ...["a", "b"].map((letter) =>
      add(`aws_route.ipv6_${letter}`, {
        route_table_id: `\${aws_route_table.inspection_transit["eu-west-1${letter}"].id}`,
        destination_ipv6_cidr_block: "::/0",
        egress_only_gateway_id: "${aws_egress_only_internet_gateway.this.id}",
      }),
    ),
  ),
  "an instance in the inspection VPC is reached without the firewall": add("aws_instance.tools", {
    ami: "ami-0123456789abcdef0",
    instance_type: "m7i.large",
    subnet_id: '${aws_subnet.inspection_transit["eu-west-1a"].id}',
    vpc_security_group_ids: ["${aws_security_group.batch.id}"],
  }),
  "an endpoint in the inspection VPC is reached without the firewall": add("aws_vpc_endpoint.tools", {
    vpc_id: "${aws_vpc.inspection.id}",
    service_name: "com.amazonaws.eu-west-1.s3",
    vpc_endpoint_type: "Interface",
    subnet_ids: ['${aws_subnet.inspection_transit["eu-west-1a"].id}'],
    security_group_ids: ["${aws_security_group.batch.id}"],
  }),
  "a subnet of the inspection VPC gives public addresses": set('aws_subnet.nat["eu-west-1a"]', {
    map_public_ip_on_launch: true,
  }),
  "an Elastic IP address is attached to an instance of the inspection VPC": all(
    add("aws_instance.tools", {
      ami: "ami-0123456789abcdef0",
      instance_type: "m7i.large",
      subnet_id: '${aws_subnet.nat["eu-west-1a"].id}',
      vpc_security_group_ids: ["${aws_security_group.batch.id}"],
    }),
    add("aws_eip.tools", { domain: "vpc", instance: "${aws_instance.tools.id}" }),
  ),
  "HOME_NET of the firewall does not contain Studio": (resources) =>
    JSON.parse(JSON.stringify(resources).replace("${aws_vpc.studio.cidr_block}", "10.99.0.0/16")),
};
