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
  /** AWS's limit on the text; IAM does not count white space, and ours has none. */
  readonly maxCharacters: number;
}

/**
 * Every argument that holds a policy, and how long it may be.
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

/** Refuses a policy that is no JSON, no policy, or longer than AWS takes. */
export function policyArgumentErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return POLICY_ARGUMENTS.filter((known) => known.type === type).flatMap(({ argument, kind: place, maxCharacters }) => {
    const text = knownString(attributes[argument]);
    if (!text) {
      return [];
    }
    const tooLong =
      text.length > maxCharacters
        ? [`LimitExceeded: ${text.length} characters, more than the ${maxCharacters} allowed`]
        : [];
    return [...policyGrammarErrors(text, place), ...tooLong].map((fault) => ({
      summary: `${type}: ${argument} ${fault}`,
      detail: `AWS refuses this policy text: ${text.slice(0, 200)}`,
      attribute: argument,
    }));
  });
}

/** IAM counts all inline policies of a role together. */
export const inlinePoliciesFitQuota: OperationCheck = (change, { accountState }) => {
  if (change.type !== "aws_iam_role_policy" || change.kind === "delete") {
    return [];
  }
  const { role, id, policy } = change.after;
  const others = accountResourcesOfType(accountState, change.type).filter(
    ({ attributes }) => attributes.role === role && attributes.id !== id,
  );
  const texts = [knownString(policy) ?? "", ...others.map(({ attributes: row }) => knownString(row.policy) ?? "")];
  const characters = texts.join("").length;
  const limit = 10_240;
  return characters > limit
    ? [
        awsApiError(
          change,
          "LimitExceeded",
          `Maximum policy size of ${limit} bytes exceeded for role ${knownString(role)}`,
        ),
      ]
    : [];
};
