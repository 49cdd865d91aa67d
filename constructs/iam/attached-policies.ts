import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { Construct } from "constructs";
import { policyDocument, type Statement } from "./policy-document";

/** Props of {@link attachPolicies}. */
export interface AttachedPoliciesProps {
  /** Name of the role. */
  readonly roleName: string;
  /** Prefix of the policy names. */
  readonly policyPrefix: string;
  /** Policy id -> statements. The id is the suffix of the policy's name and Terraform address. */
  readonly statementsByPolicy: Readonly<Record<string, readonly Statement[]>>;
  /** ARNs of existing managed policies to attach. */
  readonly additionalPolicyArns: readonly string[];
}

/**
 * Creates customer managed policies and attaches them to a role. Managed policies have 6,144 characters each, whereas all
 * inline policies of a role share 10,240.
 *
 * The attachments are exclusive: an apply detaches every other policy.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function attachPolicies(scope: Construct, props: AttachedPoliciesProps): void {
  const { roleName, policyPrefix, statementsByPolicy, additionalPolicyArns } = props;
  const policyArns = Object.entries(statementsByPolicy).map(([policyId, statements]) => {
    const policy = new IamPolicy(scope, policyId, {
      name: `${policyPrefix}-${policyId.replaceAll("_", "-")}`,
      policy: policyDocument(statements),
    });
    new IamRolePolicyAttachment(scope, `${policyId}_attachment`, { role: roleName, policyArn: policy.arn });
    return policy.arn;
  });
  new IamRolePolicyAttachmentsExclusive(scope, "only_these", {
    roleName,
    policyArns: [...policyArns, ...additionalPolicyArns],
  });
  new IamRolePoliciesExclusive(scope, "nothing_inline", { roleName, policyNames: [] });
}
