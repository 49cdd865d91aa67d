import { requestedRegionCondition } from "../../iam/requested-region-condition";
import type { DeploymentTarget, TerraformServicePermissions } from "./terraform-service-permissions";

/** ARNs of keys contain ids. The keys of the environment are identified by a tag that Terraform sets on every resource. */
const environmentTagCondition = ({ environment }: DeploymentTarget) => ({
  StringEquals: { "aws:ResourceTag/Environment": environment },
});

function bucketArns({ name, account }: DeploymentTarget): readonly string[] {
  return ["data", "models", "access-logs", "templates", "trail"].map((purpose) =>
    account.s3Arn(`${name}-${purpose}-${account.id}`),
  );
}

/** Buckets and their settings. Objects may be deleted to empty a bucket before it is destroyed, but not read. */
const s3: TerraformServicePermissions = {
  resourceTypes: [
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ],
  resourceArns: (target) => bucketArns(target).flatMap((bucket) => [bucket, `${bucket}/*`]),
  readActions: [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucket*",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListTagsForResource",
  ],
  unscopedReadActions: [],
  writeActions: [
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:DeleteObject",
    "s3:DeleteObjectVersion",
    "s3:ListBucketVersions",
    "s3:PutBucketLogging",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:TagResource",
    "s3:UntagResource",
  ],
  unscopedWriteActions: [],
};

/**
 * The ARN of a bucket contains no Region, so the Region of a new one is restricted by the request. The endpoint of us-east-1 alone also creates
 * buckets of other Regions.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
const newBuckets: TerraformServicePermissions = {
  resourceTypes: [],
  resourceArns: bucketArns,
  readActions: [],
  unscopedReadActions: [],
  writeActions: ["s3:CreateBucket"],
  unscopedWriteActions: [],
  writeCondition: requestedRegionCondition,
};

const kmsKeys: TerraformServicePermissions = {
  resourceTypes: ["aws_kms_key"],
  resourceArns: ({ account }) => [account.arn("kms", "key/*")],
  readActions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
  unscopedReadActions: ["kms:ListAliases"],
  writeActions: [
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
  ],
  unscopedWriteActions: ["kms:CreateKey"],
  writeCondition: environmentTagCondition,
};

/** An alias and its key are authorized apart: those of the key are with the keys, and need the key's tag. */
const kmsAliases: TerraformServicePermissions = {
  resourceTypes: ["aws_kms_alias"],
  resourceArns: ({ name, account }) => [account.arn("kms", `alias/${name}-*`)],
  readActions: [],
  unscopedReadActions: [],
  writeActions: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
  unscopedWriteActions: [],
};

/** Log groups, metric filters, and the log deliveries of firewalls and flow logs. */
const logs: TerraformServicePermissions = {
  resourceTypes: ["aws_cloudwatch_log_group", "aws_cloudwatch_log_metric_filter"],
  resourceArns: ({ name, account }) => [
    account.arn("logs", `log-group:/aws/vendedlogs/${name}/*`),
    account.arn("logs", `log-group:/aws/lambda/${name}-*`),
  ],
  readActions: ["logs:DescribeMetricFilters", "logs:ListTagsForResource"],
  unscopedReadActions: [
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
  ],
  writeActions: [
    "logs:AssociateKmsKey",
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:DeleteMetricFilter",
    "logs:DisassociateKmsKey",
    "logs:PutMetricFilter",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
  ],
  unscopedWriteActions: [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
  ],
};

const alarms: TerraformServicePermissions = {
  resourceTypes: ["aws_cloudwatch_metric_alarm"],
  resourceArns: ({ name, account }) => [account.arn("cloudwatch", `alarm:${name}-*`)],
  readActions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
  unscopedReadActions: [],
  writeActions: [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:TagResource",
    "cloudwatch:UntagResource",
  ],
  unscopedWriteActions: [],
};

const parameters: TerraformServicePermissions = {
  resourceTypes: ["aws_ssm_parameter"],
  resourceArns: ({ environment, account }) => [account.arn("ssm", `parameter/studio-perimeter/${environment}/*`)],
  readActions: ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"],
  unscopedReadActions: ["ssm:DescribeParameters"],
  writeActions: ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"],
  unscopedWriteActions: [],
};

const trails: TerraformServicePermissions = {
  resourceTypes: ["aws_cloudtrail"],
  resourceArns: ({ name, account }) => [account.arn("cloudtrail", `trail/${name}-*`)],
  readActions: [
    "cloudtrail:GetEventSelectors",
    "cloudtrail:GetInsightSelectors",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:ListTags",
  ],
  unscopedReadActions: ["cloudtrail:DescribeTrails"],
  writeActions: [
    "cloudtrail:AddTags",
    "cloudtrail:CreateTrail",
    "cloudtrail:DeleteTrail",
    "cloudtrail:PutEventSelectors",
    "cloudtrail:RemoveTags",
    "cloudtrail:StartLogging",
    "cloudtrail:StopLogging",
    "cloudtrail:UpdateTrail",
  ],
  unscopedWriteActions: [],
};

/** What Terraform needs for buckets, keys, logs, alarms, parameters and trails, by group. */
export const STORAGE_PERMISSIONS = {
  s3,
  new_buckets: newBuckets,
  kms_keys: kmsKeys,
  kms_aliases: kmsAliases,
  logs,
  alarms,
  parameters,
  trails,
} as const;

/** The logs, keys and parameters of an inspection VPC, which has no bucket and no function. */
export const INSPECTION_STORAGE_PERMISSIONS = {
  kms_keys: kmsKeys,
  kms_aliases: kmsAliases,
  logs: {
    ...logs,
    resourceArns: ({ name, account }) => [account.arn("logs", `log-group:/aws/vendedlogs/${name}/*`)],
  },
  alarms,
  parameters,
} as const satisfies Readonly<Record<string, TerraformServicePermissions>>;
