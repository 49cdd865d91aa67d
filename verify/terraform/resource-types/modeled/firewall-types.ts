import { DESCRIPTION, DISPLAY, LOGGING, MODE, NAME, SCHEDULE, SIZE, STRICTER } from "../neutral-reasons";
import { modeled, OURS, READ, type ResourceTypes, unread } from "../resource-type";

/** AWS Network Firewall. */
export const firewallTypes: ResourceTypes = {
  aws_networkfirewall_firewall: modeled(
    ["firewall", "network", "operations"],
    {
      availability_zone_change_protection: STRICTER,
      "availability_zone_mapping.availability_zone_id": unread("attaches the firewall to a transit gateway"),
      delete_protection: READ,
      description: DESCRIPTION,
      enabled_analysis_types: LOGGING,
      "encryption_configuration.key_id": OURS,
      "encryption_configuration.type": MODE,
      firewall_policy_arn: READ,
      firewall_policy_change_protection: READ,
      name: READ,
      subnet_change_protection: READ,
      "subnet_mapping.ip_address_type": unread("gives the firewall an endpoint of another address family", "IPV4"),
      "subnet_mapping.subnet_id": READ,
      transit_gateway_id: unread("attaches the firewall to a transit gateway"),
      vpc_id: READ,
    },
    "arn firewall_status transit_gateway_owner_account_id update_token",
  ),
  aws_networkfirewall_firewall_policy: modeled(
    ["firewall"],
    {
      description: DESCRIPTION,
      "encryption_configuration.key_id": OURS,
      "encryption_configuration.type": MODE,
      // A state of a provider that has the argument has its default.
      "firewall_policy.enable_tls_session_holding": unread("holds packets until TLS inspection has read them", false),
      "firewall_policy.policy_variables.rule_variables.ip_set.definition": READ,
      "firewall_policy.policy_variables.rule_variables.key": READ,
      "firewall_policy.stateful_default_actions": READ,
      "firewall_policy.stateful_engine_options.flow_timeouts.tcp_idle_timeout_seconds": SCHEDULE,
      "firewall_policy.stateful_engine_options.rule_order": READ,
      "firewall_policy.stateful_engine_options.stream_exception_policy": READ,
      "firewall_policy.stateful_rule_group_reference.deep_threat_inspection": unread(
        "changes what the rule group does",
        false,
      ),
      "firewall_policy.stateful_rule_group_reference.override.action": READ,
      "firewall_policy.stateful_rule_group_reference.priority": READ,
      "firewall_policy.stateful_rule_group_reference.resource_arn": READ,
      "firewall_policy.stateless_custom_action.action_definition.publish_metric_action.dimension.value": READ,
      "firewall_policy.stateless_custom_action.action_name": READ,
      "firewall_policy.stateless_default_actions": READ,
      "firewall_policy.stateless_fragment_default_actions": READ,
      "firewall_policy.stateless_rule_group_reference.priority": READ,
      "firewall_policy.stateless_rule_group_reference.resource_arn": READ,
      "firewall_policy.tls_inspection_configuration_arn": READ,
      name: NAME,
    },
    "arn update_token",
  ),
  aws_networkfirewall_rule_group: modeled(
    ["firewall"],
    {
      capacity: SIZE,
      description: DESCRIPTION,
      "encryption_configuration.key_id": OURS,
      "encryption_configuration.type": MODE,
      name: NAME,
      "rule_group.reference_sets.ip_set_references.ip_set_reference.reference_arn": READ,
      "rule_group.reference_sets.ip_set_references.key": READ,
      "rule_group.rule_variables.ip_sets.ip_set.definition": READ,
      "rule_group.rule_variables.ip_sets.key": READ,
      "rule_group.rule_variables.port_sets.key": READ,
      "rule_group.rule_variables.port_sets.port_set.definition": READ,
      "rule_group.rules_source.rules_source_list.generated_rules_type": READ,
      "rule_group.rules_source.rules_source_list.target_types": READ,
      "rule_group.rules_source.rules_source_list.targets": READ,
      "rule_group.rules_source.rules_string": READ,
      "rule_group.rules_source.stateful_rule.action": READ,
      "rule_group.rules_source.stateful_rule.header.destination": READ,
      "rule_group.rules_source.stateful_rule.header.destination_port": READ,
      "rule_group.rules_source.stateful_rule.header.direction": READ,
      "rule_group.rules_source.stateful_rule.header.protocol": READ,
      "rule_group.rules_source.stateful_rule.header.source": READ,
      "rule_group.rules_source.stateful_rule.header.source_port": READ,
      "rule_group.rules_source.stateful_rule.rule_option.keyword": READ,
      "rule_group.rules_source.stateful_rule.rule_option.settings": READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.custom_action.action_definition.publish_metric_action.dimension.value":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.custom_action.action_name": READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.priority": READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.actions": READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.destination.address_definition":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.destination_port.from_port":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.destination_port.to_port":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.protocols":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.source.address_definition":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.source_port.from_port":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.source_port.to_port":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.tcp_flag.flags":
        READ,
      "rule_group.rules_source.stateless_rules_and_custom_actions.stateless_rule.rule_definition.match_attributes.tcp_flag.masks":
        READ,
      "rule_group.stateful_rule_options.rule_order": READ,
      rules: READ,
      type: READ,
    },
    "arn update_token",
  ),
  aws_networkfirewall_logging_configuration: modeled(["firewall", "data", "operations"], {
    enable_monitoring_dashboard: DISPLAY,
    firewall_arn: READ,
    "logging_configuration.log_destination_config.log_destination.bucketName": OURS,
    "logging_configuration.log_destination_config.log_destination.deliveryStream": OURS,
    "logging_configuration.log_destination_config.log_destination.logGroup": READ,
    "logging_configuration.log_destination_config.log_destination.prefix": READ,
    "logging_configuration.log_destination_config.log_destination_type": LOGGING,
    "logging_configuration.log_destination_config.log_type": READ,
  }),
  aws_networkfirewall_tls_inspection_configuration: modeled(
    ["firewall"],
    {
      description: DESCRIPTION,
      "encryption_configuration.key_id": OURS,
      "encryption_configuration.type": MODE,
      name: NAME,
      // Anyone who has the key of the authority can read and change what Studio sends.
      "tls_inspection_configuration.server_certificate_configuration.certificate_authority_arn": OURS,
      "tls_inspection_configuration.server_certificate_configuration.check_certificate_revocation_status.revoked_status_action":
        READ,
      "tls_inspection_configuration.server_certificate_configuration.check_certificate_revocation_status.unknown_status_action":
        MODE,
      "tls_inspection_configuration.server_certificate_configuration.scope.destination.address_definition": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.destination_ports.from_port": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.destination_ports.to_port": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.protocols": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.source.address_definition": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.source_ports.from_port": READ,
      "tls_inspection_configuration.server_certificate_configuration.scope.source_ports.to_port": READ,
      "tls_inspection_configuration.server_certificate_configuration.server_certificate.resource_arn": OURS,
    },
    "arn certificate_authority certificates number_of_associations tls_inspection_configuration_id update_token",
  ),
  aws_networkfirewall_vpc_endpoint_association: modeled(
    ["firewall", "network"],
    {
      description: DESCRIPTION,
      firewall_arn: READ,
      "subnet_mapping.ip_address_type": unread("gives the firewall an endpoint of another address family", "IPV4"),
      "subnet_mapping.subnet_id": READ,
      vpc_id: READ,
    },
    "vpc_endpoint_association_arn vpc_endpoint_association_id vpc_endpoint_association_status",
  ),
};
