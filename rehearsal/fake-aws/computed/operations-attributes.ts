import { knownString } from "../../protocol/values";
import type { ComputedAttributes } from "./computed-attribute";
import { constant, generatedName, ownerAccount, region, regionalArn, sameAs } from "./computed-attribute";

/** Computed attributes of CloudWatch, EventBridge, CloudTrail, AWS Config, SNS and Parameter Store. */
export const operationsAttributes: ComputedAttributes = {
  aws_cloudwatch_log_group: { name: generatedName, id: sameAs("name"), arn: regionalArn("logs", "log-group:{name}") },
  aws_cloudwatch_log_resource_policy: { id: sameAs("policy_name") },
  aws_cloudwatch_log_metric_filter: { id: sameAs("name") },
  aws_cloudwatch_metric_alarm: { id: sameAs("alarm_name"), arn: regionalArn("cloudwatch", "alarm:{alarm_name}") },
  aws_cloudwatch_event_rule: { name: generatedName, id: sameAs("name"), arn: regionalArn("events", "rule/{name}") },
  aws_cloudwatch_event_target: {
    target_id: generatedName,
    id: (attributes) => `${knownString(attributes.rule)}-${knownString(attributes.target_id)}`,
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
  aws_cloudtrail: { id: regionalArn("cloudtrail", "trail/{name}"), arn: sameAs("id"), home_region: region },
};
