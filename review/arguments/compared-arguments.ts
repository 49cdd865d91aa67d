import { ownEntry } from "../../verify/collections/own-entry";

/** Every argument of a type. */
const all = ["*"];

/**
 * Arguments whose every value another comparison decides, for every packet, DNS query or request, before and after the change. Such an
 * argument that changes without a difference decides the same. An argument without an entry here is never taken to be harmless.
 */
const comparedArguments: Readonly<Record<string, readonly string[]>> = {
  // Forwarding paths of every subnet to every address.
  aws_default_route_table: all,
  aws_main_route_table_association: all,
  aws_route: all,
  aws_route_table: all,
  aws_route_table_association: all,
  aws_vpn_gateway_route_propagation: all,
  aws_internet_gateway: all,
  aws_internet_gateway_attachment: all,
  aws_egress_only_internet_gateway: all,
  aws_nat_gateway: ["allocation_id", "connectivity_type", "subnet_id", "secondary_allocation_ids"],
  // Public addresses.
  aws_eip: ["address", "domain", "instance", "network_interface"],
  // Rules of security groups and of network ACLs.
  aws_security_group: ["ingress", "egress", "name", "name_prefix"],
  aws_default_security_group: ["ingress", "egress"],
  aws_security_group_rule: all,
  aws_vpc_security_group_ingress_rule: all,
  aws_vpc_security_group_egress_rule: all,
  aws_network_acl: ["ingress", "egress", "subnet_ids"],
  aws_default_network_acl: ["ingress", "egress", "subnet_ids"],
  aws_network_acl_rule: all,
  aws_network_acl_association: all,
  // VPC endpoints, their subnets, route tables and private DNS.
  aws_vpc_endpoint: ["policy", "route_table_ids", "subnet_ids", "private_dns_enabled"],
  aws_vpc_endpoint_policy: ["policy"],
  aws_vpc_endpoint_route_table_association: all,
  aws_vpc_endpoint_subnet_association: all,
  // Flows through the firewall.
  aws_networkfirewall_firewall: ["firewall_policy_arn"],
  aws_networkfirewall_firewall_policy: [
    "firewall_policy.policy_variables",
    "firewall_policy.stateful_default_actions",
    "firewall_policy.stateful_rule_group_reference",
    "firewall_policy.stateless_default_actions",
    "firewall_policy.stateless_rule_group_reference",
  ],
  aws_networkfirewall_rule_group: [
    ...["rule_group.rule_variables", "rule_group.rules_source", "rule_group.stateful_rule_options"],
    "rules",
  ],
  // DNS queries.
  aws_route53_resolver_firewall_domain_list: all,
  aws_route53_resolver_firewall_rule: [
    ...["action", "block_response", "firewall_domain_list_id", "firewall_domain_redirection_action"],
    ...["firewall_rule_group_id", "priority", "q_type"],
  ],
  aws_route53_resolver_firewall_rule_group: all,
  aws_route53_resolver_firewall_rule_group_association: ["firewall_rule_group_id", "priority", "vpc_id"],
  // Requests that policies decide.
  aws_iam_role: ["assume_role_policy", "inline_policy", "managed_policy_arns", "permissions_boundary"],
  aws_iam_role_policy: all,
  aws_iam_policy: ["policy"],
  aws_iam_role_policy_attachment: all,
  aws_iam_role_policies_exclusive: ["policy_names"],
  aws_iam_role_policy_attachments_exclusive: ["policy_arns"],
  aws_kms_key: ["policy"],
  aws_kms_key_policy: ["policy"],
  aws_s3_bucket: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  // Owners of user profiles and notebook instances, and who launches products.
  aws_sagemaker_user_profile: ["tags", "tags_all", "user_profile_name", "domain_id"],
  aws_servicecatalog_principal_portfolio_association: ["portfolio_id", "principal_arn"],
};

/** Arguments that say what a resource is. Where another comparison has a sentence about the resource, the sentence says them. */
const describedArguments: Readonly<Record<string, readonly string[]>> = {
  aws_sagemaker_domain: ["app_network_access_type"],
  aws_sagemaker_notebook_instance: ["direct_internet_access"],
  aws_vpc_endpoint: ["service_name", "vpc_endpoint_type", "vpc_id"],
};

