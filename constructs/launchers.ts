import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { Construct } from "constructs";
import type { Account } from "./account";
import { ConfinedRole } from "./confined-role";
import { policyDocument, type Statement } from "./policy-document";
import { developerTrust, type EndUsers } from "./self-service-roles";

/** Props of {@link Launchers}. */
export interface LaunchersProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly endUsers: EndUsers;
  /** What launching takes. */
  readonly permissions: readonly Statement[];
  /** @default - no boundary */
  readonly permissionsBoundaryArn?: string;
}

/**
 * ARNs of the roles that people launch products as, known before anything stands.
 *
 * @throws when one of the given roles is a pattern, or no role
 */
export function launcherRoleArns({ name, account, endUsers }: Pick<LaunchersProps, "name" | "account" | "endUsers">) {
  if (endUsers.kind !== "roles") {
    return [account.iamArn(`role/${name}-developer`)];
  }
  for (const arn of endUsers.roleArns) {
    if (!/:role\/[\w+=,.@/-]+$/.test(arn)) {
      throw new Error(`launchers: are roles by their whole names, got ${arn}; name each role without a star`);
    }
  }
  return endUsers.roleArns;
}

/** The developer role; or, where people have roles already, the policy that these are given where they are kept. */
export class Launchers extends Construct {
  readonly roleArns: readonly string[];

  constructor(scope: Construct, id: string, props: LaunchersProps) {
    super(scope, id);
    const { endUsers, account, permissions, permissionsBoundaryArn } = props;
    const name = `${props.name}-developer`;
    if (endUsers.kind === "roles") {
      new IamPolicy(this, "products", { name: `${name}-products`, policy: policyDocument(permissions) });
      this.roleArns = launcherRoleArns(props);
      return;
    }
    const role = new ConfinedRole(this, "role", {
      name,
      description: "People who launch Studio and notebooks from Service Catalog",
      trust: developerTrust(endUsers, account),
      permissions: { products: permissions },
      permissionsBoundaryArn,
    });
    this.roleArns = [role.arn];
  }
}
