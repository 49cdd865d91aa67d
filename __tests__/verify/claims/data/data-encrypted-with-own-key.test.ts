import { dataEncryptedWithOwnKey } from "../../../../verify/claims/data/data-encrypted-with-own-key";
import { describeClaimCases } from "../../fixtures/claim-cases";
import { combineEdits } from "../../fixtures/network-perimeter";
import { dropStatement, putArguments } from "../../fixtures/policy-perimeter";

const policy = ["aws_s3_bucket_policy", "data"] as const;
const encryption = ["aws_s3_bucket_server_side_encryption_configuration", "data"] as const;

function standard(method: string, key: string | null) {
  return putArguments(...encryption, {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: method, kms_master_key_id: key } }],
  });
}

describeClaimCases(dataEncryptedWithOwnKey, [
  [
    "is violated when the domain has no key",
    putArguments("aws_sagemaker_domain", "studio", { kms_key_id: null }),
    "violated",
    /aws_sagemaker_domain\.studio is encrypted with no key/,
  ],
  [
    "is violated when the domain's key is not the stack's",
    putArguments("aws_sagemaker_domain", "studio", { kms_key_id: "alias/aws/elasticfilesystem" }),
    "violated",
  ],
  [
    "is violated by a log group without a key",
    putArguments("aws_cloudwatch_log_group", "jobs", { name: "jobs" }),
    "violated",
    /aws_cloudwatch_log_group\.jobs/,
  ],
  [
    "is violated by a package domain without a key",
    putArguments("aws_codeartifact_domain", "packages", { domain: "packages" }),
    "violated",
  ],
  ["is violated when the bucket's default is S3's own key", standard("AES256", null), "violated", /AES256/],
  ["is violated when the bucket's default is AWS's key", standard("aws:kms", null), "violated", /no key/],
  [
    "is violated when the bucket has no default",
    (resources) => void delete resources[encryption[0]],
    "violated",
    /no default encryption/,
  ],
  [
    "is violated when uploads may name another method",
    dropStatement(...policy, "Method"),
    "violated",
    /server-side-encryption = any other value/,
  ],
  [
    "is violated when uploads may name another key",
    dropStatement(...policy, "Key"),
    "violated",
    /aws-kms-key-id = any other value/,
  ],
  [
    "is violated when uploads may name the method and leave S3 to take AWS's key",
    dropStatement(...policy, "MethodWithoutKey"),
    "violated",
    /no s3:x-amz-server-side-encryption-aws-kms-key-id/,
  ],
  [
    "is violated when uploads may bring a key of their own",
    dropStatement(...policy, "CustomerKey"),
    "violated",
    /customer-algorithm = any other value/,
  ],
  [
    "is proved when the key is named by an alias of the stack",
    combineEdits(
      putArguments("aws_kms_alias", "main", { name: "alias/main", target_key_id: "${aws_kms_key.main.key_id}" }),
      putArguments("aws_sagemaker_domain", "studio", { kms_key_id: "${aws_kms_alias.main.arn}" }),
    ),
    "proved",
  ],
  [
    "is violated when the alias is of a key elsewhere",
    combineEdits(
      putArguments("aws_kms_alias", "main", { name: "alias/main", target_key_id: "1234" }),
      putArguments("aws_sagemaker_domain", "studio", { kms_key_id: "${aws_kms_alias.main.arn}" }),
    ),
    "violated",
  ],
]);
