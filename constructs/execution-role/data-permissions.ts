import type { IAccount } from "../context/account";
import type { PerimeterContext } from "../context/perimeter-context";
import type { Statement } from "../iam/policy-document";

/** Props of {@link dataPermissions}. */
export interface DataPermissionsProps {
  /** Its name is also the prefix of the CloudWatch namespaces that users may write to. */
  readonly context: Pick<PerimeterContext, "name" | "account">;
  /** ARNs of the locked buckets. */
  readonly bucketArns: readonly string[];
  /** ARN of the KMS key of the buckets. */
  readonly bucketKeyArn: string;
  /** ARN of the KMS key of home directories, app volumes and job volumes. */
  readonly studioKeyArn: string;
  /** Ids of the AWS owned accounts whose container images may be pulled. */
  readonly imageAccountIds: readonly string[];
  /** Whether models and notebooks of JumpStart may be read. */
  readonly jumpStart: boolean;
  /** What the names of jobs and endpoints start with, `risk-`; empty where the logs of all may be read. */
  readonly namePrefix: string;
}

/** Access to data: S3 objects, KMS keys, container images, logs and metrics. */
export function dataPermissions(props: DataPermissionsProps): readonly Statement[] {
  return [
    ...bucketStatements(props),
    ...keyStatements(props),
    ...imageStatements(props),
    ...logAndMetricStatements(props),
    ...(props.jumpStart ? [jumpStartObjectStatement(props.context.account)] : []),
  ];
}

function bucketStatements({ bucketArns }: DataPermissionsProps): readonly Statement[] {
  return [
    {
      Sid: "ListOwnBuckets",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: bucketArns,
    },
    {
      Sid: "ReadAndWriteOwnObjects",
      Effect: "Allow",
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        // The AWS CLI asks for the tags of a large object that it copies, and fails if it may not.
        "s3:GetObjectTagging",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: bucketArns.map((arn) => `${arn}/*`),
    },
  ];
}

/** A key may be used only for calls through the service whose data it encrypts. */
function keyStatements({ context, bucketKeyArn, studioKeyArn }: DataPermissionsProps): readonly Statement[] {
  const viaServices = (...services: readonly string[]) => ({
    "kms:ViaService": services.map((service) => context.account.serviceHost(service)),
  });
  const dataActions = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
  const viaVolumeServices = viaServices("sagemaker", "ec2", "elasticfilesystem");
  return [
    {
      Sid: "EncryptObjects",
      Effect: "Allow",
      Action: dataActions,
      Resource: bucketKeyArn,
      Condition: { StringEquals: viaServices("s3") },
    },
    {
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: dataActions,
      Resource: studioKeyArn,
      Condition: { StringEquals: viaVolumeServices },
    },
    {
      Sid: "CreateGrantsForVolumes",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: studioKeyArn,
      Condition: { StringEquals: viaVolumeServices, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    { Sid: "DescribeKeys", Effect: "Allow", Action: "kms:DescribeKey", Resource: [bucketKeyArn, studioKeyArn] },
  ];
}

function imageStatements({ context, imageAccountIds }: DataPermissionsProps): readonly Statement[] {
  const { account } = context;
  const awsOwnedRepositories = imageAccountIds.map(
    (id) => `arn:${account.partition}:ecr:${account.region}:${id}:repository/*`,
  );
  return [
    { Sid: "LogInToRegistries", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "PullImages",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [account.arn("ecr", "repository/*"), ...awsOwnedRepositories],
    },
  ];
}

function logAndMetricStatements(props: DataPermissionsProps): readonly Statement[] {
  const { context } = props;
  return [
    ...logStatements(props),
    {
      Sid: "WriteMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", `${context.name}/*`] } },
    },
    {
      Sid: "ReadMetrics",
      Effect: "Allow",
      Action: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
      Resource: "*",
    },
  ];
}

const OWN_STREAM_ACTIONS = ["logs:CreateLogStream", "logs:GetLogEvents", "logs:PutLogEvents"];
const GROUP_ACTIONS = ["logs:CreateLogGroup", "logs:DescribeLogStreams"];

/**
 * A log stream of a job starts with the name of the job, and a log group of an endpoint ends with the name of the endpoint. The app logs of
 * all users are in one group, which a team may write but not read. `FilterLogEvents` reads all streams of a group, so a team has it for
 * its endpoints only.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html
 */
function logStatements({ context, namePrefix }: DataPermissionsProps): readonly Statement[] {
  const group = (name: string): string => context.account.arn("logs", `log-group:/aws/sagemaker/${name}`);
  if (namePrefix === "") {
    return [
      {
        Sid: "LogJobs",
        Effect: "Allow",
        Action: [...GROUP_ACTIONS, ...OWN_STREAM_ACTIONS, "logs:FilterLogEvents"].sort(),
        Resource: group("*"),
      },
    ];
  }
  const jobs = ["ProcessingJobs", "TrainingJobs", "TransformJobs"];
  return [
    {
      Sid: "LogOwnJobs",
      Effect: "Allow",
      Action: OWN_STREAM_ACTIONS,
      Resource: [...jobs.map((name) => group(`${name}:log-stream:${namePrefix}*`)), group(`Endpoints/${namePrefix}*`)],
    },
    {
      Sid: "FilterLogsOfOwnEndpoints",
      Effect: "Allow",
      Action: "logs:FilterLogEvents",
      Resource: group(`Endpoints/${namePrefix}*`),
    },
    {
      Sid: "LogApps",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: group("studio:log-stream:*"),
    },
    { Sid: "CreateLogGroups", Effect: "Allow", Action: GROUP_ACTIONS, Resource: group("*") },
  ];
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-use-studio-updated.html */
function jumpStartObjectStatement(account: IAccount): Statement {
  const bucket = account.s3Arn(`jumpstart-cache-prod-${account.region}`);
  return {
    Sid: "ReadJumpStart",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: [bucket, `${bucket}/*`],
  };
}
