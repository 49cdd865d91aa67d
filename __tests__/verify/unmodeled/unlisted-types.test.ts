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
  ["aws_emr_cluster", ["data", "network"]],
  ["aws_emr_studio", ["data", "identities", "network"]],
  ["aws_rds_cluster", ["data", "network"]],
  ["aws_cloudfront_distribution", ["data", "network"]],
  ["aws_ec2_client_vpn_endpoint", ["data", "names", "network"]],
  ["aws_lakeformation_permissions", ["data", "identities"]],
  ["aws_service_discovery_service", ["names"]],
  ["aws_guardduty_publishing_destination", ["data", "operations"]],
  ["aws_cognito_user_pool", ["identities"]],
])("a resource of type %s is a model gap", (type, topics) => {
  expect(modelGapsInDevWith({ [`${type}.more`]: {} }).topics).toEqual(topics);
});

const everyTopic = ["data", "firewall", "identities", "names", "network", "operations"];

test.each([
  "aws_ecs_task_execution",
  "aws_lambda_invocation",
  "external",
  "http",
  "aws_no_such_data_source",
  "tls_certificate",
])("the data source %s is a model gap of every topic", (type) => {
  expect(modelGapsInDevWith({ [`data.${type}.more`]: {} }).topics).toEqual(everyTopic);
});

test.each([
  "aws_cur_report_definition",
  "aws_config_delivery_channel",
  "aws_sagemaker_app",
  "aws_bedrockagent_agent",
  "aws_no_such_type",
  "awscc_ec2_route",
  "local_file",
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
