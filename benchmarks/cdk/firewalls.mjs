import { camelCased, tagList } from "./equivalent.mjs";

/** @type {Readonly<Record<string, import("./equivalent.mjs").Equivalent>>} */
export const firewalls = {
  aws_networkfirewall_firewall: {
    construct: "networkfirewall.CfnFirewall",
    props: (values) => ({
      firewallName: values.name,
      description: values.description,
      firewallPolicyArn: values.firewall_policy_arn,
      deleteProtection: values.delete_protection,
      firewallPolicyChangeProtection: values.firewall_policy_change_protection,
      subnetChangeProtection: values.subnet_change_protection,
      subnetMappings: camelCased(values.subnet_mapping),
      vpcId: values.vpc_id,
      tags: tagList(values.tags),
    }),
  },
  aws_networkfirewall_firewall_policy: {
    construct: "networkfirewall.CfnFirewallPolicy",
    props: ({ firewall_policy, ...values }) => ({
      firewallPolicyName: values.name,
      description: values.description,
      firewallPolicy: {
        policyVariables: {
          ruleVariables: Object.fromEntries(
            firewall_policy.policy_variables.rule_variables.map(({ key, ip_set }) => [key, ip_set]),
          ),
        },
        statefulDefaultActions: firewall_policy.stateful_default_actions,
        statefulEngineOptions: camelCased(firewall_policy.stateful_engine_options),
        statefulRuleGroupReferences: camelCased(firewall_policy.stateful_rule_group_reference),
        statelessDefaultActions: firewall_policy.stateless_default_actions,
        statelessFragmentDefaultActions: firewall_policy.stateless_fragment_default_actions,
      },
      tags: tagList(values.tags),
    }),
  },
  aws_networkfirewall_rule_group: {
    construct: "networkfirewall.CfnRuleGroup",
    props: (values) => ({
      ruleGroupName: values.name,
      description: values.description,
      type: values.type,
      capacity: values.capacity,
      ruleGroup: camelCased(values.rule_group),
      tags: tagList(values.tags),
    }),
  },
  aws_networkfirewall_logging_configuration: {
    construct: "networkfirewall.CfnLoggingConfiguration",
    props: (values) => ({
      firewallArn: values.firewall_arn,
      loggingConfiguration: {
        logDestinationConfigs: camelCased(values.logging_configuration.log_destination_config),
      },
    }),
  },
  aws_route53_resolver_firewall_config: {
    construct: "route53resolver.CfnFirewallConfig",
    props: (values) => ({ firewallFailOpen: values.firewall_fail_open, resourceId: values.resource_id }),
  },
  aws_route53_resolver_firewall_domain_list: {
    construct: "route53resolver.CfnFirewallDomainList",
    props: (values) => ({ name: values.name, domains: values.domains }),
  },
  aws_route53_resolver_firewall_rule_group: {
    construct: "route53resolver.CfnFirewallRuleGroup",
    props: (values, settings) => ({
      name: values.name,
      firewallRules: settings("aws_route53_resolver_firewall_rule", "firewall_rule_group_id").map((rule) => ({
        action: rule.action,
        blockResponse: rule.block_response,
        firewallDomainListId: rule.firewall_domain_list_id,
        firewallDomainRedirectionAction: rule.firewall_domain_redirection_action,
        priority: rule.priority,
        qtype: rule.q_type,
      })),
    }),
  },
  aws_route53_resolver_firewall_rule_group_association: {
    construct: "route53resolver.CfnFirewallRuleGroupAssociation",
    props: (values) => ({
      name: values.name,
      firewallRuleGroupId: values.firewall_rule_group_id,
      mutationProtection: values.mutation_protection,
      priority: values.priority,
      vpcId: values.vpc_id,
    }),
  },
  aws_route53_resolver_query_log_config: {
    construct: "route53resolver.CfnResolverQueryLoggingConfig",
    props: (values) => ({ name: values.name, destinationArn: values.destination_arn }),
  },
  aws_route53_resolver_query_log_config_association: {
    construct: "route53resolver.CfnResolverQueryLoggingConfigAssociation",
    props: (values) => ({
      resolverQueryLogConfigId: values.resolver_query_log_config_id,
      resourceId: values.resource_id,
    }),
  },
};
