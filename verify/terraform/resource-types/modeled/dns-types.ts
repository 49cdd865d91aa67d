import { ADDRESS, ANSWER, DELETION, DESCRIPTION, METRIC, MODE, NAME, SCHEDULE, SUFFIX } from "../neutral-reasons";
import { modeled, OURS, READ, type ResourceTypes, unread } from "../resource-type";

/** Route 53 and its Resolver, and DHCP options. */
export const dnsTypes: ResourceTypes = {
  aws_route53_resolver_firewall_config: modeled(
    ["names"],
    {
      firewall_fail_open: READ,
      resource_id: READ,
    },
    "owner_id",
  ),
  aws_route53_resolver_firewall_domain_list: modeled(
    ["names"],
    {
      domains: READ,
      name: NAME,
    },
    "arn",
  ),
  aws_route53_resolver_firewall_rule: modeled(
    ["names"],
    {
      action: READ,
      block_override_dns_type: READ,
      block_override_domain: READ,
      block_override_ttl: READ,
      block_response: READ,
      firewall_domain_list_id: READ,
      firewall_domain_redirection_action: READ,
      firewall_rule_group_id: READ,
      name: NAME,
      priority: READ,
      q_type: READ,
    },
    "firewall_threat_protection_id",
  ),
  aws_route53_resolver_firewall_rule_group: modeled(
    ["names"],
    {
      name: NAME,
    },
    "arn owner_id share_status",
  ),
  aws_route53_resolver_firewall_rule_group_association: modeled(
    ["names", "operations"],
    {
      firewall_rule_group_id: READ,
      mutation_protection: READ,
      name: NAME,
      priority: READ,
      vpc_id: READ,
    },
    "arn",
  ),
  aws_route53_resolver_query_log_config: modeled(
    ["data", "operations"],
    {
      destination_arn: OURS,
      name: NAME,
    },
    "arn owner_id share_status",
  ),
  aws_route53_resolver_query_log_config_association: modeled(["names", "operations"], {
    resolver_query_log_config_id: OURS,
    resource_id: READ,
  }),
  aws_route53_resolver_endpoint: modeled(
    ["names", "network"],
    {
      direction: READ,
      "ip_address.ip": ADDRESS,
      "ip_address.ipv6": ADDRESS,
      "ip_address.subnet_id": READ,
      name: NAME,
      protocols: READ,
      resolver_endpoint_type: MODE,
      // A state of a provider that has the arguments has what AWS chose.
      rni_enhanced_metrics_enabled: METRIC,
      security_group_ids: READ,
      target_name_server_metrics_enabled: METRIC,
    },
    "arn host_vpc_id ip_address.ip_id",
  ),
  aws_route53_resolver_rule: modeled(
    ["names"],
    {
      domain_name: READ,
      name: NAME,
      resolver_endpoint_id: READ,
      rule_type: READ,
      "target_ip.ip": READ,
      "target_ip.ipv6": READ,
      "target_ip.port": READ,
      "target_ip.protocol": READ,
    },
    "arn owner_id share_status",
  ),
  aws_route53_resolver_rule_association: modeled(["names"], {
    name: NAME,
    resolver_rule_id: READ,
    vpc_id: READ,
  }),
  aws_route53_zone: modeled(
    ["names"],
    {
      comment: DESCRIPTION,
      delegation_set_id: NAME,
      enable_accelerated_recovery: MODE,
      force_destroy: DELETION,
      name: READ,
      "vpc.vpc_id": READ,
      "vpc.vpc_region": READ,
    },
    "arn name_servers primary_name_server zone_id",
  ),
  aws_route53_zone_association: modeled(
    ["names"],
    {
      vpc_id: READ,
      vpc_region: READ,
      zone_id: READ,
    },
    "owning_account",
  ),
  aws_vpc_dhcp_options: modeled(
    ["names"],
    {
      domain_name: SUFFIX,
      domain_name_servers: READ,
      ipv6_address_preferred_lease_time: SCHEDULE,
      netbios_name_servers: unread("gives clients another server"),
      netbios_node_type: NAME,
      ntp_servers: unread("gives clients another time server"),
    },
    "arn owner_id",
  ),
  aws_vpc_dhcp_options_association: modeled(["names"], {
    dhcp_options_id: READ,
    vpc_id: READ,
  }),
  aws_route53_record: modeled(
    ["names"],
    {
      "alias.evaluate_target_health": ANSWER,
      "alias.name": ANSWER,
      "alias.zone_id": ANSWER,
      allow_overwrite: ANSWER,
      "cidr_routing_policy.collection_id": ANSWER,
      "cidr_routing_policy.location_name": ANSWER,
      "failover_routing_policy.type": ANSWER,
      "geolocation_routing_policy.continent": ANSWER,
      "geolocation_routing_policy.country": ANSWER,
      "geolocation_routing_policy.subdivision": ANSWER,
      "geoproximity_routing_policy.aws_region": ANSWER,
      "geoproximity_routing_policy.bias": ANSWER,
      "geoproximity_routing_policy.coordinates.latitude": ANSWER,
      "geoproximity_routing_policy.coordinates.longitude": ANSWER,
      "geoproximity_routing_policy.local_zone_group": ANSWER,
      health_check_id: ANSWER,
      "latency_routing_policy.region": ANSWER,
      multivalue_answer_routing_policy: ANSWER,
      name: ANSWER,
      records: ANSWER,
      set_identifier: ANSWER,
      ttl: ANSWER,
      type: ANSWER,
      "weighted_routing_policy.weight": ANSWER,
      zone_id: OURS,
    },
    "fqdn",
  ),
  aws_route53_vpc_association_authorization: modeled(["names"], {
    vpc_id: READ,
    vpc_region: READ,
    zone_id: READ,
  }),
};