/** Arguments of policies that another resource has, by type: the comparison needs that resource on both sides. */
export const policyHolderArguments: Readonly<Record<string, string>> = {
  aws_iam_role_policies_exclusive: "role_name",
  aws_iam_role_policy_attachments_exclusive: "role_name",
  aws_kms_key_policy: "key_id",
  aws_s3_bucket_policy: "bucket",
  aws_vpc_endpoint_policy: "vpc_endpoint_id",
};

/**
 * Arguments that allow no packet, query or request, whatever their values: what is logged, kept or protected. Other differences and
 * claims say what is lost.
 */
const harmlessArguments: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_group: ["retention_in_days"],
  aws_cloudwatch_metric_alarm: ["alarm_actions", "insufficient_data_actions", "ok_actions"],
  aws_flow_log: ["traffic_type", "subnet_id", "vpc_id"],
  aws_kms_key: ["deletion_window_in_days"],
  aws_networkfirewall_firewall: ["delete_protection", "firewall_policy_change_protection", "subnet_change_protection"],
  aws_networkfirewall_firewall_policy: ["firewall_policy.stateless_custom_action"],
  aws_networkfirewall_logging_configuration: ["firewall_arn", "logging_configuration"],
  aws_route53_resolver_firewall_rule_group_association: ["mutation_protection"],
  aws_route53_resolver_query_log_config_association: all,
  aws_s3_bucket: ["force_destroy", "lifecycle_rule", "versioning"],
  aws_s3_bucket_lifecycle_configuration: ["bucket", "rule"],
  aws_s3_bucket_versioning: all,
  aws_sagemaker_domain: ["retention_policy"],
};

/** Types of which a further resource allows no packet, query or request: it logs, protects or names something. */
export const harmlessWhenAdded: ReadonlySet<string> = new Set([
  "aws_cloudwatch_log_group",
  "aws_kms_alias",
  // What is in them is decided by what is put there: interfaces, routes, rules and policies are resources of their own.
  "aws_subnet",
  "aws_vpc",
  "aws_networkfirewall_firewall_policy",
  "aws_networkfirewall_rule_group",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_iam_policy",
  "aws_iam_role",
]);

/** Types of which a resource that goes allows no packet, query or request: it ran, held, granted or named something, and refused nothing. */
export const harmlessWhenRemoved: ReadonlySet<string> = new Set([
  ...["aws_cloudwatch_log_group", "aws_cloudwatch_metric_alarm", "aws_ssm_parameter", "aws_kms_alias"],
  ...["aws_iam_role", "aws_iam_instance_profile", "aws_kms_grant", "aws_lambda_permission"],
  ...["aws_instance", "aws_lambda_function", "aws_lambda_layer_version", "aws_scheduler_schedule"],
  ...[
    "aws_eip",
    "aws_nat_gateway",
    "aws_network_interface",
    "aws_security_group",
    "aws_subnet",
    "aws_vpc",
    "aws_vpc_endpoint",
  ],
  ...[
    "aws_s3_bucket",
    "aws_ebs_volume",
    "aws_efs_file_system",
    "aws_efs_mount_target",
    "aws_dynamodb_table",
    "aws_s3_object",
  ],
  ...["aws_sagemaker_domain", "aws_sagemaker_model", "aws_sagemaker_notebook_instance", "aws_sagemaker_space"],
  ...["aws_sagemaker_user_profile", "aws_servicecatalog_portfolio", "aws_servicecatalog_product"],
  ...["aws_servicecatalog_product_portfolio_association", "aws_sns_topic", "aws_sqs_queue"],
]);

/** Whether another comparison decides every value of the argument. */
export function isComparedArgument(type: string, path: string): boolean {
  return isListed(ownEntry(comparedArguments, type), path);
}

/** Whether a sentence of another comparison about the resource says the argument. */
export function isDescribedArgument(type: string, path: string): boolean {
  return isListed(ownEntry(describedArguments, type), path);
}

/** Whether no value of the argument allows anything. */
export function isHarmlessArgument(type: string, path: string): boolean {
  return isListed(ownEntry(harmlessArguments, type), path);
}

function isListed(paths: readonly string[] | undefined, path: string): boolean {
  return (paths ?? []).some((listed) => listed === "*" || path === listed || path.startsWith(`${listed}.`));
}
