import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePoliciesExclusive } from "@cdktf/provider-aws/lib/iam-role-policies-exclusive";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { IamRolePolicyAttachmentsExclusive } from "@cdktf/provider-aws/lib/iam-role-policy-attachments-exclusive";
import { Construct } from "constructs";
import type { Account } from "./account";
import { dataPermissions } from "./data-permissions";
import { keyGuards, networkGuards } from "./job-guards";
import { jobPermissions } from "./job-permissions";
import { policyDocument, type Statement } from "./policy-document";
import { roleDenials } from "./role-denials";
import { studioPermissions } from "./studio-permissions";

/** Props of {@link RolePermissions}. */
export interface RolePermissionsProps {
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

/**
 * Everything the execution role may do, and what it may never do, as customer managed policies: they hold 6,144 characters
 * each where a role's inline policies share 10,240, and they show in a plan by their concern.
 *
 * The role carries these policies exclusively: one attached by hand is taken off at the next apply.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export class RolePermissions extends Construct {
  constructor(scope: Construct, id: string, props: RolePermissionsProps) {
    super(scope, id);
    const policies = Object.entries(concerns(props)).map(([concern, statements]) => {
      const policy = new IamPolicy(this, concern, {
        name: `${props.name}-execution-${concern.replaceAll("_", "-")}`,
        policy: policyDocument(statements),
      });
      new IamRolePolicyAttachment(this, `${concern}_attachment`, {
        role: props.executionRoleName,
        policyArn: policy.arn,
      });
      return policy.arn;
    });
    this.carryNothingElse(props, policies);
  }

  private carryNothingElse(props: RolePermissionsProps, policyArns: readonly string[]): void {
    const additional = props.additionalPolicyArns ?? [];
    new IamRolePolicyAttachmentsExclusive(this, "only_these", {
      roleName: props.executionRoleName,
      policyArns: [...policyArns, ...additional],
    });
    new IamRolePoliciesExclusive(this, "nothing_inline", { roleName: props.executionRoleName, policyNames: [] });
  }
}

/** Concern -> statements; each concern is one policy, and its key the end of the policy's name and address. */
function concerns(props: RolePermissionsProps): Readonly<Record<string, readonly Statement[]>> {
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
    job_network: networkGuards(props),
    job_keys: keyGuards({
      volumeKeyArns: [props.studioKeyArn],
      outputKeyArns: [props.bucketKeyArn],
      localStorageInstanceTypes: props.localStorageInstanceTypes ?? [],
    }),
    denials: roleDenials(props),
  };
}
