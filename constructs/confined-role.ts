import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { attachPolicies } from "./attached-policies";
import { policyDocument, type Statement } from "./policy-document";

/** Props of {@link ConfinedRole}. */
export interface ConfinedRoleProps {
  /** Name of the role, and prefix of its policies' names. */
  readonly name: string;
  readonly description: string;
  /** Who assumes it. */
  readonly trust: readonly Statement[];
  /** Concern -> statements. */
  readonly permissions: Readonly<Record<string, readonly Statement[]>>;
  /**
   * ARN of the policy that bounds whatever is ever attached to the role.
   *
   * @default - no boundary; the policies attached to the role are all it may do
   */
  readonly permissionsBoundaryArn?: string;
}

/** A role that carries the policies given here and, after each apply, no other. */
export class ConfinedRole extends Construct {
  readonly arn: string;
  /** The role and what it carries, for whatever works only while all of it stands. */
  readonly parts: readonly TerraformResource[];

  constructor(scope: Construct, id: string, props: ConfinedRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "role", {
      name: props.name,
      description: props.description,
      assumeRolePolicy: policyDocument(props.trust),
      permissionsBoundary: props.permissionsBoundaryArn,
      forceDetachPolicies: true,
    });
    attachPolicies(this, {
      roleName: role.name,
      policyPrefix: props.name,
      concerns: props.permissions,
      additionalPolicyArns: [],
    });
    this.arn = role.arn;
    this.parts = this.node.findAll().filter(TerraformResource.isTerraformResource);
  }
}
