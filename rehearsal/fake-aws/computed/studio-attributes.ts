import { textOf } from "../../protocol/values";
import type { Answers } from "./attribute";
import { always, arn, madeUpName, owner, prefixed, same } from "./attribute";

/** What SageMaker, CloudWatch, Lambda and the services around a Studio decide. */
export const studioAnswers: Answers = {
  aws_sagemaker_domain: {
    id: (_row, { digits }) => `d-${digits.slice(0, 12)}`,
    arn: arn("sagemaker", "domain/{id}"),
    home_efs_file_system_id: prefixed("fs"),
    security_group_id_for_domain_boundary: prefixed("sg"),
    url: (row, { cloud }) =>
      `https://${textOf(row.id)}.studio.${textOf(row.region) ?? cloud.region}.sagemaker.${cloud.partition}`,
  },
  aws_sagemaker_user_profile: {
    arn: arn("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
    id: same("arn"),
    home_efs_file_system_uid: always("200005"),
  },
  aws_sagemaker_space: {
    arn: arn("sagemaker", "space/{domain_id}/{space_name}"),
    id: same("arn"),
    home_efs_file_system_uid: always("200006"),
  },
  aws_sagemaker_studio_lifecycle_config: {
    id: same("studio_lifecycle_config_name"),
    arn: arn("sagemaker", "studio-lifecycle-config/{id}"),
  },
  aws_efs_backup_policy: { id: same("file_system_id") },
  aws_cloudwatch_log_group: { name: madeUpName, id: same("name"), arn: arn("logs", "log-group:{name}") },
  aws_cloudwatch_log_resource_policy: { id: same("policy_name") },
  aws_cloudwatch_log_metric_filter: { id: same("name") },
  aws_cloudwatch_metric_alarm: { id: same("alarm_name"), arn: arn("cloudwatch", "alarm:{alarm_name}") },
  aws_cloudwatch_event_rule: { name: madeUpName, id: same("name"), arn: arn("events", "rule/{name}") },
  aws_cloudwatch_event_target: { target_id: madeUpName, id: (row) => `${textOf(row.rule)}-${textOf(row.target_id)}` },
  aws_lambda_function: {
    id: same("function_name"),
    arn: arn("lambda", "function:{function_name}"),
    qualified_arn: arn("lambda", "function:{function_name}:1"),
    invoke_arn: (row, { cloud }) =>
      `arn:${cloud.partition}:apigateway:${cloud.region}:lambda:path/2015-03-31/functions/${textOf(row.arn)}/invocations`,
    version: always("1"),
  },
  aws_lambda_permission: { statement_id: madeUpName, id: same("statement_id") },
  aws_lambda_function_url: {
    id: same("function_name"),
    function_arn: arn("lambda", "function:{function_name}"),
    function_url: (_row, { cloud, digits }) => `https://${digits}.lambda-url.${cloud.region}.on.aws/`,
    url_id: (_row, { digits }) => digits,
  },
  aws_sns_topic: { name: madeUpName, arn: arn("sns", "{name}"), id: same("arn"), owner },
  aws_sns_topic_policy: { id: same("arn"), owner },
  aws_ssm_parameter: {
    id: same("name"),
    arn: (row, asked) => arn("ssm", `parameter/${textOf(row.name)?.replace(/^\//, "")}`)(row, asked),
    version: always(1),
  },
};
