import { type Cidr, networkCidr, parseCidr } from "../../../ip/cidr";
import { parseIpAddress } from "../../../ip/ip-address";
import {
  blocksOf,
  isSet,
  isSurelySet,
  literalNumber,
  literalText,
  type Values,
} from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";

const SECURITY_GROUP_RULES = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"];
const ROUTE_TARGETS = [
  "carrier_gateway_id",
  "core_network_arn",
  "egress_only_gateway_id",
  "gateway_id",
  "local_gateway_id",
  "nat_gateway_id",
  "network_interface_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
];
const ROUTE_DESTINATIONS = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
/** Arguments with an IPv4 block, and the prefix lengths that AWS allows. */
const CIDR_ARGUMENTS: readonly {
  readonly types: readonly string[];
  readonly argument: string;
  readonly ipv4: readonly [number, number];
}[] = [
  { types: ["aws_vpc"], argument: "cidr_block", ipv4: [16, 28] },
  { types: ["aws_subnet"], argument: "cidr_block", ipv4: [16, 28] },
  { types: ["aws_vpc_ipv4_cidr_block_association"], argument: "cidr_block", ipv4: [16, 28] },
  { types: ["aws_ec2_transit_gateway_route"], argument: "destination_cidr_block", ipv4: [0, 32] },
  { types: ["aws_route"], argument: "destination_cidr_block", ipv4: [0, 32] },
  { types: ["aws_vpn_connection_route"], argument: "destination_cidr_block", ipv4: [0, 32] },
  { types: SECURITY_GROUP_RULES, argument: "cidr_ipv4", ipv4: [0, 32] },
];
/** The same of IPv6; AWS gives subnets blocks in steps of 4 bits. */
const IPV6_ARGUMENTS: readonly {
  readonly types: readonly string[];
  readonly argument: string;
  readonly lengths: readonly number[];
}[] = [
  { types: ["aws_subnet"], argument: "ipv6_cidr_block", lengths: [44, 48, 52, 56, 60, 64] },
  { types: SECURITY_GROUP_RULES, argument: "cidr_ipv6", lengths: Array.from({ length: 129 }, (_, length) => length) },
];
/** The highest type and code of ICMP. */
const HIGHEST_TYPE = 255;
/** Entries of a network ACL in one direction, by default. */
const ACL_ENTRIES = 20;
/** Endpoint services that have a gateway endpoint. */
const GATEWAY_SERVICE = /\.(?:s3|dynamodb|s3express)$/;

