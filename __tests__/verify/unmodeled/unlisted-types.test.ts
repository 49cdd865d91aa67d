import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

test.each([
  ["aws_kinesis_firehose_delivery_stream", ["data"]],
  ["aws_cloudwatch_event_api_destination", ["data"]],
  ["aws_cloudwatch_event_api_destination", ["data"]],
  ["aws_cloudwatch_event_connection", ["data"]],
  ["aws_cloudwatch_metric_stream", ["data"]],
  ["aws_pipes_pipe", ["data"]],
  ["aws_sfn_state_machine", ["data"]],
  ["aws_appflow_flow", ["data"]],
  ["aws_ssm_association", ["identities", "network"]],
  ["aws_synthetics_canary", ["network"]],
  ["aws_appsync_graphql_api", ["network"]],
  ["aws_api_gateway_rest_api", ["network"]],
  ["aws_apigatewayv2_api", ["network"]],
  ["aws_elastic_beanstalk_environment", ["network"]],
  ["aws_ecs_service", ["network"]],
  ["aws_eks_cluster", ["network"]],
  ["aws_codebuild_project", ["network"]],
  ["aws_workspacesweb_portal", ["network"]],
  ["aws_appstream_image_builder", ["network"]],
  ["aws_ec2_traffic_mirror_session", ["network"]],
  ["aws_network_interface_permission", ["network"]],
  ["aws_vpclattice_service_network_service_association", ["network"]],
  ["aws_service_discovery_private_dns_namespace", ["names"]],
  ["aws_fms_policy", ["names", "network"]],
  ["aws_s3_object_copy", ["data"]],
  ["aws_ami_launch_permission", ["data"]],
  ["aws_sagemaker_flow_definition", ["data"]],
  ["aws_sagemaker_workforce", ["data"]],
  ["aws_iam_user", ["identities"]],
  ["aws_iam_group_policy_attachment", ["identities"]],
  ["aws_ssoadmin_permission_set_inline_policy", ["identities"]],
  ["aws_rolesanywhere_profile", ["identities"]],
  ["aws_emrcontainers_virtual_cluster", ["data", "network"]],
  ["aws_sagemaker_mlflow_tracking_server", ["data", "identities"]],
  ["aws_rds_cluster", ["data", "network"]],
  ["aws_cloudfront_distribution", ["data", "network"]],
  ["aws_ec2_client_vpn_endpoint", ["data", "names", "network"]],
  ["aws_lakeformation_permissions", ["data", "identities"]],
  ["aws_service_discovery_service", ["names"]],
  ["aws_guardduty_publishing_destination", ["data", "operations"]],
  ["aws_cognito_user_pool", ["identities"]],
  ["aws_cloudwatch_log_resource_policy", ["data", "identities", "operations"]],
  ["aws_cloudwatch_event_bus_policy", ["data", "identities", "operations"]],
  ["aws_glue_resource_policy", ["data", "identities"]],
  ["aws_kinesis_resource_policy", ["data", "identities"]],
  ["aws_s3tables_table_bucket_policy", ["data", "identities"]],
  ["aws_s3tables_table_policy", ["data", "identities"]],
  ["aws_s3vectors_vector_bucket_policy", ["data", "identities"]],
  ["aws_lambda_event_source_mapping", ["data", "identities", "network"]],
  ["aws_db_option_group", ["data", "network"]],
])("a resource of type %s is a model gap", (type, topics) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: {} }).topics).toEqual(topics);
});

const everyTopic = ["data", "firewall", "identities", "names", "network", "operations"];

test.each(["aws_ecs_task_execution", "aws_lambda_invocation", "external", "http", "aws_no_such_data_source"])(
  "the data source %s is a model gap of every topic",
  (type) => {
    expect(modelGapsInDevWith({ [`data.${type}.more`]: {} }).topics).toEqual(everyTopic);
  },
);

test.each([
  "aws_cur_report_definition",
  "aws_config_conformance_pack",
  "aws_macie2_member",
  "aws_bedrockagent_agent",
  "aws_no_such_type",
  "awscc_ec2_route",
  "local_command",
])("a resource of type %s, which nobody has listed, is a model gap of every topic", (type) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: {} }).topics).toEqual(everyTopic);
});

