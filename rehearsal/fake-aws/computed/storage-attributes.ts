import { dnsSuffixOfPartition } from "../../../aws/partitions";
import { knownString } from "../../protocol/values";
import { uuid } from "../identifiers";
import type { ComputeAttribute, ComputedAttributes } from "./computed-attribute";
import { fillTemplate, generatedName, ownerAccount, region, regionalArn, sameAs } from "./computed-attribute";

/** Resources that configure a bucket have the bucket name as ID. */
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

const keyId: ComputeAttribute = (_attributes, { digits }) => uuid(digits);

/** Computed attributes of S3, KMS, ECR and CodeArtifact. */
export const storageAttributes: ComputedAttributes = {
  aws_s3_bucket: {
    bucket: bucketName,
    id: sameAs("bucket"),
    arn: (attributes, { providerConfig }) => `arn:${providerConfig.partition}:s3:::${knownString(attributes.bucket)}`,
    bucket_region: region,
    bucket_domain_name: (attributes, { providerConfig }) =>
      `${knownString(attributes.bucket)}.s3.${dnsSuffixOfPartition(providerConfig.partition)}`,
    bucket_regional_domain_name: (attributes, { providerConfig }) =>
      `${knownString(attributes.bucket)}.s3.${knownString(attributes.region) ?? providerConfig.region}.${dnsSuffixOfPartition(providerConfig.partition)}`,
  },
  ...Object.fromEntries(BUCKET_COMPANIONS.map((type) => [type, { id: sameAs("bucket") }])),
  aws_s3_object: {
    id: (attributes) => fillTemplate("{bucket}/{key}", attributes),
    arn: (attributes, { providerConfig }) =>
      `arn:${providerConfig.partition}:s3:::${fillTemplate("{bucket}/{key}", attributes)}`,
  },
  aws_kms_key: { id: keyId, key_id: sameAs("id"), arn: regionalArn("kms", "key/{id}") },
  aws_kms_alias: {
    name: (attributes, context) => `alias/${knownString(generatedName(attributes, context))}`,
    id: sameAs("name"),
    arn: regionalArn("kms", "{name}"),
    target_key_arn: regionalArn("kms", "key/{target_key_id}"),
  },
  aws_kms_key_policy: { id: sameAs("key_id") },
  aws_codeartifact_domain: {
    arn: regionalArn("codeartifact", "domain/{domain}"),
    id: sameAs("arn"),
    owner: ownerAccount,
  },
  aws_ecr_repository: {
    id: sameAs("name"),
    arn: regionalArn("ecr", "repository/{name}"),
    registry_id: ownerAccount,
    repository_url: (attributes, { providerConfig: { account, partition, region } }) =>
      `${account}.dkr.ecr.${knownString(attributes.region) ?? region}.${dnsSuffixOfPartition(partition)}/${knownString(attributes.name) ?? ""}`,
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
