import type { PolicyKind } from "./policy-grammar";

/** An argument that holds a policy document. */
export interface PolicyArgument {
  readonly type: string;
  readonly argument: string;
  readonly kind: PolicyKind;
  /** Quota of AWS. IAM does not count white space; synthesized policies contain none. */
  readonly maxCharacters: number;
}

/**
 * All arguments that contain a policy document, with their size quotas.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const POLICY_ARGUMENTS: readonly PolicyArgument[] = [
  { type: "aws_iam_role", argument: "assume_role_policy", kind: "trust", maxCharacters: 2048 },
  { type: "aws_iam_role_policy", argument: "policy", kind: "identity", maxCharacters: 10_240 },
  { type: "aws_iam_policy", argument: "policy", kind: "identity", maxCharacters: 6144 },
  { type: "aws_s3_bucket_policy", argument: "policy", kind: "resource", maxCharacters: 20_480 },
  { type: "aws_kms_key", argument: "policy", kind: "resource", maxCharacters: 32_768 },
  { type: "aws_kms_key_policy", argument: "policy", kind: "resource", maxCharacters: 32_768 },
  { type: "aws_vpc_endpoint", argument: "policy", kind: "resource", maxCharacters: 20_480 },
  { type: "aws_vpc_endpoint_policy", argument: "policy", kind: "resource", maxCharacters: 20_480 },
  { type: "aws_cloudwatch_log_resource_policy", argument: "policy_document", kind: "resource", maxCharacters: 5120 },
  {
    type: "aws_codeartifact_domain_permissions_policy",
    argument: "policy_document",
    kind: "resource",
    maxCharacters: 7168,
  },
  {
    type: "aws_codeartifact_repository_permissions_policy",
    argument: "policy_document",
    kind: "resource",
    maxCharacters: 7168,
  },
  { type: "aws_sns_topic", argument: "policy", kind: "resource", maxCharacters: 30_720 },
  { type: "aws_sns_topic_policy", argument: "policy", kind: "resource", maxCharacters: 30_720 },
  { type: "aws_sqs_queue_policy", argument: "policy", kind: "resource", maxCharacters: 20_480 },
];
