import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable, TerraformResource } from "cdktf";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Default encryption of a bucket. `s3` (SSE-S3) is for access log buckets: log delivery supports no customer managed key. */
export type BucketEncryption = { readonly kind: "kms"; readonly keyArn: string } | { readonly kind: "s3" };

/** Settings of {@link configureBucket}. */
export interface BucketSettings {
  /** Statements of the bucket policy. */
  readonly policy: readonly Statement[];
  /**
   * What the bucket policy depends on, next to the public access block.
   * @default - nothing
   */
  readonly policyDependency?: ITerraformDependable;
  /** Default encryption of objects. */
  readonly encryption: BucketEncryption;
  /**
   * Days after which an object expires.
   * @default - objects do not expire
   */
  readonly objectExpirationDays?: number;
  /** Days after which a noncurrent version is deleted. */
  readonly noncurrentVersionDays: number;
}

/**
 * Adds ownership controls, public access block, policy, encryption, versioning and lifecycle rules to a bucket.
 *
 * Each setting depends on the previous one, because S3 refuses parallel changes of a bucket with OperationAborted
 * (hashicorp/terraform-provider-aws#7628). The policy exists before the first object is stored.
 *
 * @returns the last setting, for other resources to depend on
 */
export function configureBucket(bucket: S3Bucket, settings: BucketSettings): TerraformResource {
  const ownership = new S3BucketOwnershipControls(bucket, "ownership", {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  const publicAccess = new S3BucketPublicAccessBlock(bucket, "public_access", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
    dependsOn: [ownership],
  });
  const policy = new S3BucketPolicy(bucket, "policy", {
    bucket: bucket.id,
    policy: policyDocument(settings.policy),
    dependsOn: [publicAccess, ...(settings.policyDependency === undefined ? [] : [settings.policyDependency])],
  });
  const encryption = addDefaultEncryption(bucket, settings.encryption, policy);
  const versioning = new S3BucketVersioningA(bucket, "versioning", {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
    dependsOn: [encryption],
  });
  return addLifecycleRules(bucket, settings, versioning);
}

function addDefaultEncryption(
  bucket: S3Bucket,
  encryption: BucketEncryption,
  dependency: TerraformResource,
): TerraformResource {
  const byDefault =
    encryption.kind === "kms"
      ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: encryption.keyArn }
      : { sseAlgorithm: "AES256" };
  return new S3BucketServerSideEncryptionConfigurationA(bucket, "encryption", {
    bucket: bucket.id,
    rule: [
      {
        applyServerSideEncryptionByDefault: byDefault,
        bucketKeyEnabled: encryption.kind === "kms",
        blockedEncryptionTypes: ["SSE-C"],
      },
    ],
    dependsOn: [dependency],
  });
}

function addLifecycleRules(
  bucket: S3Bucket,
  settings: BucketSettings,
  dependency: TerraformResource,
): TerraformResource {
  const { objectExpirationDays, noncurrentVersionDays } = settings;
  const expiration =
    objectExpirationDays === undefined ? { expiredObjectDeleteMarker: true } : { days: objectExpirationDays };
  return new S3BucketLifecycleConfiguration(bucket, "lifecycle", {
    bucket: bucket.id,
    rule: [
      {
        id: "expire",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        expiration: [expiration],
        noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
      },
    ],
    dependsOn: [dependency],
  });
}
