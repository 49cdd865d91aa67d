import type { TerraformConfiguration } from "../../../terraform/terraform-configuration";
import { type Findings, findingsOf, notApplicable } from "../../../verdict/findings";

/** No finding, or that the subject of a claim does not exist. A type that is in no list is a gap, which leaves the claim undecided. */
type Absence = (configuration: TerraformConfiguration) => Findings;

/** Settings and objects of a bucket that is declared elsewhere count as a bucket. */
export const withoutBucket: Absence = (configuration) =>
  hasType(configuration, bucketTypes) ? findingsOf({}) : notApplicable("this configuration has no bucket", "bucket");

/** For a claim about everything that stores data, of which a bucket is only the most common. */
export const withoutStore: Absence = (configuration) =>
  hasType(configuration, bucketTypes) ? findingsOf({}) : notApplicable("this configuration has no bucket");

const bucketTypes = [
  "aws_s3_bucket",
  "aws_s3_bucket_acl",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_object",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_object",
];

/** Aliases, policies and grants of a key that is declared elsewhere count as a key. */
export const withoutKey: Absence = (configuration) =>
  hasType(configuration, keyTypes) ? findingsOf({}) : notApplicable("this configuration has no KMS key", "key");

const keyTypes = [
  "aws_kms_alias",
  "aws_kms_external_key",
  "aws_kms_grant",
  "aws_kms_key",
  "aws_kms_key_policy",
  "aws_kms_replica_external_key",
  "aws_kms_replica_key",
];

function hasType({ resources }: TerraformConfiguration, types: readonly string[]): boolean {
  return resources.some(({ type }) => types.includes(type));
}
