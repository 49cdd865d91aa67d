import type { IAccount } from "../../context/account";
import type { Conditions } from "../../iam/policy-document";

/** The one environment that a pair of roles deploys. */
export interface DeploymentTarget {
  /** Name of the environment, as in `dev`. */
  readonly environment: string;
  /** Prefix of every name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  readonly account: IAccount;
}

/**
 * What Terraform asks of one AWS service for the environment's resources.
 *
 * Reads are what a plan and its refresh ask; writes are what an apply and a destroy ask beside them.
 */
export interface TerraformServicePermissions {
  /** Terraform types that the row serves; every type of an environment's stack must be in one row. */
  readonly resourceTypes: readonly string[];
  /** The environment's resources, by name where AWS lets them have one. */
  readonly resourceArns: (target: DeploymentTarget) => readonly string[];
  readonly readActions: readonly string[];
  readonly writeActions: readonly string[];
  /** Reads that name no resource. */
  readonly unscopedReadActions: readonly string[];
  /** Writes that name no resource. */
  readonly unscopedWriteActions: readonly string[];
  /** @default - writes on the resources are bound by their names alone */
  readonly writeCondition?: (deployed: DeploymentTarget) => Conditions;
}
