import { freeText, type NeutralUse, neutral, type ResourceTypes } from "./resource-type";

function neutralTypes(reason: string, ...types: readonly string[]): ResourceTypes {
  const use = neutral(reason);
  return Object.fromEntries(types.map((type) => [type, use]));
}

/** Types of which no argument can name a party that gets something. */
function settingsOfNobody(reason: string, ...types: readonly string[]): ResourceTypes {
  const use: NeutralUse = { ...neutral(reason), namesNobody: true };
  return Object.fromEntries(types.map((type) => [type, use]));
}

/** Types with texts for people, such as the address of a web page in a tag. */
function describingTypes(reason: string, ...types: readonly string[]): ResourceTypes {
  return Object.fromEntries(types.map((type) => [type, freeText(reason)]));
}

/**
 * Types that give nobody a path, a permission or data, whatever their arguments. A foreign party in an argument is a gap
 * nevertheless.
 */
const neutralAwsTypes: ResourceTypes = {
  ...neutralTypes(
    "a picture, an alarm or a query over metrics and logs of this account",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_log_anomaly_detector",
    "aws_cloudwatch_log_stream",
    "aws_cloudwatch_query_definition",
  ),
  ...describingTypes("a tag, which no policy of the stack compares on this type", "aws_ec2_tag"),
  ...neutralTypes(
    "a list of subnets for databases; each database is judged by itself",
    "aws_db_subnet_group",
    "aws_dms_replication_subnet_group",
    "aws_docdb_subnet_group",
    "aws_elasticache_subnet_group",
    "aws_memorydb_subnet_group",
    "aws_neptune_subnet_group",
    "aws_redshift_subnet_group",
  ),
  ...neutralTypes(
    "an entry of a catalog of this account, which gives nobody access",
    "aws_glue_catalog_database",
    "aws_glue_classifier",
    "aws_glue_security_configuration",
    "aws_sagemaker_hub",
    "aws_sagemaker_hub_content_reference",
    "aws_sagemaker_model_card",
    "aws_sagemaker_model_package_group",
  ),
  ...neutralTypes(
    "a group of resources by tags, which no policy of the stack compares",
    "aws_resourcegroups_group",
    "aws_servicecatalog_tag_option",
    "aws_servicecatalog_tag_option_resource_association",
  ),
  ...neutralTypes(
    "a protection that no claim relies on",
    "aws_ebs_encryption_by_default",
    "aws_ebs_snapshot_block_public_access",
    "aws_ec2_image_block_public_access",
    "aws_ec2_instance_metadata_defaults",
    "aws_emr_block_public_access_configuration",
    "aws_iam_account_password_policy",
    "aws_lambda_code_signing_config",
    "aws_route53_hosted_zone_dnssec",
    "aws_route53_key_signing_key",
    "aws_route53_resolver_dnssec_config",
    "aws_s3_account_public_access_block",
    "aws_vpc_block_public_access_exclusion",
    "aws_vpc_block_public_access_options",
  ),
  ...neutralTypes(
    "a detector of this account, which reads and reports",
    "aws_accessanalyzer_analyzer",
    "aws_accessanalyzer_archive_rule",
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_config_retention_configuration",
    "aws_guardduty_detector",
    "aws_inspector2_enabler",
    "aws_macie2_account",
    "aws_securityhub_account",
    "aws_securityhub_standards_control",
  ),
  ...describingTypes(
    "a standard of AWS by which Security Hub checks this account",
    "aws_securityhub_standards_subscription",
  ),
  ...describingTypes("a limit on costs; those whom it tells about them learn an amount", "aws_budgets_budget"),
  ...neutralTypes(
    "a rule about costs of this account",
    "aws_ce_anomaly_monitor",
    "aws_ce_cost_allocation_tag",
    "aws_ce_cost_category",
  ),
  ...neutralTypes(
    "a reservation or a placement of capacity",
    "aws_ec2_availability_zone_group",
    "aws_ec2_capacity_reservation",
    "aws_ec2_subnet_cidr_reservation",
    "aws_placement_group",
  ),
  ...settingsOfNobody(
    "a setting of a bucket that changes neither who reads it nor where objects go",
    "aws_s3_bucket_accelerate_configuration",
    "aws_s3_bucket_intelligent_tiering_configuration",
    "aws_s3_bucket_metric",
    "aws_s3_bucket_request_payment_configuration",
  ),
  ...neutralTypes(
    "another name or a version of a function that the models read",
    "aws_lambda_alias",
    "aws_lambda_function_recursion_config",
    "aws_lambda_provisioned_concurrency_config",
    "aws_lambda_runtime_management_config",
  ),
  ...neutralTypes(
    "a certificate, a name or content of this account",
    "aws_acm_certificate",
    "aws_acm_certificate_validation",
    "aws_iam_account_alias",
    "aws_key_pair",
    "aws_kms_ciphertext",
    "aws_scheduler_schedule_group",
    "aws_secretsmanager_secret_version",
  ),
  ...neutralTypes(
    "a switch that lets shares reach accounts of the organization without an invitation; each share is judged by its principals",
    "aws_ram_sharing_with_organization",
  ),
  ...settingsOfNobody(
    "parameters of an engine, or a number of copies",
    "aws_appautoscaling_policy",
    "aws_appautoscaling_target",
    "aws_db_parameter_group",
    "aws_docdb_cluster_parameter_group",
    "aws_ecs_cluster_capacity_providers",
    "aws_elasticache_parameter_group",
    "aws_emr_managed_scaling_policy",
    "aws_rds_cluster_parameter_group",
    "aws_redshift_parameter_group",
  ),
  ...neutralTypes("the text of a query, which runs with the permissions of its caller", "aws_athena_named_query"),
  ...settingsOfNobody(
    "a filter of web requests, which lets nothing through that would not pass without it",
    "aws_wafv2_ip_set",
    "aws_wafv2_regex_pattern_set",
    "aws_wafv2_rule_group",
    "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_association",
  ),
  ...neutralTypes(
    "a plan of addresses, which gives nothing an address",
    "aws_vpc_ipam",
    "aws_vpc_ipam_pool",
    "aws_vpc_ipam_pool_cidr",
    "aws_vpc_ipam_preview_next_cidr",
    "aws_vpc_ipam_scope",
  ),
  ...neutralTypes("a pattern by which Macie finds personal data", "aws_macie2_custom_data_identifier"),
  ...neutralTypes(
    "a directory of a file system and the POSIX user of its clients; who mounts the file system decides its mount targets",
    "aws_efs_access_point",
  ),
  ...settingsOfNobody(
    "a rule of a classic load balancer about its ciphers, sessions and headers; the load balancer is judged by itself",
    "aws_app_cookie_stickiness_policy",
    "aws_lb_cookie_stickiness_policy",
    "aws_lb_ssl_negotiation_policy",
    "aws_load_balancer_backend_server_policy",
    "aws_load_balancer_listener_policy",
    "aws_load_balancer_policy",
    "aws_proxy_protocol_policy",
  ),
  ...neutralTypes("a rule that deletes old images", "aws_ecr_lifecycle_policy"),
  ...neutralTypes("a certificate of a listener, which is judged by itself", "aws_lb_listener_certificate"),
  ...describingTypes(
    "a role of one AWS service, with permissions that AWS defines and that nobody else can take",
    "aws_iam_service_linked_role",
  ),
  ...settingsOfNobody(
    "a quota, or a record in a list of applications",
    "aws_servicecatalogappregistry_application",
    "aws_servicecatalogappregistry_attribute_group",
    "aws_servicecatalogappregistry_attribute_group_association",
    "aws_servicequotas_service_quota",
  ),
  ...neutralTypes(
    "a time of maintenance or a choice of patches, which runs nothing by itself",
    "aws_ssm_default_patch_baseline",
    "aws_ssm_maintenance_window",
    "aws_ssm_patch_group",
  ),
  ...neutralTypes(
    "a filter of prompts and answers of models",
    "aws_bedrock_guardrail",
    "aws_bedrock_guardrail_version",
  ),
  ...neutralTypes(
    "an empty store of backups; what fills it is judged by itself",
    "aws_backup_vault",
    "aws_backup_vault_lock_configuration",
  ),
};

/** Types of providers that neither create anything in AWS nor call another system. */
const neutralTypesOfOtherProviders: ResourceTypes = {
  ...neutralTypes(
    "a random value",
    "random_bytes",
    "random_id",
    "random_integer",
    "random_password",
    "random_pet",
    "random_shuffle",
    "random_string",
    "random_uuid",
    "random_uuid4",
    "random_uuid7",
  ),
  ...neutralTypes("a point in time or a wait", "time_offset", "time_rotating", "time_sleep", "time_static"),
  ...neutralTypes(
    "a key or a certificate that Terraform computes",
    "tls_cert_request",
    "tls_locally_signed_cert",
    "tls_private_key",
    "tls_self_signed_cert",
  ),
  ...neutralTypes("a value in the state, without an effect", "null_resource", "terraform_data"),
  ...neutralTypes(
    "a file on the machine that runs Terraform; Terraform reads it again before it uses it",
    "local_file",
    "local_sensitive_file",
  ),
  ...neutralTypes("a package that Terraform computes", "archive_file", "cloudinit_config"),
};

/** Every type that cannot change a verdict, of AWS and of other providers. */
export const neutralResourceTypes: ResourceTypes = { ...neutralAwsTypes, ...neutralTypesOfOtherProviders };
