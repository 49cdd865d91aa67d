import { accountResourcesOfType } from "../../fake-aws/account-state";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { OperationCheck, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";
import type { PolicyKind } from "./iam-policy-grammar";
import { policyGrammarErrors } from "./iam-policy-grammar";

interface PolicyArgument {
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
const POLICY_ARGUMENTS: readonly PolicyArgument[] = [
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
];

/** Rejects a policy document that is not valid JSON, violates the policy grammar, or exceeds its size quota. */
export function policyArgumentErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return POLICY_ARGUMENTS.filter((known) => known.type === type).flatMap(({ argument, kind, maxCharacters }) => {
    const text = knownString(attributes[argument]);
    if (!text) {
      return [];
    }
    const tooLong =
      text.length > maxCharacters
        ? [`LimitExceeded: Cannot exceed quota for PolicySize: ${maxCharacters}, got ${text.length} characters`]
        : [];
    return [...policyGrammarErrors(text, kind), ...tooLong].map((error) => ({
      summary: `${type}: ${argument} ${error}`,
      detail: `AWS rejects this policy document: ${text.slice(0, 200)}`,
      attribute: argument,
    }));
  });
}

/** Rejects inline policies of a role that together exceed their quota. */
export const inlinePoliciesFitQuota: OperationCheck = (operation, { accountState }) => {
  if (operation.type !== "aws_iam_role_policy" || operation.kind === "delete") {
    return [];
  }
  const { role, id, policy } = operation.after;
  const others = accountResourcesOfType(accountState, operation.type).filter(
    ({ attributes }) => attributes.role === role && attributes.id !== id,
  );
  const texts = [knownString(policy) ?? "", ...others.map(({ attributes }) => knownString(attributes.policy) ?? "")];
  const characters = texts.join("").length;
  const limit = 10_240;
  return characters > limit
    ? [
        awsApiError(
          operation,
          "LimitExceeded",
          `Maximum policy size of ${limit} bytes exceeded for role ${knownString(role)}`,
        ),
      ]
    : [];
};
