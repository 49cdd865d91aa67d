import { policyObject } from "./equivalent.mjs";

/** @type {Readonly<Record<string, import("./equivalent.mjs").Equivalent>>} */
export const storage = {
  aws_kms_key: {
    construct: "kms.CfnKey",
    props: (values) => ({
      description: values.description,
      bypassPolicyLockoutSafetyCheck: values.bypass_policy_lockout_safety_check,
      enableKeyRotation: values.enable_key_rotation,
      keyPolicy: policyObject(values.policy),
      pendingWindowInDays: values.deletion_window_in_days,
    }),
  },
  aws_kms_alias: {
    construct: "kms.CfnAlias",
    props: (values) => ({ aliasName: values.name, targetKeyId: values.target_key_id }),
  },
  aws_s3_bucket: {
    construct: "s3.CfnBucket",
    props: (values, settings) => ({
      bucketName: values.bucket,
      bucketEncryption: encryption(settings("aws_s3_bucket_server_side_encryption_configuration", "bucket")),
      lifecycleConfiguration: lifecycle(settings("aws_s3_bucket_lifecycle_configuration", "bucket")),
      loggingConfiguration: logging(settings("aws_s3_bucket_logging", "bucket")),
      ownershipControls: ownership(settings("aws_s3_bucket_ownership_controls", "bucket")),
      publicAccessBlockConfiguration: publicAccess(settings("aws_s3_bucket_public_access_block", "bucket")),
      versioningConfiguration: versioning(settings("aws_s3_bucket_versioning", "bucket")),
    }),
  },
  aws_s3_bucket_policy: {
    construct: "s3.CfnBucketPolicy",
    props: (values) => ({ bucket: values.bucket, policyDocument: policyObject(values.policy) }),
  },
  aws_codeartifact_domain: {
    construct: "codeartifact.CfnDomain",
    props: (values, settings) => ({
      domainName: values.domain,
      encryptionKey: values.encryption_key,
      permissionsPolicyDocument: policyObject(
        settings("aws_codeartifact_domain_permissions_policy", "domain")[0]?.policy_document,
      ),
    }),
  },
  aws_codeartifact_repository: {
    construct: "codeartifact.CfnRepository",
    props: (values, settings) => ({
      domainName: values.domain,
      repositoryName: values.repository,
      description: values.description,
      externalConnections: connections(values.external_connections),
      upstreams: values.upstream?.map(({ repository_name }) => repository_name),
      permissionsPolicyDocument: policyObject(
        settings("aws_codeartifact_repository_permissions_policy", "repository")[0]?.policy_document,
      ),
    }),
  },
};

function connections(connection) {
  return connection === undefined ? undefined : [connection].flat().map((one) => one.external_connection_name);
}

function encryption([settings]) {
  return {
    serverSideEncryptionConfiguration: [settings.rule].flat().map((rule) => ({
      bucketKeyEnabled: rule.bucket_key_enabled,
      blockedEncryptionTypes: { encryptionType: rule.blocked_encryption_types },
      serverSideEncryptionByDefault: {
        sseAlgorithm: rule.apply_server_side_encryption_by_default.sse_algorithm,
        kmsMasterKeyId: rule.apply_server_side_encryption_by_default.kms_master_key_id,
      },
    })),
  };
}

function lifecycle([settings]) {
  return {
    rules: settings.rule.map((rule) => ({
      id: rule.id,
      status: rule.status,
      prefix: rule.filter?.[0]?.prefix,
      abortIncompleteMultipartUpload: days(rule.abort_incomplete_multipart_upload, (one) => ({
        daysAfterInitiation: one.days_after_initiation,
      })),
      expirationInDays: days(rule.expiration, (one) => one.days),
      expiredObjectDeleteMarker: days(rule.expiration, (one) => one.expired_object_delete_marker),
      noncurrentVersionExpiration: days(rule.noncurrent_version_expiration, (one) => ({
        noncurrentDays: one.noncurrent_days,
      })),
    })),
  };
}

function days(block, read) {
  const [first] = [block ?? []].flat();
  return first === undefined ? undefined : read(first);
}

function logging([settings]) {
  return settings === undefined
    ? undefined
    : { destinationBucketName: settings.target_bucket, logFilePrefix: settings.target_prefix };
}

function ownership([settings]) {
  return { rules: [settings.rule].flat().map((rule) => ({ objectOwnership: rule.object_ownership })) };
}

function publicAccess([settings]) {
  return {
    blockPublicAcls: settings.block_public_acls,
    blockPublicPolicy: settings.block_public_policy,
    ignorePublicAcls: settings.ignore_public_acls,
    restrictPublicBuckets: settings.restrict_public_buckets,
  };
}

function versioning([settings]) {
  return { status: settings.versioning_configuration.status };
}
