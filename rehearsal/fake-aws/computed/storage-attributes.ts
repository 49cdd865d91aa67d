import { dnsSuffixOfPartition } from "../../../aws/partitions";
import { knownString } from "../../protocol/values";
import { uuid } from "../identifiers";
import type { ComputeAttribute, ComputedAttributes } from "./computed-attribute";
import {
  fillTemplate,
  generatedName,
  globalArn,
  ownerAccount,
  region,
  regionalArn,
  sameAs,
} from "./computed-attribute";

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

const bucketName: ComputeAttribute = (attributes, context) => {
  const prefix = knownString(attributes.bucket_prefix);
  return prefix ? `${prefix}${context.digits}` : generatedName(attributes, context);
};

const keyId: ComputeAttribute = (_row, { digits }) => uuid(digits);

/** An IAM id: four letters that tell the kind, then capitals and digits. */
function uniqueId(kind: string): ComputeAttribute {
  return (_row, { digits }) => kind + digits.toUpperCase();
}

/** What S3, KMS, IAM and CodeArtifact decide. */
export const storageAttributes: ComputedAttributes = {
  aws_s3_bucket: {
    bucket: bucketName,
    id: sameAs("bucket"),
    arn: (attributes, { providerConfig }) => `arn:${providerConfig.partition}:s3:::${knownString(attributes.bucket)}`,
    bucket_region: region,
    bucket_domain_name: (row, { providerConfig: cloud }) =>
      `${knownString(row.bucket)}.s3.${dnsSuffixOfPartition(cloud.partition)}`,
    bucket_regional_domain_name: (row, { providerConfig: cloud }) =>
      `${knownString(row.bucket)}.s3.${knownString(row.region) ?? cloud.region}.${dnsSuffixOfPartition(cloud.partition)}`,
  },
  ...Object.fromEntries(BUCKET_COMPANIONS.map((type) => [type, { id: sameAs("bucket") }])),
  aws_s3_object: {
    id: (row) => fillTemplate("{bucket}/{key}", row),
    arn: (row, { providerConfig: cloud }) => `arn:${cloud.partition}:s3:::${fillTemplate("{bucket}/{key}", row)}`,
  },
  aws_kms_key: { id: keyId, key_id: sameAs("id"), arn: regionalArn("kms", "key/{id}") },
  aws_kms_alias: {
    name: (row, context) => `alias/${knownString(generatedName(row, context))}`,
    id: sameAs("name"),
    arn: regionalArn("kms", "{name}"),
    target_key_arn: regionalArn("kms", "key/{target_key_id}"),
  },
  aws_kms_key_policy: { id: sameAs("key_id") },
  aws_iam_role: {
    name: generatedName,
    id: sameAs("name"),
    arn: (row, asked) => globalArn("iam", `role${knownString(row.path) ?? "/"}{name}`)(row, asked),
    unique_id: uniqueId("AROA"),
    create_date: () => "2025-01-01T00:00:00Z",
  },
  aws_iam_policy: {
    name: generatedName,
    arn: (row, asked) => globalArn("iam", `policy${knownString(row.path) ?? "/"}{name}`)(row, asked),
    id: sameAs("arn"),
    policy_id: uniqueId("ANPA"),
  },
  aws_iam_role_policy: { name: generatedName, id: (row) => fillTemplate("{role}:{name}", row) },
  aws_iam_role_policy_attachment: { id: (row) => fillTemplate("{role}/{policy_arn}", row) },
  aws_iam_instance_profile: {
    name: generatedName,
    id: sameAs("name"),
    arn: globalArn("iam", "instance-profile/{name}"),
    unique_id: uniqueId("AIPA"),
  },
  aws_iam_openid_connect_provider: {
    arn: (row, asked) => globalArn("iam", `oidc-provider/${knownString(row.url)?.replace("https://", "")}`)(row, asked),
    id: sameAs("arn"),
  },
  aws_codeartifact_domain: {
    arn: regionalArn("codeartifact", "domain/{domain}"),
    id: sameAs("arn"),
    owner: ownerAccount,
  },
  aws_codeartifact_repository: {
    arn: regionalArn("codeartifact", "repository/{domain}/{repository}"),
    id: sameAs("arn"),
    administrator_account: ownerAccount,
    domain_owner: ownerAccount,
  },
  aws_codeartifact_domain_permissions_policy: {
    resource_arn: regionalArn("codeartifact", "domain/{domain}"),
    id: sameAs("resource_arn"),
    domain_owner: ownerAccount,
  },
  aws_codeartifact_repository_permissions_policy: {
    resource_arn: regionalArn("codeartifact", "repository/{domain}/{repository}"),
    id: sameAs("resource_arn"),
    domain_owner: ownerAccount,
  },
};
