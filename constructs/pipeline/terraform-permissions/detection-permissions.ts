import type { TerraformServicePermissions } from "./terraform-service-permissions";

const eventRules: TerraformServicePermissions = {
  resourceTypes: ["aws_cloudwatch_event_rule", "aws_cloudwatch_event_target"],
  resourceArns: ({ name, account }) => [account.arn("events", `rule/${name}-*`)],
  readActions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
  unscopedReadActions: [],
  writeActions: [
    "events:DeleteRule",
    "events:DisableRule",
    "events:EnableRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
  ],
  unscopedWriteActions: [],
};

const topics: TerraformServicePermissions = {
  resourceTypes: ["aws_sns_topic", "aws_sns_topic_policy"],
  resourceArns: ({ name, account }) => [account.arn("sns", `${name}-alerts`)],
  readActions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
  unscopedReadActions: [],
  writeActions: [
    "sns:CreateTopic",
    "sns:DeleteTopic",
    "sns:SetTopicAttributes",
    "sns:TagResource",
    "sns:UntagResource",
  ],
  unscopedWriteActions: [],
};

/** ARNs of AWS Config rules contain an id and no name. The environment's rules are identified by a tag. */
const configRules: TerraformServicePermissions = {
  resourceTypes: ["aws_config_config_rule"],
  resourceArns: ({ account }) => [account.arn("config", "config-rule/*")],
  readActions: ["config:ListTagsForResource"],
  unscopedReadActions: ["config:DescribeConfigRules"],
  writeActions: ["config:DeleteConfigRule", "config:PutConfigRule", "config:TagResource", "config:UntagResource"],
  unscopedWriteActions: [],
};

/** Detective controls. */
export const DETECTION_PERMISSIONS = { event_rules: eventRules, topics, config_rules: configRules } as const;
