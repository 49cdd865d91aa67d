import { textOf } from "../../protocol/values";
import { uuid } from "../identifiers";
import { dnsSuffix } from "../provider-configuration";
import type { Answer, Answers } from "./attribute";
import { arn, filled, globalArn, madeUpName, owner, region, same } from "./attribute";

/** Companions of a bucket carry the bucket's name as their id. */
const BUCKET_COMPANIONS = [
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_object_lock_configuration",
  "aws_s3_bucket_notification",
  "aws_s3_bucket_acl",
];

const bucketName: Answer = (row, asked) => {
  const prefix = textOf(row.bucket_prefix);
  return prefix ? `${prefix}${asked.digits}` : madeUpName(row, asked);
};

const keyId: Answer = (_row, { digits }) => uuid(digits);

/** An IAM id: four letters that tell the kind, then capitals and digits. */
function uniqueId(kind: string): Answer {
  return (_row, { digits }) => kind + digits.toUpperCase();
}

/** What S3, KMS, IAM and CodeArtifact decide. */
export const storageAnswers: Answers = {
  aws_s3_bucket: {
    bucket: bucketName,
    id: same("bucket"),
    arn: (row, { cloud }) => `arn:${cloud.partition}:s3:::${textOf(row.bucket)}`,
    bucket_region: region,
    bucket_domain_name: (row, { cloud }) => `${textOf(row.bucket)}.s3.${dnsSuffix(cloud.partition)}`,
    bucket_regional_domain_name: (row, { cloud }) =>
      `${textOf(row.bucket)}.s3.${textOf(row.region) ?? cloud.region}.${dnsSuffix(cloud.partition)}`,
  },
  ...Object.fromEntries(BUCKET_COMPANIONS.map((type) => [type, { id: same("bucket") }])),
  aws_s3_object: {
    id: (row) => filled("{bucket}/{key}", row),
    arn: (row, { cloud }) => `arn:${cloud.partition}:s3:::${filled("{bucket}/{key}", row)}`,
  },
  aws_kms_key: { id: keyId, key_id: same("id"), arn: arn("kms", "key/{id}") },
  aws_kms_alias: {
    name: (row, asked) => `alias/${textOf(madeUpName(row, asked))}`,
    id: same("name"),
    arn: arn("kms", "{name}"),
    target_key_arn: arn("kms", "key/{target_key_id}"),
  },
  aws_kms_key_policy: { id: same("key_id") },
  aws_iam_role: {
    name: madeUpName,
    id: same("name"),
    arn: (row, asked) => globalArn("iam", `role${textOf(row.path) ?? "/"}{name}`)(row, asked),
    unique_id: uniqueId("AROA"),
    create_date: () => "2025-01-01T00:00:00Z",
  },
  aws_iam_policy: {
    name: madeUpName,
    arn: (row, asked) => globalArn("iam", `policy${textOf(row.path) ?? "/"}{name}`)(row, asked),
    id: same("arn"),
    policy_id: uniqueId("ANPA"),
  },
  aws_iam_role_policy: { name: madeUpName, id: (row) => filled("{role}:{name}", row) },
  aws_iam_role_policy_attachment: { id: (row) => filled("{role}/{policy_arn}", row) },
  aws_iam_instance_profile: {
    name: madeUpName,
    id: same("name"),
    arn: globalArn("iam", "instance-profile/{name}"),
    unique_id: uniqueId("AIPA"),
  },
  aws_iam_openid_connect_provider: {
    arn: (row, asked) => globalArn("iam", `oidc-provider/${textOf(row.url)?.replace("https://", "")}`)(row, asked),
    id: same("arn"),
  },
  aws_codeartifact_domain: { arn: arn("codeartifact", "domain/{domain}"), id: same("arn"), owner },
  aws_codeartifact_repository: {
    arn: arn("codeartifact", "repository/{domain}/{repository}"),
    id: same("arn"),
    administrator_account: owner,
    domain_owner: owner,
  },
  aws_codeartifact_domain_permissions_policy: {
    resource_arn: arn("codeartifact", "domain/{domain}"),
    id: same("resource_arn"),
    domain_owner: owner,
  },
  aws_codeartifact_repository_permissions_policy: {
    resource_arn: arn("codeartifact", "repository/{domain}/{repository}"),
    id: same("resource_arn"),
    domain_owner: owner,
  },
};
