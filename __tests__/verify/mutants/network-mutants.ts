import { add, at, everywhere, inspected, type Mutant, remove, type Stack, set } from "./mutant";

const vpc = "${aws_vpc.network_vpc.id}";
const studioTable = "${aws_route_table.network_studio_a_routes.id}";
const internetGateway = "${aws_internet_gateway.egress_firewall_internet.id}";

function endpointOf(zone: string): string {
  return `\${{for state in tolist(aws_networkfirewall_firewall.egress_firewall_firewall.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["${zone}"]}`;
}

/** A way for `dev` to the internet needs a gateway first. */
function addGateway(stack: Stack): void {
  add(stack, "aws_internet_gateway.way_out", { vpc_id: vpc });
}

/** The network ACL of the stacks admits IPv4 alone. */
function openToIpv6(stack: Stack): void {
  const acl = at(stack, "aws_default_network_acl.network_default_acl");
  const every = { action: "allow", ipv6_cidr_block: "::/0", from_port: 0, to_port: 0, protocol: "-1", rule_no: 101 };
  set(stack, "aws_default_network_acl.network_default_acl", {
    egress: [...(acl.egress as unknown[]), every],
    ingress: [...(acl.ingress as unknown[]), every],
  });
}

export const networkMutants: readonly Mutant[] = [
  {
    name: "a route from the studio subnet to a new internet gateway was added",
    environments: ["dev"],
    edit: (stack) => {
      addGateway(stack);
      add(stack, "aws_route.way_out", {
        route_table_id: studioTable,
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_internet_gateway.way_out.id}",
      });
    },
    turns: ["no-internet-path"],
  },
  {
    name: "the main route table got a default route to a new internet gateway, and a subnet lost its own table",
    environments: ["dev"],
    edit: (stack) => {
      addGateway(stack);
      set(stack, "aws_default_route_table.network_default_routes", {
        route: [{ cidr_block: "0.0.0.0/0", gateway_id: "${aws_internet_gateway.way_out.id}" }],
      });
      remove(stack, "aws_route_table_association.network_endpoint_a_association");
    },
    turns: ["no-internet-path"],
  },
  {
    name: "the studio table's default route goes to the internet gateway instead of the firewall",
    environments: inspected,
    edit: (stack) => {
      const route = at(stack, "aws_route.egress_firewall_studio_a_default");
      delete route.vpc_endpoint_id;
      route.gateway_id = internetGateway;
    },
    turns: ["egress-only-through-firewall"],
  },
  {
    name: "the studio table's default route goes to the NAT gateway, past the firewall",
    environments: ["prod"],
    edit: (stack) => {
      const route = at(stack, "aws_route.egress_firewall_studio_a_default");
      delete route.vpc_endpoint_id;
      route.nat_gateway_id = "${aws_nat_gateway.egress_firewall_nat_a.id}";
    },
    turns: ["egress-only-through-firewall", "return-path-symmetric", "survives-zone-loss"],
  },
  {
    name: "the NAT gateway moved into the studio subnet",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_nat_gateway.egress_firewall_nat_a", { subnet_id: "${aws_subnet.network_studio_a.id}" }),
    turns: ["egress-only-through-firewall", "survives-zone-loss"],
  },
  {
    name: "the return route of a zone was removed",
    environments: inspected,
    edit: (stack) => remove(stack, "aws_route.egress_firewall_nat_a_return"),
    turns: ["return-path-symmetric", "survives-zone-loss"],
  },
  {
    name: "the return route goes to the endpoint of another zone",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_route.egress_firewall_nat_a_return", { vpc_endpoint_id: endpointOf("eu-west-1b") }),
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity"],
  },
  {
    name: "the route tables of two studio subnets were swapped between zones",
    environments: ["prod"],
    edit: (stack) => {
      const [a, b] = ["a", "b"].map((zone) =>
        at(stack, `aws_route_table_association.network_studio_${zone}_association`),
      );
      [(a as never as { subnet_id: unknown }).subnet_id, (b as never as { subnet_id: unknown }).subnet_id] = [
        b?.subnet_id,
        a?.subnet_id,
      ];
    },
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity"],
  },
  {
    name: "a studio route goes to the firewall endpoint of another zone",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_route.egress_firewall_studio_a_default", { vpc_endpoint_id: endpointOf("eu-west-1b") }),
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity"],
  },
  {
    name: "all zones share the NAT gateway of one",
    environments: ["prod"],
    edit: (stack) => {
      for (const zone of ["b", "c"]) {
        set(stack, `aws_route.egress_firewall_firewall_${zone}_default`, {
          nat_gateway_id: "${aws_nat_gateway.egress_firewall_nat_a.id}",
        });
      }
    },
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity"],
  },
  {
    name: "the firewall endpoint was picked by its place in an unordered set",
    environments: ["prod"],
    edit: (stack) =>
      set(stack, "aws_route.egress_firewall_studio_a_default", {
        vpc_endpoint_id:
          "${tolist(aws_networkfirewall_firewall.egress_firewall_firewall.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
      }),
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity"],
  },
  {
    name: "one zone lost its firewall endpoint",
    environments: ["prod"],
    edit: (stack) => {
      const firewall = at(stack, "aws_networkfirewall_firewall.egress_firewall_firewall");
      firewall.subnet_mapping = (firewall.subnet_mapping as unknown[]).slice(1);
    },
    turns: ["return-path-symmetric", "survives-zone-loss", "zone-affinity", "egress-only-through-firewall"],
  },
  {
    name: "studio subnets give public addresses to what starts in them",
    environments: everywhere,
    edit: (stack) => set(stack, "aws_subnet.network_studio_a", { map_public_ip_on_launch: true }),
    turns: ["no-public-address"],
  },
  {
    name: "an elastic address was attached to an interface in the studio subnet",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_network_interface.bastion", { subnet_id: "${aws_subnet.network_studio_a.id}" });
      add(stack, "aws_eip.bastion", { network_interface: "${aws_network_interface.bastion.id}", domain: "vpc" });
    },
    turns: ["no-public-address"],
  },
  {
    name: "the VPC was peered with another",
    environments: ["dev", "staging"],
    edit: (stack) => {
      add(stack, "aws_vpc_peering_connection.partner", { vpc_id: vpc, peer_vpc_id: "vpc-0123456789abcdef0" });
      add(stack, "aws_route.partner", {
        route_table_id: studioTable,
        destination_cidr_block: "192.168.0.0/16",
        vpc_peering_connection_id: "${aws_vpc_peering_connection.partner.id}",
      });
    },
    turns: [
      "no-internet-path",
      "no-inbound-from-internet",
      "egress-only-through-firewall",
      "return-path-symmetric",
      "zone-affinity",
    ],
  },
  {
    name: "the VPC was attached to a transit gateway with a default route",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_ec2_transit_gateway_vpc_attachment.hub", {
        transit_gateway_id: "tgw-0123456789abcdef0",
        vpc_id: vpc,
        subnet_ids: ["${aws_subnet.network_studio_a.id}"],
      });
      add(stack, "aws_route.hub", {
        route_table_id: studioTable,
        destination_cidr_block: "0.0.0.0/0",
        transit_gateway_id: "tgw-0123456789abcdef0",
      });
    },
    turns: ["no-internet-path", "no-inbound-from-internet"],
  },
  {
    name: "the VPC got an IPv6 block and an egress-only gateway",
    environments: ["dev", "staging"],
    edit: (stack) => {
      set(stack, "aws_vpc.network_vpc", { assign_generated_ipv6_cidr_block: true });
      set(stack, "aws_subnet.network_studio_a", {
        ipv6_cidr_block: "${cidrsubnet(aws_vpc.network_vpc.ipv6_cidr_block, 8, 0)}",
        assign_ipv6_address_on_creation: true,
      });
      openToIpv6(stack);
      add(stack, "aws_egress_only_internet_gateway.six", { vpc_id: vpc });
      add(stack, "aws_route.six", {
        route_table_id: studioTable,
        destination_ipv6_cidr_block: "::/0",
        egress_only_gateway_id: "${aws_egress_only_internet_gateway.six.id}",
      });
    },
    turns: ["no-internet-path", "egress-only-through-firewall", "no-public-address"],
  },
  {
    name: "the studio table's default route goes to a VPN gateway",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_vpn_gateway.office", { vpc_id: vpc });
      add(stack, "aws_route.office", {
        route_table_id: studioTable,
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${aws_vpn_gateway.office.id}",
      });
    },
    turns: ["no-internet-path", "no-inbound-from-internet"],
  },
  {
    name: "the studio group lets anything out to anywhere",
    environments: ["dev", "staging"],
    edit: (stack) =>
      add(stack, "aws_vpc_security_group_egress_rule.everything", {
        security_group_id: "${aws_security_group.security_groups_studio.id}",
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    turns: ["no-open-security-group"],
  },
  {
    name: "the S3 prefix list of the studio group was replaced by 0.0.0.0/0",
    environments: ["dev"],
    edit: (stack) => {
      const rule = at(stack, "aws_vpc_security_group_egress_rule.endpoints_studio_to_s3");
      delete rule.prefix_list_id;
      rule.cidr_ipv4 = "0.0.0.0/0";
    },
    turns: ["no-open-security-group"],
  },
  {
    name: "the studio group takes SSH from anywhere",
    environments: ["dev", "staging"],
    edit: (stack) =>
      add(stack, "aws_vpc_security_group_ingress_rule.ssh", {
        security_group_id: "${aws_security_group.security_groups_studio.id}",
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
        cidr_ipv4: "0.0.0.0/0",
      }),
    turns: ["no-open-security-group"],
  },
];
