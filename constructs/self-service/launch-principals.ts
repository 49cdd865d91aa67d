import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Account } from "../account";
import { ExclusivePolicyRole } from "../iam/exclusive-policy-role";
import { policyDocument, type Statement } from "../iam/policy-document";
import { developerTrustStatements, type EndUsers } from "./self-service-role-policies";

/** Props of {@link LaunchPrincipals}. */
export interface LaunchPrincipalsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly endUsers: EndUsers;
  /** @default - no boundary */
  readonly permissionsBoundaryArn?: string;
}

/** The developer role; or, where people have roles already, the policy that these are given where they are kept. */
export class LaunchPrincipals extends Construct {
  /** Roles that people launch products as. */
  readonly roleArns: readonly string[];

  private readonly name: string;
  private readonly role?: ExclusivePolicyRole;

  /** @throws when one of the given roles is a pattern, or no role */
  constructor(
    scope: Construct,
    id: string,
    { name, account, endUsers, permissionsBoundaryArn }: LaunchPrincipalsProps,
  ) {
    super(scope, id);
    this.name = `${name}-developer`;
    if (endUsers.kind === "roles") {
      this.roleArns = endUsers.roleArns.map(assertExactRoleArn);
      return;
    }
    this.role = new ExclusivePolicyRole(this, "role", {
      name: this.name,
      description: "People who launch Studio and notebooks from Service Catalog",
      trustStatements: developerTrustStatements(endUsers, account),
      permissionsBoundaryArn,
    });
    this.roleArns = [this.role.arn];
  }

  /** What launching takes; given to our role, or kept as a policy for the others. */
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
    throw new Error(`launchers: are roles by their whole names, got ${roleArn}; name each role without a star`);
  }
  return roleArn;
}
