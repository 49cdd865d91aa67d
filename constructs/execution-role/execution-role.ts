import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import type { Account } from "../account";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Props of {@link ExecutionRole}. */
export interface ExecutionRoleProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  /**
   * ARN of the policy that bounds whatever is ever attached to the role.
   *
   * @default - no boundary; the policies attached to the role are all it may do
   */
  readonly permissionsBoundaryArn?: string;
}

/**
 * The role that every user of the domain, and every job of theirs, acts as.
 *
 * Only the role and who may assume it: endpoints and buckets name it in their policies, so it exists before them, while
 * what it may do names them, the domain and the keys, and is attached later by `RolePermissions`.
 */
export class ExecutionRole extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: `${props.name}-execution`,
      description: "Studio users and their jobs, inside the perimeter",
      assumeRolePolicy: policyDocument([sageMakerTrustStatement(props.account)]),
      permissionsBoundary: props.permissionsBoundaryArn,
      // A policy that somebody attached by hand would otherwise keep the role from being destroyed.
      forceDetachPolicies: true,
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}

/**
 * SageMaker alone assumes the role, on behalf of this account and region alone. It also sets the source identity, so that
 * CloudTrail names the user profile and not one role for everybody.
 *
 * The asterisk in the source ARN is AWS's own advice: narrower ARNs break Studio.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html
 */
function sageMakerTrustStatement(account: Account): Statement {
  return {
    Sid: "SageMakerAssumesForThisAccount",
    Effect: "Allow",
    Principal: { Service: "sagemaker.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
    Condition: {
      ArnLike: { "aws:SourceArn": account.arn("sagemaker", "*") },
      StringEquals: { "aws:SourceAccount": account.id },
    },
  };
}
