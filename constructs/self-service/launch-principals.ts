import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { ExclusivePolicyRole } from "../iam/exclusive-policy-role";
import { policyDocument, type Statement } from "../iam/policy-document";
import { developerTrustStatements, type EndUsers } from "./self-service-role-policies";

/** Props of {@link LaunchPrincipals}. */
export interface LaunchPrincipalsProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** The users who may launch products. */
  readonly endUsers: EndUsers;
  /**
   * ARN of the permissions boundary.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string;
}

/** The developer role; or, if the users have roles already, a managed policy for these roles. */
export class LaunchPrincipals extends Construct {
  /** ARNs of the roles that launch products. */
  readonly roleArns: readonly string[];

  private readonly name: string;
  private readonly role?: ExclusivePolicyRole;

  /** @throws if an existing role is not the full ARN of a role */
  constructor(scope: Construct, id: string, { context, endUsers, permissionsBoundaryArn }: LaunchPrincipalsProps) {
    super(scope, id);
    this.name = `${context.name}-developer`;
    if (endUsers.kind === "roles") {
      this.roleArns = endUsers.roleArns.map(assertExactRoleArn);
      return;
    }
    this.role = new ExclusivePolicyRole(this, "role", {
      name: this.name,
      description: "Users who launch self-service products in Service Catalog",
      trustStatements: developerTrustStatements(endUsers, context.account),
      permissionsBoundaryArn,
    });
    this.roleArns = [this.role.arn];
  }

  /** Attaches the statements to the developer role, or creates a managed policy for the existing roles. */
  grantLaunch(products: readonly Statement[]): void {
    if (this.role === undefined) {
      new IamPolicy(this, "products", { name: `${this.name}-products`, policy: policyDocument(products) });
    } else {
      this.role.setPolicies({ products });
    }
  }
}

function assertExactRoleArn(roleArn: string): string {
  if (!/:role\/[\w+=,.@/-]+$/.test(roleArn)) {
    throw new Error(`endUsers: must be full role ARNs, got ${roleArn}; list each role without a wildcard`);
  }
  return roleArn;
}
