import { Construct } from "constructs";
import { localStorageInstanceTypes } from "../../aws/local-storage-instances";
import type { PerimeterContext } from "../context/perimeter-context";
import { attachPolicies } from "../iam/attached-policies";
import type { Statement } from "../iam/policy-document";
import { type CapabilityName, capabilityStatementsByPolicy } from "./capabilities/capabilities";
import { dataPermissions } from "./data-permissions";
import { executionRoleDenials } from "./execution-role-denials";
import { type AllowedInstanceTypes, instanceTypeDenials } from "./instance-type-denials";
import { jobKeyDenials, jobNetworkDenials, otherModelDenials } from "./job-denials";
import { jobPermissions } from "./job-permissions";
import { studioPermissions } from "./studio-permissions";

/** Props of {@link ExecutionRolePermissions}. */
export interface ExecutionRolePermissionsProps {
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** ARN of the execution role. */
  readonly executionRoleArn: string;
  /** Name of the execution role. */
  readonly executionRoleName: string;
  /** Id of the Studio domain. */
  readonly domainId: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of the subnets in which jobs may run: those of the domain. */
  readonly subnetIds: readonly string[];
  /** Ids of the security groups that a job may use. For jobs with several instances, one of them must allow itself. */
  readonly securityGroupIds: readonly string[];
  /** ARNs of the locked buckets. */
  readonly bucketArns: readonly string[];
  /** ARN of the KMS key of the locked buckets. Jobs must encrypt their output with it. */
  readonly bucketKeyArn: string;
  /** ARN of the KMS key of the domain. Jobs must encrypt their volumes with it. */
  readonly studioKeyArn: string;
  /**
   * Statements that allow to read packages, from `PackageRepositories.readStatements`.
   *
   * @default - none; the environment has no package repository
   */
  readonly packageStatements?: readonly Statement[];
  /**
   * Twelve-digit ids of the AWS owned accounts whose container images jobs may pull.
   *
   * @default - none; images of this account only
   */
  readonly imageAccountIds?: readonly string[];
  /**
   * Statements that restrict presigned Studio URLs to the network, from `studioPresignedUrlDenials`.
   *
   * @default - none
   */
  readonly presignedUrlDenials?: readonly Statement[];
  /**
   * Whether the role may read the public models of JumpStart.
   *
   * @default false
   */
  readonly jumpStart?: boolean;
  /**
   * What users may do in addition to data, jobs, models and endpoints.
   *
   * @default - nothing
   */
  readonly capabilities?: readonly CapabilityName[];
  /**
   * Id of the endpoint `experiments`, which the capability `mlflow` needs.
   *
   * @default - none
   */
  readonly mlflowEndpointId?: string | undefined;
  /**
   * Patterns of instance types that may run without a volume key, because AWS does not accept one for local storage, as in
   * `ml.g5.*`. An empty list lets no job run without the key.
   *
   * @default - all families that have local disks
   */
  readonly localStorageInstanceTypes?: readonly string[];
  /**
   * Instance types that users may use, by use, as `ml.m5.large` or `ml.m5.*`.
   *
   * @default - all
   */
  readonly instanceTypes?: AllowedInstanceTypes;
  /**
   * What the names of everything that the users create must start with, such as `risk-`. The users then reach nothing of another name,
   * and have no shared spaces, whose apps run as the role of the domain.
   *
   * @default - any name
   */
  readonly namePrefix?: string;
  /**
   * ARNs of additional managed policies. The deny statements apply to them too.
   *
   * @default - none
   */
  readonly additionalPolicyArns?: readonly string[];
}

/** Attaches all policies of the execution role. */
export class ExecutionRolePermissions extends Construct {
  constructor(scope: Construct, id: string, props: ExecutionRolePermissionsProps) {
    super(scope, id);
    attachPolicies(this, {
      roleName: props.executionRoleName,
      policyPrefix: `${props.context.name}-execution`,
      statementsByPolicy: statementsByPolicy(props),
      additionalPolicyArns: props.additionalPolicyArns ?? [],
    });
  }
}

function statementsByPolicy(props: ExecutionRolePermissionsProps): Readonly<Record<string, readonly Statement[]>> {
  const { context, executionRoleArn, domainId, subnetIds, securityGroupIds } = props;
  const { name, account } = context;
  const { namePrefix = "" } = props;
  const instanceDenials = instanceTypeDenials(props.instanceTypes ?? {});
  return {
    studio: studioPermissions({ account, domainId, sharedSpaces: namePrefix === "" }),
    jobs: jobPermissions({
      account,
      executionRoleArn,
      vpcId: props.vpcId,
      subnetIds,
      securityGroupIds,
      namePrefix,
    }),
    ...capabilityStatementsByPolicy(props.capabilities ?? [], {
      name,
      account,
      namePrefix,
      executionRoleArn,
      studioKeyArn: props.studioKeyArn,
      mlflowEndpointId: props.mlflowEndpointId,
    }),
    data: [
      ...dataPermissions({
        context,
        bucketArns: props.bucketArns,
        bucketKeyArn: props.bucketKeyArn,
        studioKeyArn: props.studioKeyArn,
        imageAccountIds: props.imageAccountIds ?? [],
        jumpStart: props.jumpStart ?? false,
        namePrefix,
      }),
      ...(props.packageStatements ?? []),
    ],
    job_network: [
      ...jobNetworkDenials({ subnetIds, securityGroupIds }),
      ...(namePrefix === "" ? [] : otherModelDenials([account.arn("sagemaker", `model/${namePrefix}*`)])),
    ],
    job_keys: jobKeyDenials({
      volumeKeyArns: [props.studioKeyArn],
      outputKeyArns: [props.bucketKeyArn],
      localStorageInstanceTypes: props.localStorageInstanceTypes ?? localStorageInstanceTypes,
    }),
    ...(instanceDenials.length > 0 ? { instances: instanceDenials } : {}),
    denials: [...executionRoleDenials({ account, domainId }), ...(props.presignedUrlDenials ?? [])],
  };
}
