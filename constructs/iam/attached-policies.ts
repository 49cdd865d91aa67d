import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import type { Construct } from "constructs";
import { policyDocument, type Statement } from "./policy-document";

/** What a role carries. */
export interface AttachedPoliciesProps {
  readonly roleName: string;
  /** Prefix of the policies' names. */
  readonly policyPrefix: string;
  /** Concern -> statements; each concern is one policy, and its key the end of the policy's name and address. */
  readonly statementsByPolicy: Readonly<Record<string, readonly Statement[]>>;
  /** ARNs of policies that somebody else keeps. */
  readonly additionalPolicyArns: readonly string[];
}

/**
 * Attaches one customer managed policy for each concern: they hold 6,144 characters each where a role's inline policies share
 * 10,240, and they show in a plan by their concern.
 *
 * The role carries these policies exclusively: one attached by hand is taken off at the next apply.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function attachPolicies(scope: Construct, props: AttachedPoliciesProps): void {
  const { roleName, policyPrefix, statementsByPolicy, additionalPolicyArns } = props;
  const policyArns = Object.entries(statementsByPolicy).map(([concern, statements]) => {
    const policy = new IamPolicy(scope, concern, {
      name: `${policyPrefix}-${concern.replaceAll("_", "-")}`,
      policy: policyDocument(statements),
    });
    new IamRolePolicyAttachment(scope, `${concern}_attachment`, { role: roleName, policyArn: policy.arn });
    return policy.arn;
  });
  new IamRolePolicyAttachmentsExclusive(scope, "only_these", {
    roleName,
    policyArns: [...policyArns, ...additionalPolicyArns],
  });
  new IamRolePoliciesExclusive(scope, "nothing_inline", { roleName, policyNames: [] });
}
