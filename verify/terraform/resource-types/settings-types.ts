/**
 * Types whose resources are settings of another resource, their holder, and the arguments that name it. AWS keeps one of each for a
 * holder, so that of two resources the one remains that Terraform applies last.
 */
export const SOLE_SETTINGS: Readonly<Record<string, readonly string[]>> = {
  aws_codeartifact_domain_permissions_policy: ["domain"],
  aws_codeartifact_repository_permissions_policy: ["repository", "domain"],
  aws_default_network_acl: ["default_network_acl_id"],
  aws_default_route_table: ["default_route_table_id"],
  aws_default_security_group: ["vpc_id"],
  aws_ecr_repository_policy: ["repository"],
  aws_efs_backup_policy: ["file_system_id"],
  aws_efs_file_system_policy: ["file_system_id"],
  aws_iam_role_policies_exclusive: ["role_name"],
  aws_iam_role_policy_attachments_exclusive: ["role_name"],
  aws_kms_key_policy: ["key_id"],
  aws_main_route_table_association: ["vpc_id"],
  aws_networkfirewall_logging_configuration: ["firewall_arn"],
  aws_route53_resolver_firewall_config: ["resource_id"],
  aws_s3_bucket_acl: ["bucket"],
  aws_s3_bucket_cors_configuration: ["bucket"],
  aws_s3_bucket_lifecycle_configuration: ["bucket"],
  aws_s3_bucket_logging: ["bucket"],
  aws_s3_bucket_notification: ["bucket"],
  aws_s3_bucket_object_lock_configuration: ["bucket"],
  aws_s3_bucket_ownership_controls: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_s3_bucket_public_access_block: ["bucket"],
  aws_s3_bucket_replication_configuration: ["bucket"],
  aws_s3_bucket_server_side_encryption_configuration: ["bucket"],
  aws_s3_bucket_versioning: ["bucket"],
  aws_secretsmanager_secret_policy: ["secret_arn"],
  aws_sns_topic_policy: ["arn"],
  aws_sqs_queue_policy: ["queue_url"],
  aws_vpc_dhcp_options_association: ["vpc_id"],
  aws_vpc_endpoint_policy: ["vpc_endpoint_id"],
};

/**
 * Arguments of a holder that are the setting of a type above. A configuration that has both changes the setting at every apply: the two
 * do not agree on what it is.
 */
export const SETTINGS_IN_HOLDERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_kms_key: { policy: "aws_kms_key_policy" },
  aws_s3_bucket: {
    policy: "aws_s3_bucket_policy",
    acl: "aws_s3_bucket_acl",
    grant: "aws_s3_bucket_acl",
    versioning: "aws_s3_bucket_versioning",
    logging: "aws_s3_bucket_logging",
    lifecycle_rule: "aws_s3_bucket_lifecycle_configuration",
    server_side_encryption_configuration: "aws_s3_bucket_server_side_encryption_configuration",
    replication_configuration: "aws_s3_bucket_replication_configuration",
    object_lock_configuration: "aws_s3_bucket_object_lock_configuration",
  },
  aws_sns_topic: { policy: "aws_sns_topic_policy" },
  aws_sqs_queue: { policy: "aws_sqs_queue_policy" },
  aws_vpc_endpoint: { policy: "aws_vpc_endpoint_policy" },
};
