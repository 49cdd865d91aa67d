import type { IAccount } from "../../context/account";
import type { Conditions } from "../../iam/policy-document";

/** The environment that a plan role and an apply role deploy. */
export interface DeploymentTarget {
  /** Name of the environment, as in `dev`. */
  readonly environment: string;
  /** Prefix of every resource name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  readonly account: IAccount;
  /** ARN patterns of principals outside the pipeline that it must not change, such as break-glass roles. */
  readonly protectedPrincipalArns: readonly string[];
}

/**
 * Actions of one AWS service that Terraform needs for the environment's resources.
 *
 * A plan needs the read actions. An apply or destroy also needs the write actions.
 */
export interface TerraformServicePermissions {
  /** Terraform resource types. Every type of an environment's stack must be listed for one service. */
  readonly resourceTypes: readonly string[];
  /** ARN patterns of the environment's resources, with their name if the ARN contains it. */
  readonly resourceArns: (target: DeploymentTarget) => readonly string[];
  readonly readActions: readonly string[];
  readonly writeActions: readonly string[];
  /** Read actions without resource-level permissions. */
  readonly unscopedReadActions: readonly string[];
  /** Write actions without resource-level permissions. */
  readonly unscopedWriteActions: readonly string[];
  /** @default - none; write actions are restricted by resource ARN only */
  readonly writeCondition?: (deployed: DeploymentTarget) => Conditions;
}
