import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/** Props of {@link dataPermissions}. */
export interface DataPermissionsProps {
  /** Prefix of every name of the environment; also a namespace for metrics of its own. */
  readonly name: string;
  readonly account: Account;
  /** The locked buckets, and no other. */
  readonly bucketArns: readonly string[];
  /** Key of the buckets. */
  readonly bucketKeyArn: string;
  /** Key of the domain: home directories, app and job volumes. */
  readonly studioKeyArn: string;
  /** Accounts, beside our own, whose images may be pulled: those in which AWS keeps its own. */
  readonly imageAccountIds: readonly string[];
  /** Whether models and notebooks of JumpStart may be read. */
  readonly jumpStart: boolean;
}

/** What a user reads and writes: objects, with their keys; images; log lines; metrics. */
export function dataPermissions(props: DataPermissionsProps): readonly Statement[] {
  return [
    ...bucketStatements(props),
    ...keyStatements(props),
    ...imageStatements(props),
    ...logAndMetricStatements(props),
    ...(props.jumpStart ? [jumpStartObjectStatement(props.account)] : []),
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
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: bucketArns.map((arn) => `${arn}/*`),
    },
  ];
}

/** A key serves only calls that arrive through the service whose data it encrypts. */
function keyStatements({ account, bucketKeyArn, studioKeyArn }: DataPermissionsProps): readonly Statement[] {
  const through = (...services: readonly string[]) => ({
    "kms:ViaService": services.map((service) => `${service}.${account.region}.amazonaws.com`),
  });
  const dataVerbs = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
  const volumes = through("sagemaker", "ec2", "elasticfilesystem");
  return [
    {
      Sid: "EncryptObjects",
      Effect: "Allow",
      Action: dataVerbs,
      Resource: bucketKeyArn,
      Condition: { StringEquals: through("s3") },
    },
    {
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: dataVerbs,
      Resource: studioKeyArn,
      Condition: { StringEquals: volumes },
    },
    {
      Sid: "LetServicesKeepVolumesOpen",
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: studioKeyArn,
      Condition: { StringEquals: volumes, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
    { Sid: "SeeKeys", Effect: "Allow", Action: "kms:DescribeKey", Resource: [bucketKeyArn, studioKeyArn] },
  ];
}

function imageStatements({ account, imageAccountIds }: DataPermissionsProps): readonly Statement[] {
  const foreign = imageAccountIds.map((id) => `arn:${account.partition}:ecr:${account.region}:${id}:repository/*`);
  return [
    { Sid: "LogInToRegistries", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "PullImages",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: [account.arn("ecr", "repository/*"), ...foreign],
    },
  ];
}

function logAndMetricStatements({ name, account }: DataPermissionsProps): readonly Statement[] {
  return [
    {
      Sid: "LogJobs",
      Effect: "Allow",
      Action: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DescribeLogStreams",
        "logs:GetLogEvents",
        "logs:PutLogEvents",
      ],
      Resource: account.arn("logs", "log-group:/aws/sagemaker/*"),
    },
    {
      Sid: "WriteMetrics",
      Effect: "Allow",
      Action: "cloudwatch:PutMetricData",
      Resource: "*",
      Condition: { StringLike: { "cloudwatch:namespace": ["/aws/sagemaker/*", `${name}/*`] } },
    },
    {
      Sid: "ReadMetrics",
      Effect: "Allow",
      Action: ["cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
      Resource: "*",
    },
  ];
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/jumpstart-foundation-models-use-studio-updated.html */
function jumpStartObjectStatement(account: Account): Statement {
  const bucket = account.s3Arn(`jumpstart-cache-prod-${account.region}`);
  return {
    Sid: "ReadJumpStart",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:ListBucket"],
    Resource: [bucket, `${bucket}/*`],
  };
}
