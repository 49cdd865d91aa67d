import { partitionNamed } from "../../../aws/partitions";
import { knownString } from "../../protocol/values";
import type { ComputedAttributes } from "./computed-attribute";
import { constant, generatedName, ownerAccount, prefixedId, regionalArn, sameAs } from "./computed-attribute";

/** Computed attributes of SageMaker, CloudWatch, Lambda and related services. */
export const studioAttributes: ComputedAttributes = {
  aws_sagemaker_domain: {
    id: (_attributes, { digits }) => `d-${digits.slice(0, 12)}`,
    arn: regionalArn("sagemaker", "domain/{id}"),
    home_efs_file_system_id: prefixedId("fs"),
    security_group_id_for_domain_boundary: prefixedId("sg"),
    url: (attributes, { providerConfig }) =>
      `https://${knownString(attributes.id)}.studio.${knownString(attributes.region) ?? providerConfig.region}.${partitionNamed(providerConfig.partition).sageMakerSuffix ?? "sagemaker.example"}`,
  },
  aws_sagemaker_user_profile: {
    arn: regionalArn("sagemaker", "user-profile/{domain_id}/{user_profile_name}"),
    id: sameAs("arn"),
    home_efs_file_system_uid: constant("200005"),
  },
  aws_sagemaker_space: {
    arn: regionalArn("sagemaker", "space/{domain_id}/{space_name}"),
    id: sameAs("arn"),
    home_efs_file_system_uid: constant("200006"),
  },
  aws_sagemaker_studio_lifecycle_config: {
    id: sameAs("studio_lifecycle_config_name"),
    arn: regionalArn("sagemaker", "studio-lifecycle-config/{id}"),
  },
  aws_sagemaker_notebook_instance: {
    id: sameAs("name"),
    arn: regionalArn("sagemaker", "notebook-instance/{name}"),
  },
  aws_sagemaker_notebook_instance_lifecycle_configuration: {
    id: sameAs("name"),
    arn: regionalArn("sagemaker", "notebook-instance-lifecycle-config/{name}"),
  },
  aws_efs_backup_policy: { id: sameAs("file_system_id") },
  aws_cloudwatch_log_group: { name: generatedName, id: sameAs("name"), arn: regionalArn("logs", "log-group:{name}") },
  aws_cloudwatch_log_resource_policy: { id: sameAs("policy_name") },
  aws_cloudwatch_log_metric_filter: { id: sameAs("name") },
  aws_cloudwatch_metric_alarm: { id: sameAs("alarm_name"), arn: regionalArn("cloudwatch", "alarm:{alarm_name}") },
  aws_cloudwatch_event_rule: { name: generatedName, id: sameAs("name"), arn: regionalArn("events", "rule/{name}") },
  aws_cloudwatch_event_target: {
    target_id: generatedName,
    id: (attributes) => `${knownString(attributes.rule)}-${knownString(attributes.target_id)}`,
  },
  aws_lambda_function: {
    id: sameAs("function_name"),
    arn: regionalArn("lambda", "function:{function_name}"),
    qualified_arn: regionalArn("lambda", "function:{function_name}:1"),
    invoke_arn: (attributes, { providerConfig }) =>
      `arn:${providerConfig.partition}:apigateway:${providerConfig.region}:lambda:path/2015-03-31/functions/${knownString(attributes.arn)}/invocations`,
    version: constant("1"),
  },
  aws_lambda_permission: { statement_id: generatedName, id: sameAs("statement_id") },
  aws_lambda_function_url: {
    id: sameAs("function_name"),
    function_arn: regionalArn("lambda", "function:{function_name}"),
    function_url: (_attributes, { providerConfig, digits }) =>
      `https://${digits}.lambda-url.${providerConfig.region}.${partitionNamed(providerConfig.partition).resourceSuffix ?? "on.example"}/`,
    url_id: (_attributes, { digits }) => digits,
  },
  aws_config_config_rule: {
    id: sameAs("name"),
    arn: regionalArn("config", "config-rule/{name}"),
    rule_id: generatedName,
  },
  aws_sns_topic: { name: generatedName, arn: regionalArn("sns", "{name}"), id: sameAs("arn"), owner: ownerAccount },
  aws_sns_topic_policy: { id: sameAs("arn"), owner: ownerAccount },
  aws_ssm_parameter: {
    id: sameAs("name"),
    arn: (attributes, context) =>
      regionalArn("ssm", `parameter/${knownString(attributes.name)?.replace(/^\//, "")}`)(attributes, context),
    version: constant(1),
  },
};
