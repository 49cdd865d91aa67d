import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import type { Construct } from "constructs";
import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import type { Statement } from "../iam/policy-document";
import { requestedRegionCondition } from "../iam/requested-region-condition";
import { selfServiceBoundaryStatements } from "../self-service/self-service-boundary";
import { SSM_AGENT_ACTIONS } from "../user-access/ssm-agent-permissions";
import { boundaryPolicy, type DeploymentTarget } from "./terraform-permissions/terraform-service-permissions";

/** Props of {@link deploymentBoundaryStatements}. The values are Terraform references or literals. */
export interface DeploymentBoundaryProps extends Pick<DeploymentTarget, "kind" | "name"> {
  readonly account: Pick<IAccount, "arn" | "iamArn" | "s3Arn" | "region">;
  /**
   * Name of the state bucket, if its name does not start with `<name>-state-`.
   * @default - it does
   */
  readonly stateBucketName?: string;
}

/**
 * Statements of the permissions boundary: the maximum permissions of an environment's roles. With Studio they cover the environment's
 * buckets except those of its state, and jobs, keys, images, logs and metrics of the account and region. Roles of an inspection VPC
 * write logs. A boundary grants nothing by itself.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function deploymentBoundaryStatements(props: DeploymentBoundaryProps): readonly Statement[] {
  const { account, name, stateBucketName } = props;
  return [
    ...(props.kind === "studio"
      ? studioStatements(props)
      : [boundaryStatement("Logs", LOG_WRITES, [account.arn("logs", "*")])]),
    {
      Sid: "DenyState",
      Effect: "Deny",
      Action: "s3:*",
      Resource: [
        account.s3Arn(`${name}-state-*`),
        ...(stateBucketName === undefined
          ? []
          : [stateBucketName, `${stateBucketName}/*`].map((arn) => account.s3Arn(arn))),
      ],
    },
  ];
}

function studioStatements({ account, name }: DeploymentBoundaryProps): readonly Statement[] {
  const jumpStart = account.s3Arn(`jumpstart-cache-prod-${account.region}`);
  return [
    boundaryStatement(
      "OwnBuckets",
      ["s3:*Object", "s3:GetObjectTagging", "s3:*MultipartUpload*", "s3:GetBucketLocation", "s3:ListBucket*"],
      [account.s3Arn(`${name}-*`)],
    ),
    boundaryStatement("PublicModels", ["s3:GetObject", "s3:ListBucket"], [jumpStart, `${jumpStart}/*`]),
    boundaryStatement(
      "OwnKeys",
      ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", ...ENCRYPTION_ACTIONS],
      [account.arn("kms", "key/*")],
    ),
    boundaryStatement(
      "Jobs",
      [...SAGEMAKER_ACTIONS, ...PIPELINE_CHANGES, "sagemaker-mlflow:*"],
      [account.arn("sagemaker", "*")],
    ),
    boundaryStatement(
      "Packages",
      ["codeartifact:Get*", "codeartifact:ReadFromRepository"],
      [account.arn("codeartifact", "*")],
    ),
    boundaryStatement(
      "Logs",
      ["logs:Create*", "logs:Describe*", "logs:FilterLogEvents", "logs:GetLogEvents", "logs:PutLogEvents"],
      [account.arn("logs", "*")],
    ),
    boundaryStatement("Parameters", ["ssm:GetParameter*"], [account.arn("ssm", `parameter/studio-perimeter/*`)]),
    boundaryStatement("OwnRoles", ["iam:PassRole"], [account.iamArn(`role/${name}-*`)]),
    boundaryStatement("Interfaces", ["ec2:*NetworkInterface*"], [account.arn("ec2", "*")]),
    boundaryStatement("Machines", ["ec2:StopInstances"], [account.arn("ec2", "instance/*")]),
    { ...boundaryStatement("Agent", SSM_AGENT_ACTIONS, ["*"]), Condition: requestedRegionCondition({ account }) },
    { ...boundaryStatement("Anywhere", UNSCOPED_ACTIONS, ["*"]), Condition: requestedRegionCondition({ account }) },
    ...selfServiceBoundaryStatements({ account, name }),
  ];
}

/**
 * Sets the permissions boundary of every role below a construct to the one that the bootstrap stack has for the environment.
 *
 * @returns the boundary, as `policy/<name>`
 */
export function attachDeploymentBoundary(
  scope: Construct,
  { name, account }: Pick<PerimeterContext, "name" | "account">,
): string {
  const boundary = boundaryPolicy(name);
  attachBoundaryToRoles(scope, account.iamArn(boundary));
  return boundary;
}

/** Sets the permissions boundary of every role below a construct. */
export function attachBoundaryToRoles(scope: Construct, boundaryArn: string): void {
  for (const construct of scope.node.findAll()) {
    if (construct instanceof IamRole) {
      construct.permissionsBoundary = boundaryArn;
    }
  }
}

/** What the role of flow logs does. */
const LOG_WRITES = ["logs:CreateLogStream", "logs:Describe*", "logs:PutLogEvents"];

const ENCRYPTION_ACTIONS = ["kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];

const SAGEMAKER_ACTIONS = [
  "Add",
  "Associate",
  "Batch",
  "Create",
  "Delete",
  "Describe",
  "Disassociate",
  "GetRecord",
  "Invoke",
  "List",
  "PutRecord",
  "StartMonitoring",
  "StartPipeline",
  "Stop",
  "UpdateAction",
  "UpdateArtifact",
  "UpdateContext",
  "UpdateEndpoint",
  "UpdateExperiment",
  "UpdateFeature",
  "UpdateModelPackage",
  "UpdateMonitoring",
  "UpdateSpace",
  "UpdateTrial",
].map((verb) => `sagemaker:${verb}*`);

/**
 * A pipeline and its versions, but not `UpdatePipelineExecution`: an execution that is changed, retried or answered runs on as the role of
 * its pipeline, without `iam:PassRole`.
 */
const PIPELINE_CHANGES = ["sagemaker:UpdatePipeline", "sagemaker:UpdatePipelineVersion"];

/** Actions without resource-level permissions, or on AWS owned resources such as images. */
const UNSCOPED_ACTIONS = [
  "cloudwatch:GetMetric*",
  "cloudwatch:ListMetrics",
  "cloudwatch:PutMetricData",
  "ec2:Describe*",
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetAuthorizationToken",
  "ecr:GetDownloadUrlForLayer",
  "logs:DescribeLogGroups",
  "sagemaker:GetSearchSuggestions",
  "sagemaker:List*",
  "sagemaker:QueryLineage",
  "sagemaker:Search",
  "sts:GetServiceBearerToken",
];

function boundaryStatement(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: "Allow", Action: actions, Resource: resources };
}
