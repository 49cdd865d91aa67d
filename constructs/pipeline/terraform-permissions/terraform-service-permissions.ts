import type { IAccount } from "../../context/account";
import type { Conditions } from "../../iam/policy-document";

/** What a pipeline deploys: an environment with Studio, or the inspection VPC of other environments. */
export type DeploymentKind = "studio" | "inspection";

/** The environment that a plan role and an apply role deploy. */
export interface DeploymentTarget {
  readonly kind: DeploymentKind;
  /** Name of the environment, as in `dev`. */
  readonly environment: string;
  /** Prefix of every resource name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  /** The account in the Region of the environment. */
  readonly account: IAccount;
  /** The account in the Region of the state, its lock and its key. */
  readonly stateAccount: IAccount;
  /** ARN patterns of principals outside the pipeline that it must not change, such as break-glass roles. */
  readonly protectedPrincipalArns: readonly string[];
}

/** Name of the permissions boundary of an environment's roles, by the prefix of its resource names. */
export function boundaryName(name: string): string {
  return `${name}-boundary`;
}

/** The same as the resource of an ARN: `policy/<name>`. */
export function boundaryPolicy(name: string): string {
  return `policy/${boundaryName(name)}`;
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
  /** Write actions without resource-level permissions. They are restricted to the Region of the environment. */
  readonly unscopedWriteActions: readonly string[];
  /**
   * Write actions without resource-level permissions of global services, whose requests name another Region or none.
   * @default - none
   */
  readonly globalWriteActions?: readonly string[];
  /** @default - none; write actions are restricted by resource ARN only */
  readonly writeCondition?: (deployed: DeploymentTarget) => Conditions;
}

/** Permissions of one service in several parts, as one: on the resources of the first part. */
export function mergeServicePermissions(
  first: TerraformServicePermissions,
  ...others: readonly TerraformServicePermissions[]
): TerraformServicePermissions {
  const parts = [first, ...others];
  const merged = (
    field:
      | "globalWriteActions"
      | "resourceTypes"
      | "readActions"
      | "unscopedReadActions"
      | "writeActions"
      | "unscopedWriteActions",
  ): readonly string[] => [...new Set(parts.flatMap((part) => part[field] ?? []))].sort();
  return {
    ...first,
    resourceTypes: merged("resourceTypes"),
    readActions: merged("readActions"),
    unscopedReadActions: merged("unscopedReadActions"),
    writeActions: merged("writeActions"),
    unscopedWriteActions: merged("unscopedWriteActions"),
    globalWriteActions: merged("globalWriteActions"),
  };
}
