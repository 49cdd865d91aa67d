import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { attachPolicies } from "./attached-policies";
import { policyDocument, type Statement } from "./policy-document";

/** Props of {@link ExclusivePolicyRole}. */
export interface ExclusivePolicyRoleProps {
  /** Name of the role, and prefix of its policies' names. */
  readonly name: string;
  readonly description: string;
  /** Who assumes it. */
  readonly trustStatements: readonly Statement[];
  /**
   * ARN of the policy that bounds whatever is ever attached to the role.
   *
   * @default - no boundary; the policies attached to the role are all it may do
   */
  readonly permissionsBoundaryArn?: string;
}

/** A role that carries the policies given to it here and, after each apply, no other. */
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
   * What the role may do, once and for all; apart from the role, as it may name what names the role.
   *
   * @param statementsByPolicy concern -> statements
   * @returns the policies, for whatever works only while they are attached
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
