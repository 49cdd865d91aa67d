import { ownEntry } from "../../collections/own-entry";

/** IAM actions that Terraform calls for a resource: to refresh and plan it, to change it, and to destroy it. */
export interface TerraformProviderActions {
  readonly refresh: readonly string[];
  readonly change: readonly string[];
  readonly destroy: readonly string[];
}

/**
 * Calls of the AWS provider by resource type, as IAM actions. HeadBucket is authorized as ListBucket: where that is denied,
 * a refresh finds no bucket and plans a new one.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/s3
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/kms
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
 */
const providerActionsByType: Readonly<Record<string, TerraformProviderActions>> = {
  aws_s3_bucket: {
    refresh: [
      ...["s3:ListBucket", "s3:GetBucketPolicy", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketWebsite"],
      ...[
        "s3:GetBucketVersioning",
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketLogging",
      ],
      ...["s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:GetEncryptionConfiguration"],
      ...["s3:GetBucketObjectLockConfiguration", "s3:GetBucketTagging", "s3:GetBucketLocation"],
    ],
    change: ["s3:PutBucketTagging"],
    destroy: ["s3:DeleteBucket"],
  },
  aws_s3_bucket_policy: bucketSettingActions("BucketPolicy", "s3:DeleteBucketPolicy"),
  aws_s3_bucket_accelerate_configuration: bucketSettingActions(
    "AccelerateConfiguration",
    "s3:PutAccelerateConfiguration",
  ),
  aws_s3_bucket_acl: bucketSettingActions("BucketAcl", "s3:PutBucketAcl"),
  aws_s3_bucket_analytics_configuration: bucketSettingActions("AnalyticsConfiguration", "s3:PutAnalyticsConfiguration"),
  aws_s3_bucket_cors_configuration: bucketSettingActions("BucketCORS", "s3:PutBucketCORS"),
  aws_s3_bucket_intelligent_tiering_configuration: bucketSettingActions(
    "IntelligentTieringConfiguration",
    "s3:PutIntelligentTieringConfiguration",
  ),
  aws_s3_bucket_inventory: bucketSettingActions("InventoryConfiguration", "s3:PutInventoryConfiguration"),
  aws_s3_bucket_lifecycle_configuration: bucketSettingActions("LifecycleConfiguration", "s3:PutLifecycleConfiguration"),
  aws_s3_bucket_logging: bucketSettingActions("BucketLogging", "s3:PutBucketLogging"),
  aws_s3_bucket_metric: bucketSettingActions("MetricsConfiguration", "s3:PutMetricsConfiguration"),
  aws_s3_bucket_notification: bucketSettingActions("BucketNotification", "s3:PutBucketNotification"),
  aws_s3_bucket_object_lock_configuration: bucketSettingActions(
    "BucketObjectLockConfiguration",
    "s3:PutBucketObjectLockConfiguration",
  ),
  aws_s3_bucket_ownership_controls: bucketSettingActions("BucketOwnershipControls", "s3:PutBucketOwnershipControls"),
  aws_s3_bucket_public_access_block: bucketSettingActions("BucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
  aws_s3_bucket_replication_configuration: bucketSettingActions(
    "ReplicationConfiguration",
    "s3:PutReplicationConfiguration",
  ),
  aws_s3_bucket_request_payment_configuration: bucketSettingActions(
    "BucketRequestPayment",
    "s3:PutBucketRequestPayment",
  ),
  aws_s3_bucket_server_side_encryption_configuration: bucketSettingActions(
    "EncryptionConfiguration",
    "s3:PutEncryptionConfiguration",
  ),
  aws_s3_bucket_versioning: bucketSettingActions("BucketVersioning", "s3:PutBucketVersioning"),
  aws_s3_object: {
    refresh: ["s3:GetObject", "s3:GetObjectTagging"],
    change: ["s3:PutObject", "s3:PutObjectTagging"],
    destroy: ["s3:DeleteObject"],
  },
  aws_kms_key: {
    refresh: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    change: [
      ...["kms:PutKeyPolicy", "kms:EnableKeyRotation", "kms:DisableKeyRotation", "kms:EnableKey", "kms:DisableKey"],
      ...["kms:UpdateKeyDescription", "kms:TagResource", "kms:UntagResource"],
    ],
    destroy: ["kms:ScheduleKeyDeletion"],
  },
  aws_kms_alias: { refresh: [], change: ["kms:CreateAlias", "kms:UpdateAlias"], destroy: ["kms:DeleteAlias"] },
};

/** The actions for a resource type; `undefined` for a type that is not in the table. */
export function terraformProviderActions(type: string): TerraformProviderActions | undefined {
  return ownEntry(providerActionsByType, type);
}

function bucketSettingActions(name: string, destroy: string): TerraformProviderActions {
  return { refresh: [`s3:Get${name}`], change: [`s3:Put${name}`], destroy: [destroy] };
}
