import { account, policy, type Resources } from "./source-system";

const root = { AWS: `arn:aws:iam::${account}:root` };

/** The two keys of S1, S2 and S4: one for buckets, one for volumes that nothing uses. */
export function blogKeys(reEncrypt: "kms:ReEncrypt" | "kms:ReEncrypt*"): Resources[""] {
  return {
    buckets: {
      description: "buckets",
      policy: policy(
        { Sid: "EnableIamPermissions", Effect: "Allow", Principal: root, Action: "kms:*", Resource: "*" },
        {
          Sid: "KeyUsers",
          Effect: "Allow",
          Principal: root,
          Action: ["kms:Encrypt", "kms:Decrypt", reEncrypt, "kms:GenerateDataKey", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringNotEquals: { "aws:sourceVpce": "${aws_vpc_endpoint.s3.id}" } },
        },
      ),
    },
    volumes: {
      description: "volumes",
      enable_key_rotation: true,
      policy: policy({
        Sid: "RootDelegatesActions",
        Effect: "Allow",
        Principal: root,
        Action: volumeKeyVerbs,
        Resource: "*",
      }),
    },
  };
}

const volumeKeyVerbs = [
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:EnableKey",
  "kms:GetKeyPolicy",
  "kms:UpdateAlias",
  "kms:CreateAlias",
  "kms:CreateGrant",
  "kms:DisableKey",
  "kms:Revoke*",
  "kms:Disable*",
  "kms:CancelKeyDeletion",
  "kms:ScheduleKeyDeletion",
  "kms:PutKeyPolicy",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:EnableKeyRotation",
  "kms:ListResourceTags",
];

/** A bucket behind the fence of S1, S2 and S4: three verbs are refused outside the endpoint. */
export function fencedBuckets(bucketNames: Readonly<Record<string, string>>): Resources {
  const perBucket = (values: (bucket: string) => Resources[""][""]): Resources[""] =>
    Object.fromEntries(Object.keys(bucketNames).map((name) => [name, values(`aws_s3_bucket.${name}`)]));
  return {
    aws_s3_bucket: Object.fromEntries(Object.entries(bucketNames).map(([name, bucket]) => [name, { bucket }])),
    aws_s3_bucket_public_access_block: perBucket((bucket) => ({
      bucket: `\${${bucket}.id}`,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    })),
    aws_s3_bucket_server_side_encryption_configuration: perBucket((bucket) => ({
      bucket: `\${${bucket}.id}`,
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.buckets.arn}",
          },
        },
      ],
    })),
    aws_s3_bucket_policy: perBucket((bucket) => ({ bucket: `\${${bucket}.id}`, policy: fence(bucket) })),
  };
}

function fence(bucket: string): string {
  return policy({
    Sid: "OnlyThroughEndpoint",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    Resource: [`\${${bucket}.arn}`, `\${${bucket}.arn}/*`],
    Condition: { StringNotEquals: { "aws:sourceVpce": "${aws_vpc_endpoint.s3.id}" } },
  });
}
