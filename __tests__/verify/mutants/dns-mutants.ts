import { add, everywhere, type Mutant, remove, set } from "./mutant";

const group = "${aws_route53_resolver_firewall_rule_group.dns_firewall_rules.id}";
const association = "aws_route53_resolver_firewall_rule_group_association.dns_firewall_vpc";

export const dnsMutants: readonly Mutant[] = [
  {
    name: "the DNS firewall fails open",
    environments: everywhere,
    edit: (stack) =>
      set(stack, "aws_route53_resolver_firewall_config.dns_firewall_fail_closed", { firewall_fail_open: "ENABLED" }),
    turns: ["dns-fails-closed"],
  },
  {
    name: "the DNS firewall was taken off the VPC",
    environments: everywhere,
    edit: (stack) => remove(stack, association),
    turns: ["dns-denied-by-default", "dns-fails-closed", "dns-agrees-with-firewall"],
  },
  {
    name: "the block of every name was removed",
    environments: ["dev"],
    edit: (stack) => remove(stack, "aws_route53_resolver_firewall_rule.dns_firewall_block"),
    turns: ["dns-denied-by-default"],
  },
  {
    name: "the block of every name only alerts",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_route53_resolver_firewall_rule.dns_firewall_block", { action: "ALERT" }),
    turns: ["dns-denied-by-default", "dns-agrees-with-firewall"],
  },
  {
    name: "the block of every name binds address queries only",
    environments: ["dev"],
    edit: (stack) => set(stack, "aws_route53_resolver_firewall_rule.dns_firewall_block", { q_type: "A" }),
    turns: ["dns-denied-by-default"],
  },
  {
    name: "every name is allowed",
    environments: ["dev"],
    edit: (stack) =>
      set(stack, "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names", { domains: ["*."] }),
    turns: ["dns-denied-by-default", "dns-agrees-with-firewall"],
  },
  {
    name: "a domain that nobody declared is allowed",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_route53_resolver_firewall_domain_list.more", { name: "more", domains: ["*.tunnel.example."] });
      add(stack, "aws_route53_resolver_firewall_rule.more", {
        name: "more",
        action: "ALLOW",
        priority: 50,
        firewall_rule_group_id: group,
        firewall_domain_list_id: "${aws_route53_resolver_firewall_domain_list.more.id}",
      });
    },
    turns: ["dns-agrees-with-firewall"],
  },
  {
    name: "the declared domains are no longer resolved",
    environments: ["staging"],
    edit: (stack) => remove(stack, "aws_route53_resolver_firewall_rule.dns_firewall_allow_external"),
    turns: ["dns-agrees-with-firewall"],
  },
  {
    name: "the block comes before the allow",
    environments: ["staging"],
    edit: (stack) => set(stack, "aws_route53_resolver_firewall_rule.dns_firewall_block", { priority: 1 }),
    turns: ["dns-agrees-with-firewall"],
  },
  {
    name: "DHCP options hand out another DNS server",
    environments: ["dev"],
    edit: (stack) => {
      add(stack, "aws_vpc_dhcp_options.own", { domain_name_servers: ["192.0.2.53"] });
      add(stack, "aws_vpc_dhcp_options_association.own", {
        vpc_id: "${aws_vpc.network_vpc.id}",
        dhcp_options_id: "${aws_vpc_dhcp_options.own.id}",
      });
    },
    turns: ["private-dns-on", "dns-denied-by-default", "dns-agrees-with-firewall"],
  },
  {
    name: "DNS queries are no longer logged",
    environments: ["dev"],
    edit: (stack) => remove(stack, "aws_route53_resolver_query_log_config_association.dns_firewall_query_log_vpc"),
    turns: ["everything-logged"],
  },
  {
    name: "the DNS rules may be changed though they are declared protected",
    environments: ["prod"],
    edit: (stack) => set(stack, association, { mutation_protection: "DISABLED" }),
    turns: ["protections-as-declared"],
  },
];
