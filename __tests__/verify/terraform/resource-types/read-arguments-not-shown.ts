function because(reason: string, ...keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, reason]));
}

/** Read arguments of the stacks that no generated edit of one argument can show to matter, each with the reason. */
export const notShown: Readonly<Record<string, string>> = {
  ...because(
    "the stacks write what AWS does by default, so that a resource that is not adopted has the same effect",
    "aws_default_network_acl.default_network_acl_id",
    "aws_default_network_acl.subnet_ids",
    "aws_default_route_table.default_route_table_id",
  ),
  ...because(
    "an entry of a network ACL that allows less closes nothing that a claim needs; the models take an unknown action for both",
    "aws_default_network_acl.egress.action",
    "aws_default_network_acl.ingress.action",
  ),
  ...because(
    "the stacks refer to the resource by reference, so that its name changes everywhere at once",
    "aws_iam_policy.name",
    "aws_iam_role_policy.name",
    "aws_iam_instance_profile.name",
    "aws_security_group.name",
    "aws_sagemaker_user_profile.user_profile_name",
    "aws_networkfirewall_firewall.name",
    "aws_cloudwatch_log_group.name",
    "aws_sns_topic.name",
    "aws_sqs_queue.name",
  ),
  ...because("the stacks name keys by ARN and not by alias", "aws_kms_alias.target_key_id"),
  ...because(
    "AWS refuses to connect parts of different VPCs, so that the models read the VPC from the other part",
    "aws_route_table.vpc_id",
    "aws_vpc_endpoint.vpc_id",
  ),
  ...because(
    "the value matters together with another argument, which the stacks write as a reference or set to the strict value",
    "aws_s3_bucket_lifecycle_configuration.rule.status",
    "aws_s3_bucket_ownership_controls.bucket",
    "aws_subnet.availability_zone",
    "aws_subnet.cidr_block",
    "aws_eip.domain",
    "aws_nat_gateway.connectivity_type",
    "aws_instance.iam_instance_profile",
    "aws_sagemaker_user_profile.domain_id",
    "aws_sagemaker_user_profile.tags.studiouserid",
    "aws_networkfirewall_firewall_policy.firewall_policy.policy_variables.rule_variables.key",
    "aws_networkfirewall_rule_group.type",
    "aws_servicecatalog_constraint.type",
    "aws_lambda_function_event_invoke_config.function_name",
    "aws_scheduler_schedule.target.input",
  ),
  ...because(
    "the models read the names of the variables for redirections; review compares the values",
    "aws_lambda_function.environment.variables.DNS_SUFFIX",
    "aws_lambda_function.environment.variables.DOMAIN_ID",
    "aws_lambda_function.environment.variables.LAUNCHER_ROLE_ARNS",
    "aws_lambda_function.environment.variables.NETWORK_CIDR",
    "aws_lambda_function.environment.variables.PEOPLE",
    "aws_lambda_function.environment.variables.PRESIGN_ROLE_ARN",
    "aws_lambda_function.environment.variables.SESSION_SECONDS",
    "aws_lambda_function.environment.variables.URL_LIFE_SECONDS",
  ),
};
