import type { DeployedEnvironment, DeployedService } from "./service-permissions";

/** Keys have ids and no names; they are told apart by the tag that Terraform gives everything it makes. */
const ofEnvironment = ({ environment }: DeployedEnvironment) => ({
  StringEquals: { "aws:ResourceTag/Environment": environment },
});

/** Buckets and their settings. Objects only to empty a bucket that may be destroyed; none can be read. */
const s3: DeployedService = {
  types: [
    "aws_s3_bucket",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_logging",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
  ],
  resources: ({ name, account }) =>
    ["data", "models", "access-logs", "templates"].flatMap((purpose) => {
      const bucket = account.s3Arn(`${name}-${purpose}-${account.id}`);
      return [bucket, `${bucket}/*`];
    }),
  reads: [
    "s3:GetAccelerateConfiguration",
    "s3:GetBucket*",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:ListTagsForResource",
  ],
  readsAnywhere: [],
  writes: [
    "s3:CreateBucket",
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
  writesAnywhere: [],
};

const kmsKeys: DeployedService = {
  types: ["aws_kms_key"],
  resources: ({ account }) => [account.arn("kms", "key/*")],
  reads: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
  readsAnywhere: ["kms:ListAliases"],
  writes: [
    "kms:CreateGrant",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
  ],
  writesAnywhere: ["kms:CreateKey"],
  writeCondition: ofEnvironment,
};

const kmsAliases: DeployedService = {
  types: ["aws_kms_alias"],
  resources: ({ name, account }) => [account.arn("kms", `alias/${name}-*`), account.arn("kms", "key/*")],
  reads: [],
  readsAnywhere: [],
  writes: ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
  writesAnywhere: [],
};

/** Log groups, what is counted in them, and the deliveries by which firewalls and flow logs reach them. */
const logs: DeployedService = {
  types: ["aws_cloudwatch_log_group", "aws_cloudwatch_log_metric_filter"],
  resources: ({ name, account }) => [
    account.arn("logs", `log-group:/aws/vendedlogs/${name}/*`),
    account.arn("logs", `log-group:/aws/lambda/${name}-*`),
  ],
  reads: ["logs:DescribeMetricFilters", "logs:ListTagsForResource"],
  readsAnywhere: [
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
  ],
  writes: [
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
  writesAnywhere: [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
  ],
};

const alarms: DeployedService = {
  types: ["aws_cloudwatch_metric_alarm"],
  resources: ({ name, account }) => [account.arn("cloudwatch", `alarm:${name}-*`)],
  reads: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
  readsAnywhere: [],
  writes: [
    "cloudwatch:DeleteAlarms",
    "cloudwatch:PutMetricAlarm",
    "cloudwatch:TagResource",
    "cloudwatch:UntagResource",
  ],
  writesAnywhere: [],
};

const parameters: DeployedService = {
  types: ["aws_ssm_parameter"],
  resources: ({ environment, account }) => [account.arn("ssm", `parameter/studio-perimeter/${environment}/*`)],
  reads: ["ssm:GetParameter", "ssm:GetParameters", "ssm:ListTagsForResource"],
  readsAnywhere: ["ssm:DescribeParameters"],
  writes: ["ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:PutParameter", "ssm:RemoveTagsFromResource"],
  writesAnywhere: [],
};

export const DEPLOYED_DATA = {
  s3,
  kms_keys: kmsKeys,
  kms_aliases: kmsAliases,
  logs,
  alarms,
  parameters,
} as const;
