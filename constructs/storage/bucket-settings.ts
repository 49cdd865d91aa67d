import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Precondition, TerraformResource } from "cdktf";
import { policyDocument, type Statement } from "../iam/policy-document";

/** `s3` is SSE-S3: the only default encryption that AWS documents for a bucket which access logs are delivered to. */
export type BucketEncryption = { readonly kind: "kms"; readonly keyArn: string } | { readonly kind: "s3" };

export interface BucketSettings {
  readonly policy: readonly Statement[];
  /**
   * What must hold before the policy is put.
   * @default - nothing
   */
  readonly precondition?: Precondition;
  readonly encryption: BucketEncryption;
  /**
   * Days after which an object expires.
   * @default - never
   */
  readonly objectExpirationDays?: number;
  /** Days that an overwritten or deleted version is kept. */
  readonly noncurrentVersionDays: number;
}

/**
 * Gives a bucket the settings that none goes without, and returns the last of them for further ones to wait for.
 *
 * One setting waits for the other: S3 answers parallel changes of one bucket with OperationAborted
 * (hashicorp/terraform-provider-aws#7628). Nothing is stored before the policy stands, and on destroy the policy is gone
 * before the objects are.
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
    dependsOn: [publicAccess],
    ...(settings.precondition === undefined ? {} : { lifecycle: { precondition: [settings.precondition] } }),
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
  after: TerraformResource,
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
    dependsOn: [after],
  });
}

function addLifecycleRules(bucket: S3Bucket, settings: BucketSettings, after: TerraformResource): TerraformResource {
  const { objectExpirationDays: objectDays, noncurrentVersionDays } = settings;
  const objects = objectDays === undefined ? { expiredObjectDeleteMarker: true } : { days: objectDays };
  return new S3BucketLifecycleConfiguration(bucket, "lifecycle", {
    bucket: bucket.id,
    rule: [
      {
        id: "expire",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        expiration: [objects],
        noncurrentVersionExpiration: [{ noncurrentDays: noncurrentVersionDays }],
      },
    ],
    dependsOn: [after],
  });
}
