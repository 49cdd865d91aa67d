import { DELETION, DESCRIPTION, ICMP, MODE, NAME, SIZE } from "../neutral-reasons";
import { inBlock, modeled, READ, type ResourceTypes } from "../resource-type";

/** A rule in a block of a security group. */
const groupRule = {
  cidr_blocks: READ,
  description: DESCRIPTION,
  from_port: READ,
  ipv6_cidr_blocks: READ,
  prefix_list_ids: READ,
  protocol: READ,
  security_groups: READ,
  self: READ,
  to_port: READ,
};

/** A rule that is a resource of its own: an ingress or an egress rule. */
const groupRuleType = modeled(
  ["network"],
  {
    cidr_ipv4: READ,
    cidr_ipv6: READ,
    description: DESCRIPTION,
    from_port: READ,
    ip_protocol: READ,
    prefix_list_id: READ,
    referenced_security_group_id: READ,
    security_group_id: READ,
    to_port: READ,
  },
  "arn security_group_rule_id",
);

/** A rule in a block of a network ACL. */
const aclRule = {
  action: READ,
  cidr_block: READ,
  from_port: READ,
  icmp_code: ICMP,
  icmp_type: ICMP,
  ipv6_cidr_block: READ,
  protocol: READ,
  rule_no: READ,
  to_port: READ,
};

/** Security groups, network ACLs and prefix lists. */
export const filtersTypes: ResourceTypes = {
  aws_security_group: modeled(
    ["network"],
    {
      description: DESCRIPTION,
      ...inBlock("egress", groupRule),
      ...inBlock("ingress", groupRule),
      name: READ,
      name_prefix: READ,
      revoke_rules_on_delete: DELETION,
      vpc_id: READ,
    },
    "arn owner_id",
  ),
  aws_default_security_group: modeled(
    ["network"],
    {
      ...inBlock("egress", groupRule),
      ...inBlock("ingress", groupRule),
      revoke_rules_on_delete: DELETION,
      vpc_id: READ,
    },
    "arn description name name_prefix owner_id",
  ),
  aws_security_group_rule: modeled(
    ["network"],
    {
      cidr_blocks: READ,
      description: DESCRIPTION,
      from_port: READ,
      ipv6_cidr_blocks: READ,
      prefix_list_ids: READ,
      protocol: READ,
      security_group_id: READ,
      self: READ,
      source_security_group_id: READ,
      to_port: READ,
      type: READ,
    },
    "security_group_rule_id",
  ),
  aws_vpc_security_group_ingress_rule: groupRuleType,
  aws_vpc_security_group_egress_rule: groupRuleType,
  aws_network_acl: modeled(
    ["network"],
    {
      ...inBlock("egress", aclRule),
      ...inBlock("ingress", aclRule),
      subnet_ids: READ,
      vpc_id: READ,
    },
    "arn owner_id",
  ),
  aws_default_network_acl: modeled(
    ["network"],
    {
      default_network_acl_id: READ,
      ...inBlock("egress", aclRule),
      ...inBlock("ingress", aclRule),
      subnet_ids: READ,
    },
    "arn owner_id vpc_id",
  ),
  aws_network_acl_rule: modeled(["network"], {
    cidr_block: READ,
    egress: READ,
    from_port: READ,
    icmp_code: ICMP,
    icmp_type: ICMP,
    ipv6_cidr_block: READ,
    network_acl_id: READ,
    protocol: READ,
    rule_action: READ,
    rule_number: READ,
    to_port: READ,
  }),
  aws_network_acl_association: modeled(["network"], {
    network_acl_id: READ,
    subnet_id: READ,
  }),
  aws_ec2_managed_prefix_list: modeled(
    ["network"],
    {
      address_family: MODE,
      "entry.cidr": READ,
      "entry.description": DESCRIPTION,
      max_entries: SIZE,
      name: NAME,
    },
    "arn owner_id version",
  ),
  aws_ec2_managed_prefix_list_entry: modeled(["network"], {
    cidr: READ,
    description: DESCRIPTION,
    prefix_list_id: READ,
  }),
};
