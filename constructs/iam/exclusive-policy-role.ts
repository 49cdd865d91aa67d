import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { attachPolicies } from "./attached-policies";
import { policyDocument, type Statement } from "./policy-document";

/** Props of {@link ExclusivePolicyRole}. */
export interface ExclusivePolicyRoleProps {
  /** Name of the role, and prefix of its policy names. */
  readonly name: string;
  /** Description of the role in IAM. */
  readonly description: string;
  /** Statements of the trust policy. */
  readonly trustStatements: readonly Statement[];
  /**
   * ARN of the permissions boundary.
   *
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;
}

/** An IAM role with exclusive policies: an apply detaches every policy that is not set here. */
export class ExclusivePolicyRole extends Construct {
  readonly arn: string;

  private readonly name: string;
  private readonly role: IamRole;

  constructor(scope: Construct, id: string, props: ExclusivePolicyRoleProps) {
    super(scope, id);
    this.role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyDocument(props.trustStatements),
      permissionsBoundary: props.permissionsBoundaryArn,
      forceDetachPolicies: true,
    });
    this.name = props.name;
    this.arn = this.role.arn;
  }

  /**
   * Attaches the role's policies. Call it once, after the resources that refer to the role exist.
   *
   * @param statementsByPolicy policy id -> statements
   * @returns role, policies and attachments, for resources that depend on the role's permissions
   */
  setPolicies(statementsByPolicy: Readonly<Record<string, readonly Statement[]>>): readonly TerraformResource[] {
    attachPolicies(this, {
      roleName: this.role.name,
      policyPrefix: this.name,
      statementsByPolicy,
      additionalPolicyArns: [],
    });
    return this.node.findAll().filter(TerraformResource.isTerraformResource);
  }
}
