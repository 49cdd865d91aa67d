import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import { policyDocument, type Statement } from "../iam/policy-document";

/** Props of {@link ExecutionRole}. */
export interface ExecutionRoleProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /**
   * ARN of the permissions boundary.
   *
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;
}

/**
 * The execution role of all Studio users and their jobs, without permissions.
 *
 * Policies of endpoints and buckets refer to the role, and its own policies refer to them. `ExecutionRolePermissions` therefore
 * attaches the policies later.
 */
export class ExecutionRole extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: ExecutionRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: `${props.context.name}-execution`,
      description: "Execution role of Studio users and their jobs",
      assumeRolePolicy: policyDocument([sageMakerTrustStatement(props.context.account)]),
      permissionsBoundary: props.permissionsBoundaryArn,
      // A manually attached policy would otherwise prevent the deletion of the role.
      forceDetachPolicies: true,
    });
    this.arn = role.arn;
    this.name = role.name;
  }
}

/**
 * Only SageMaker may assume the role, on behalf of this account and region. It may set the source identity, so that CloudTrail
 * contains the user profile.
 *
 * AWS recommends the wildcard in the source ARN: narrower ARNs break Studio.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/monitor-user-access.html
 */
function sageMakerTrustStatement(account: IAccount): Statement {
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
