import { Construct } from "constructs";
import type { Account } from "../account";
import { attachPolicies } from "../iam/attached-policies";
import type { Statement } from "../iam/policy-document";
import { dataPermissions } from "./data-permissions";
import { executionRoleDenials } from "./execution-role-denials";
import { jobKeyDenials, jobNetworkDenials } from "./job-denials";
import { jobPermissions } from "./job-permissions";
import { studioPermissions } from "./studio-permissions";

/** Props of {@link ExecutionRolePermissions}. */
export interface ExecutionRolePermissionsProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly account: Account;
  readonly executionRoleArn: string;
  readonly executionRoleName: string;
  readonly domainId: string;
  readonly vpcId: string;
  /** Subnets in which jobs may run: those of the domain. */
  readonly subnetIds: readonly string[];
  /**
   * Security groups that a job may carry. Jobs of several instances talk to each other: one of these groups must then admit
   * itself.
   */
  readonly securityGroupIds: readonly string[];
  /** The locked buckets that jobs and notebooks read and write. */
  readonly bucketArns: readonly string[];
  /** Key of the locked buckets; what a job writes is encrypted with it. */
  readonly bucketKeyArn: string;
  /** Key of the domain; job volumes are encrypted with it. */
  readonly studioKeyArn: string;
  /**
   * Reading packages, as `Packages.readStatements` has it.
   *
   * @default - none; the environment has no package repository
   */
  readonly packageStatements?: readonly Statement[];
  /**
   * Twelve-digit ids of the accounts in which AWS keeps the images that jobs may pull.
   *
   * @default - none; own repositories only
   */
  readonly imageAccountIds?: readonly string[];
  /**
   * Where the role may ask for URLs of Studio from and use them, as `studioUrlDenials` has it.
   *
   * @default - wherever its credentials are
   */
  readonly presignedUrlDenials?: readonly Statement[];
  /**
   * Whether JumpStart's public models may be read.
   *
   * @default false
   */
  readonly jumpStart?: boolean;
  /**
   * Patterns of instance types that may run without a volume key, because AWS accepts none for local storage, as in `ml.g5.*`.
   *
   * @default - none; every job names the key
   */
  readonly localStorageInstanceTypes?: readonly string[];
  /**
   * ARNs of further policies of the company, for what its users need beside jobs and data. The guards and denials bind them
   * as well.
   *
   * @default - none
   */
  readonly additionalPolicyArns?: readonly string[];
}

/** Everything the execution role may do, and what it may never do. */
export class ExecutionRolePermissions extends Construct {
  constructor(scope: Construct, id: string, props: ExecutionRolePermissionsProps) {
    super(scope, id);
    attachPolicies(this, {
      roleName: props.executionRoleName,
      policyPrefix: `${props.name}-execution`,
      statementsByPolicy: statementsByPolicy(props),
      additionalPolicyArns: props.additionalPolicyArns ?? [],
    });
  }
}

function statementsByPolicy(props: ExecutionRolePermissionsProps): Readonly<Record<string, readonly Statement[]>> {
  return {
    studio: studioPermissions(props),
    jobs: jobPermissions(props),
    data: [
      ...dataPermissions({
        ...props,
        imageAccountIds: props.imageAccountIds ?? [],
        jumpStart: props.jumpStart ?? false,
      }),
      ...(props.packageStatements ?? []),
    ],
    job_network: jobNetworkDenials(props),
    job_keys: jobKeyDenials({
      volumeKeyArns: [props.studioKeyArn],
      outputKeyArns: [props.bucketKeyArn],
      localStorageInstanceTypes: props.localStorageInstanceTypes ?? [],
    }),
    denials: [...executionRoleDenials(props), ...(props.presignedUrlDenials ?? [])],
  };
}
