import { add, copies, type EditableStack, each, faultsOf, type InjectedFault, set, unset } from "./injected-fault";

const VPC = "${aws_vpc.network_vpc.id}";
const EGRESS = "aws_vpc_security_group_egress_rule";
const ACL = "aws_default_network_acl.ingress";
const FLOWS = "aws_flow_log";
const POLICY = "aws_networkfirewall_firewall_policy.firewall_policy";
const GROUP = "aws_networkfirewall_rule_group";
const LOGS = "aws_networkfirewall_logging_configuration.logging_configuration.log_destination_config";
const VPN = { customer_gateway_id: "cgw-0123456789abcdef0", type: "ipsec.1", vpn_gateway_id: "vgw-0123456789abcdef0" };
const ROUTE = { destination_cidr_block: "0.0.0.0/0", transit_gateway_route_table_id: "tgw-rtb-0123456789abcdef0" };
const block = (cidr: string): ((stack: EditableStack) => void) =>
  add("aws_vpc_ipv4_cidr_block_association", { vpc_id: VPC, cidr_block: cidr }, `block_${cidr.replaceAll(/\W/g, "_")}`);
const entry = (rule: number, action = "allow"): object => ({
  ...{ action, cidr_block: "10.0.0.0/8", from_port: 0, to_port: 0, protocol: "-1", rule_no: rule },
});
/** The first outbound rule with this destination alone. */
const destination = (argument: string, value: string): ((stack: EditableStack) => void) =>
  each(
    ...["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"].map((name) =>
      unset(`${EGRESS}.${name}`),
    ),
    set(`${EGRESS}.${argument}`, value),
  );
const domains = (list: object): ((stack: EditableStack) => void) =>
  set(`${GROUP}.rule_group.rules_source`, {
    rules_source_list: { generated_rules_type: "ALLOWLIST", target_types: ["TLS_SNI"], targets: ["a.com"], ...list },
  });