test.each([
  "aws_vpc_block_public_access_options",
  "aws_route53_resolver_dnssec_config",
  "aws_cloudwatch_dashboard",
  "random_id",
  "terraform_data",
])("a resource of type %s, which can affect no claim, is not a model gap", (type) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: {} }).texts).toEqual([]);
});

test("a data source that only reads is not a model gap", () => {
  expect(modelGapsInDevWith({ "data.aws_vpc.more": { default: true } }).texts).toEqual([]);
});

test.each(["aws_codepipeline", "aws_datazone_environment", "aws_datazone_environment_blueprint_configuration"])(
  "a resource of type %s, which creates resources of other types, is a model gap of every topic",
  (type) => {
    expect(modelGapsInDevWith({ [`${type}.more`]: {} }).topics).toEqual(everyTopic);
  },
);

const elsewhere = "arn:aws:iam::111122223333:role/admin";

test.each<[type: string, values: object]>([
  ["aws_redshift_cluster", { iam_roles: [elsewhere] }],
  ["aws_rds_cluster", { monitoring_role_arn: "${var.monitoring}" }],
  ["aws_emr_cluster", { ec2_attributes: [{ instance_profile: "EMR_EC2_DefaultRole" }] }],
  ["aws_athena_workgroup", { configuration: [{ execution_role: elsewhere }] }],
  ["aws_glue_crawler", { role: "AWSGlueServiceRole" }],
  ["aws_ecs_task_definition", { task_role_arn: "${data.aws_iam_role.tasks.arn}" }],
  ["aws_rds_cluster_parameter_group", { parameter: [{ name: "aws_default_s3_role", value: elsewhere }] }],
  ["aws_apprunner_service", { instance_configuration: [{ instance_role_arn: elsewhere }] }],
])("a resource of type %s that works as a role declared elsewhere affects identities", (type, values) => {
  const { topics, texts } = modelGapsInDevWith({ [`${type}.more`]: values });
  expect(topics).toEqual(expect.arrayContaining(["data", "identities"]));
  expect(texts.join()).toContain("whose policies are not in the configuration");
});

test.each<[type: string, values: object]>([
  ["aws_redshift_cluster", { iam_roles: ["${aws_iam_role.network_flow_logs_writer.arn}"] }],
  [
    "aws_apprunner_service",
    { instance_configuration: [{ instance_role_arn: "${aws_iam_role.network_flow_logs_writer.arn}" }] },
  ],
  ["aws_kinesis_firehose_delivery_stream", { splunk_configuration: [{ s3_configuration: [{ role_arn: elsewhere }] }] }],
])(
  "a resource of type %s affects no identities where the claims judge its role, or where it only delivers",
  (type, values) => {
    expect(modelGapsInDevWith({ [`${type}.more`]: values }).topics).not.toContain("identities");
  },
);

test.each(["111122223333-elsewhere", "${var.bucket}"])(
  "a cluster of ECS that logs its sessions to the bucket %s, which is not the stack's, is a model gap",
  (bucket) => {
    const log_configuration = [{ s3_bucket_name: bucket }];
    const configuration = [{ execute_command_configuration: [{ logging: "OVERRIDE", log_configuration }] }];
    expect(modelGapsInDevWith({ "aws_ecs_cluster.more": { name: "jobs" } }).topics).toEqual([]);
    expect(modelGapsInDevWith({ "aws_ecs_cluster.more": { name: "jobs", configuration } }).topics).toContain("data");
  },
);

test.each([
  [
    "awscc_ec2_route",
    "; use the resource type of the AWS provider in its place, or declare the type harmless if it is",
  ],
  [
    "aws_iam_user",
    "; let people assume a role instead, because not every claim about identities reads users, or declare",
  ],
  [
    "aws_ssoadmin_managed_policy_attachment",
    "; declare the type harmless if no assignment reaches this account, because",
  ],
])("The gap of a resource of type %s says what to do.", (type, advice) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: {} }).texts).toEqual([expect.stringContaining(advice)]);
});