/** Rules of VPC, subnet, route, security group and endpoint. */
export const networkRules: readonly ArgumentRule[] = [
  {
    page: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    check: (values, type) =>
      CIDR_ARGUMENTS.filter(({ types }) => types.includes(type)).flatMap(({ argument, ipv4 }) =>
        // A transit gateway routes both families by one argument.
        type === "aws_ec2_transit_gateway_route" && String(values[argument]).includes(":")
          ? []
          : cidrProblems(argument, values[argument], ipv4),
      ),
  },
  {
    page: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html",
    check: (values, type) =>
      IPV6_ARGUMENTS.filter(({ types }) => types.includes(type)).flatMap(({ argument, lengths }) =>
        ipv6Problems(argument, values[argument], lengths),
      ),
  },
  {
    types: ["aws_default_network_acl", "aws_network_acl"],
    page: "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html",
    check: (values) =>
      ["ingress", "egress"].flatMap((direction) => aclProblems(direction, blocksOf(values[direction]))),
  },
  {
    types: SECURITY_GROUP_RULES,
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
    check: portProblems,
  },
  {
    types: SECURITY_GROUP_RULES,
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html",
    check: (values) =>
      exactlyOne(
        values,
        ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"],
        "source or destination",
      ),
  },
  {
    types: ["aws_route"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html",
    check: (values) => [
      ...exactlyOne(values, ROUTE_TARGETS, "target"),
      ...exactlyOne(values, ROUTE_DESTINATIONS, "destination"),
    ],
  },
  {
    types: ["aws_vpc_endpoint"],
    page: "https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    check: endpointProblems,
  },
  {
    types: ["aws_nat_gateway"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html",
    check: ({ connectivity_type, allocation_id }) => [
      ...problemIf(connectivity_type === "private" && isSurelySet(allocation_id), {
        argument: "allocation_id",
        problem: "a private NAT gateway has no Elastic IP address",
        remedy: "remove it, or make the gateway public",
      }),
      ...problemIf((connectivity_type ?? "public") === "public" && !isSet(allocation_id), {
        argument: "allocation_id",
        problem: "a public NAT gateway needs an Elastic IP address",
        remedy: "set it",
      }),
    ],
  },
  {
    types: ["aws_vpc"],
    page: "https://docs.aws.amazon.com/vpc/latest/ipam/create-vpc-ipam.html",
    check: ({ ipv6_netmask_length, ipv6_ipam_pool_id }) =>
      problemIf(isSurelySet(ipv6_netmask_length) && !isSet(ipv6_ipam_pool_id), {
        argument: "ipv6_netmask_length",
        problem: "the length of a block needs a pool of IPAM",
        remedy: "set ipv6_ipam_pool_id, or remove it",
      }),
  },
  {
    types: ["aws_vpc"],
    page: "https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html",
    check: ({ enable_dns_support, enable_dns_hostnames }) =>
      problemIf(enable_dns_support === false && enable_dns_hostnames === true, {
        argument: "enable_dns_hostnames",
        problem: "DNS hostnames need DNS support",
        remedy: "set enable_dns_support to true",
      }),
  },
];

function cidrProblems(
  argument: string,
  value: unknown,
  [shortest, longest]: readonly [number, number],
): readonly RuleProblem[] {
  const text = literalText(value);
  if (text === undefined) {
    return [];
  }
  const cidr = parseCidr(text);
  if (cidr === undefined || cidr.family !== 4) {
    return [{ argument, problem: "is no IPv4 block", value: text, remedy: "use the form 10.0.0.0/16" }];
  }
  return [
    ...problemIf(cidr.prefixLength < shortest || cidr.prefixLength > longest, {
      argument,
      problem: `must have a prefix of /${shortest} to /${longest}`,
      value: text,
      remedy: "use another size",
    }),
    ...problemIf(networkCidr(cidr).text !== text, {
      argument,
      problem: "has bits set beyond its prefix",
      value: text,
      remedy: `use ${networkCidr(cidr).text}`,
    }),
  ];
}

function ipv6Problems(argument: string, value: unknown, lengths: readonly number[]): readonly RuleProblem[] {
  const text = literalText(value);
  const cidr = text === undefined ? undefined : parseCidr(text);
  if (text === undefined) {
    return [];
  }
  if (cidr === undefined || cidr.family !== 6) {
    return [{ argument, problem: "is no IPv6 block", value: text, remedy: "use the form 2001:db8::/64" }];
  }
  return [
    ...problemIf(!lengths.includes(cidr.prefixLength), {
      argument,
      problem: `must have a prefix of ${lengths.map((length) => `/${length}`).join(", ")}`,
      value: text,
      remedy: "use another size",
    }),
    ...problemIf(hasHostBits(cidr), {
      argument,
      problem: "has bits set beyond its prefix",
      value: text,
      remedy: `use ${networkCidr(cidr).text}`,
    }),
  ];
}

function hasHostBits(cidr: Cidr): boolean {
  const written = parseIpAddress(cidr.text.slice(0, cidr.text.indexOf("/")));
  return written !== cidr.addresses[0]?.first;
}

function aclProblems(direction: string, entries: readonly Values[]): readonly RuleProblem[] {
  const numbers = entries.map(({ rule_no }) => literalNumber(rule_no));
  return [
    ...numbers
      .filter((number, at) => number !== undefined && numbers.indexOf(number) < at)
      .map((value) => ({
        argument: `${direction}.rule_no`,
        problem: "two rules have this number",
        value,
        remedy: "change one",
      })),
    ...problemIf(entries.length > ACL_ENTRIES, {
      argument: direction,
      problem: `a network ACL has at most ${ACL_ENTRIES} rules in one direction, but this one has ${entries.length}`,
      remedy: "use fewer, or ask AWS to raise the quota",
    }),
  ];
}

function portProblems({ ip_protocol, from_port, to_port }: Values): readonly RuleProblem[] {
  const protocol = literalText(ip_protocol);
  const [from, to] = [literalNumber(from_port), literalNumber(to_port)];
  const hasPorts = (from ?? -1) !== -1 || (to ?? -1) !== -1;
  const isControl = ["icmp", "icmpv6", "1", "58"].includes(protocol ?? "");
  const needsPorts = ["tcp", "udp", "6", "17"].includes(protocol ?? "");
  return [
    ...problemIf(["-1", "all"].includes(protocol ?? "") && hasPorts, {
      argument: "from_port",
      problem: "ports must not be set where the protocol is -1 (all)",
      value: from ?? to,
      remedy: "remove the ports, or name the protocol",
    }),
    ...problemIf(isControl && [from, to].some((number) => number !== undefined && number > HIGHEST_TYPE), {
      argument: (from ?? 0) > HIGHEST_TYPE ? "from_port" : "to_port",
      problem: `types and codes of ${protocol} are -1 to ${HIGHEST_TYPE}`,
      value: (from ?? 0) > HIGHEST_TYPE ? from : to,
      remedy: "use a number in that range",
    }),
    ...problemIf(needsPorts && from !== undefined && to !== undefined && from > to, {
      argument: "from_port",
      problem: `must not be above to_port ${to}`,
      value: from,
      remedy: "exchange the two",
    }),
    ...problemIf(needsPorts && (!isSet(from_port) || !isSet(to_port)), {
      argument: isSet(from_port) ? "to_port" : "from_port",
      problem: `is required for the protocol ${protocol}`,
      remedy: "set both ports",
    }),
    ...problemIf(needsPorts && [from, to].some((port) => port !== undefined && port < 0), {
      argument: "from_port",
      problem: `must be 0 to 65535 for the protocol ${protocol}`,
      value: from,
      remedy: "set both ports",
    }),
  ];
}

function exactlyOne(values: Values, names: readonly string[], what: string): readonly RuleProblem[] {
  const present = names.filter((name) => isSet(values[name]) && values[name] !== "");
  const surely = present.filter((name) => isSurelySet(values[name]));
  return present.length === 1 || (surely.length < 2 && surely.length < present.length)
    ? []
    : [
        {
          argument: present[0] ?? names[0] ?? "",
          problem: `exactly one ${what} must be set, got ${present.length === 0 ? "none" : present.join(", ")}`,
          remedy: `set one of ${names.join(", ")}`,
        },
      ];
}

function endpointProblems(values: Values): readonly RuleProblem[] {
  const { service_name, private_dns_enabled, route_table_ids, subnet_ids, security_group_ids } = values;
  const type = literalText(values.vpc_endpoint_type ?? "Gateway");
  const service = literalText(service_name);
  const isGateway = type === "Gateway";
  const misplaced = isGateway ? { subnet_ids, security_group_ids } : { route_table_ids };
  return [
    ...problemIf(isGateway && service !== undefined && !GATEWAY_SERVICE.test(service), {
      argument: "vpc_endpoint_type",
      problem: `${service} has no gateway endpoint`,
      remedy: "use Interface; only S3 and DynamoDB have gateway endpoints",
    }),
    ...Object.entries(misplaced).flatMap(([argument, value]) =>
      problemIf(Array.isArray(value) && value.length > 0 && (isGateway || type === "Interface"), {
        argument,
        problem: `must not be set for an endpoint of type ${type}`,
        remedy: "remove it",
      }),
    ),
    ...problemIf(isGateway && private_dns_enabled === true, {
      argument: "private_dns_enabled",
      problem: "a gateway endpoint has no private DNS",
      remedy: "remove it",
    }),
  ];
}