/** Faults of VPC, routes, endpoints, security groups, flow logs, gateways, Network Firewall and DNS. */
export const networkFaults: readonly InjectedFault[] = faultsOf([
  ["a VPC of link-local addresses", set("aws_vpc.cidr_block", "169.254.0.0/16"), "cidr_block"],
  ["a VPC of loopback addresses", set("aws_vpc.cidr_block", "127.0.0.0/16"), "cidr_block"],
  ["a second block that overlaps the first", block("10.20.128.0/20"), "cidr_block"],
  ["a second block of another private range", block("192.168.0.0/20"), "cidr_block"],
  ["a second block of /29", block("100.64.0.0/29"), "cidr_block"],
  ["six blocks of a VPC", each(...[64, 65, 66, 67, 68].map((at) => block(`100.${at}.0.0/16`))), "cidr_block"],
  ["an IPv6 block of /72", set("aws_subnet.ipv6_cidr_block", "2001:db8::/72"), "ipv6_cidr_block"],
  [
    "a route of the VPC's block to a gateway",
    copies("aws_route", 1, () => ({
      ...{ destination_cidr_block: "10.20.0.0/16", gateway_id: "igw-0123456789abcdef0" },
      ...{ nat_gateway_id: null, vpc_endpoint_id: null },
    })),
    "destination_cidr_block",
  ],
  [
    "two S3 gateway endpoints of one route table",
    (stack) => {
      const endpoints = Object.values(stack.resource.aws_vpc_endpoint ?? {});
      add("aws_vpc_endpoint", { ...endpoints.find((one) => one.vpc_endpoint_type === "Gateway") })(stack);
    },
    "route_table_ids",
  ],
  [
    "private DNS in a VPC without DNS",
    each(set("aws_vpc.enable_dns_support", false), set("aws_vpc.enable_dns_hostnames", false)),
    "private_dns_enabled",
  ],
  [
    "an endpoint of the address type dual-stack",
    set("aws_vpc_endpoint.ip_address_type", "dual-stack"),
    "ip_address_type",
  ],
  ["a security group without a description", set("aws_security_group.description", ""), "description"],
  ["a security group of the name default", set("aws_security_group.name", "default"), "name"],
  [
    "the ICMP type 300",
    each(set(`${EGRESS}.ip_protocol`, "icmp"), set(`${EGRESS}.from_port`, 300), set(`${EGRESS}.to_port`, 0)),
    "from_port",
  ],
  ["an IPv6 address as a block", destination("cidr_ipv6", "2001:db8::1"), "cidr_ipv6"],
  ["host bits in an IPv6 block", destination("cidr_ipv6", "2001:db8::1/64"), "cidr_ipv6"],
  ["a security group as a prefix list", destination("prefix_list_id", "sg-0123456789abcdef0"), "prefix_list_id"],
  [
    "a prefix list as a security group",
    destination("referenced_security_group_id", "pl-0123456789abcdef0"),
    "referenced_security_group_id",
  ],
  ["an address outside of a VPC", set("aws_eip.domain", "standard"), "domain"],
  ["an unknown action of a network ACL", set(ACL, [entry(1, "permit")]), "ingress.action"],
  ["two network ACL rules of one number", set(ACL, [entry(1), entry(1, "deny")]), "ingress.rule_no"],
  [
    "21 rules of a network ACL",
    set(
      ACL,
      Array.from({ length: 21 }, (_, at) => entry(at + 1)),
    ),
    "ingress",
  ],
  ["a flow log of S3 with a role", set(`${FLOWS}.log_destination_type`, "s3"), "iam_role_arn"],
  ["a flow log of a log group without a role", unset(`${FLOWS}.iam_role_arn`), "iam_role_arn"],
  ["an unknown field of a flow log", set(`${FLOWS}.log_format`, "$${version} $${srcip}"), "log_format"],
  ["a bucket as the log group of a flow log", set(`${FLOWS}.log_destination`, "arn:aws:s3:::a"), "log_destination"],
  ["a flow log of a VPC and a subnet", set(`${FLOWS}.subnet_id`, "subnet-0123456789abcdef0"), "vpc_id"],
  ["a flow log of nothing", unset(`${FLOWS}.vpc_id`), "vpc_id"],
  ["a public ASN of a VPN gateway", add("aws_vpn_gateway", { amazon_side_asn: "100" }), "amazon_side_asn"],
  ["a public ASN of a transit gateway", add("aws_ec2_transit_gateway", { amazon_side_asn: 100 }), "amazon_side_asn"],
  [
    "a transit gateway block of /25",
    add("aws_ec2_transit_gateway", { transit_gateway_cidr_blocks: ["10.99.0.0/25"] }),
    "transit_gateway_cidr_blocks.0",
  ],
  [
    "two subnets of one zone at a transit gateway",
    add("aws_ec2_transit_gateway_vpc_attachment", {
      subnet_ids: ["${aws_subnet.network_studio_a.id}", "${aws_subnet.network_endpoint_a.id}"],
    }),
    "subnet_ids",
  ],
  ["a transit route to nothing", add("aws_ec2_transit_gateway_route", ROUTE), "transit_gateway_attachment_id"],
  [
    "a blackhole with an attachment",
    add("aws_ec2_transit_gateway_route", {
      ...{ ...ROUTE, blackhole: true, transit_gateway_attachment_id: "tgw-attach-0123456789abcdef0" },
    }),
    "transit_gateway_attachment_id",
  ],
  [
    "a transit route with host bits",
    add("aws_ec2_transit_gateway_route", { ...ROUTE, blackhole: true, destination_cidr_block: "10.0.0.1/8" }),
    "destination_cidr_block",
  ],
  [
    "a shared key of 7 characters",
    add("aws_vpn_connection", { ...VPN, tunnel1_preshared_key: "abcdefg" }),
    "tunnel1_preshared_key",
  ],
  [
    "a tunnel block that AWS reserves",
    add("aws_vpn_connection", { ...VPN, tunnel2_inside_cidr: "169.254.5.0/30" }),
    "tunnel2_inside_cidr",
  ],
  ["an unknown type of VPN connection", add("aws_vpn_connection", { ...VPN, type: "ipsec" }), "type"],
  ["a load balancer of the name internal-a", add("aws_lb", { name: "internal-a" }), "name"],
  ["a TLS listener without a certificate", add("aws_lb_listener", { protocol: "TLS", port: 443 }), "certificate_arn"],
  ["a RAM principal of 11 digits", add("aws_ram_principal_association", { principal: "12345678901" }), "principal"],
  [
    "rule groups of a capacity over 30000",
    each(
      set(`${GROUP}.capacity`, 20_000),
      copies(GROUP, 1, () => ({ name: "second" })),
      set(`${POLICY}.stateful_rule_group_reference.1`, {
        ...{ priority: 2, resource_arn: "${aws_networkfirewall_rule_group.copy_0.arn}" },
      }),
    ),
    "firewall_policy.stateful_rule_group_reference",
  ],
  ["Suricata rules in a stateless group", set(`${GROUP}.type`, "STATELESS"), "rule_group.rules_source.rules_string"],
  [
    "two sources of rules in a group",
    set(`${GROUP}.rule_group.rules_source.stateful_rule`, []),
    "rule_group.rules_source.stateful_rule",
  ],
  [
    "an address with its scheme in a domain list",
    domains({ targets: ["https://a.com"] }),
    "rule_group.rules_source.rules_source_list.targets",
  ],
  [
    "two firewall endpoints of one zone",
    set("aws_networkfirewall_firewall.subnet_mapping.1", { subnet_id: "${aws_subnet.network_studio_a.id}" }),
    "subnet_mapping",
  ],
  [
    "two destinations of alerts",
    set(`${LOGS}.1.log_type`, "ALERT"),
    "logging_configuration.log_destination_config.log_type",
  ],
  [
    "a bucket for a log group of the firewall",
    set(`${LOGS}.0.log_destination`, { bucketName: "logs" }),
    "logging_configuration.log_destination_config.log_destination",
  ],
  [
    "two default actions that drop",
    set(`${POLICY}.stateful_default_actions`, ["aws:drop_strict", "aws:drop_established"]),
    "firewall_policy.stateful_default_actions",
  ],
  [
    "the variable EXTERNAL_NET of a firewall policy",
    set(`${POLICY}.policy_variables.rule_variables.0.key`, "EXTERNAL_NET"),
    "firewall_policy.policy_variables.rule_variables.key",
  ],
  [
    "a home network of /33",
    set(`${POLICY}.policy_variables.rule_variables.0.ip_set.definition`, ["10.0.0.0/33"]),
    "firewall_policy.policy_variables.rule_variables.ip_set.definition",
  ],
  [
    "an outbound resolver with DoH-FIPS",
    add("aws_route53_resolver_endpoint", { direction: "OUTBOUND", protocols: ["DoH-FIPS"] }),
    "protocols",
  ],
  [
    "7 addresses of a resolver",
    add("aws_route53_resolver_endpoint", {
      ip_address: Array.from({ length: 7 }, (_, at) => ({
        subnet_id: "subnet-0123456789abcdef0",
        ip: `10.0.0.${at + 4}`,
      })),
    }),
    "ip_address",
  ],
  [
    "query logs in a queue",
    add("aws_route53_resolver_query_log_config", { destination_arn: "arn:aws:sqs:eu-west-1:111122223333:a" }),
    "destination_arn",
  ],
  [
    "a VPC whose queries are logged twice",
    copies("aws_route53_resolver_query_log_config_association", 1, () => ({})),
    "resource_id",
  ],
  [
    "a DNS rule group twice in a VPC",
    copies("aws_route53_resolver_firewall_rule_group_association", 1, () => ({ priority: 900 })),
    "firewall_rule_group_id",
  ],
  ["the IP protocol 256 of a security group rule", set(`${EGRESS}.ip_protocol`, "256"), "ip_protocol"],
  ["two NAT gateways of one address", copies("aws_nat_gateway", 1, () => ({})), "allocation_id"],
]);
