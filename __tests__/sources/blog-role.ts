import type { JsonObject } from "../../verify/configuration";
import { account, policy, region } from "./source-system";

/** The execution role's permissions in S2 and S4, which differ in where S3 is granted only. */
export function blogRolePolicy(s3Resources: readonly string[], ...more: readonly JsonObject[]): string {
  return policy(
    ...observability,
    {
      Sid: "KMSAccess",
      Effect: "Allow",
      Action: ["CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ListAliases"].map(kms),
      Resource: "*",
    },
    {
      Sid: "S3Access",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
      Resource: s3Resources,
    },
    {
      Sid: "PassRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    },
    ...sagemaker,
    ...supporting,
    ...more,
  );
}

const kms = (verb: string) => `kms:${verb}`;

const observability: readonly JsonObject[] = [
  {
    Sid: "CloudWatchLogsAccess",
    Effect: "Allow",
    Action: [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
      "logs:GetLogEvents",
    ],
    Resource: [
      `arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/*`,
      `arn:aws:logs:${region}:${account}:log-stream:*`,
    ],
  },
  {
    Sid: "CloudWatchMetricsAccess",
    Effect: "Allow",
    Action: [
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "cloudwatch:PutMetricData",
      "cloudwatch:GetMetricData",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:DescribeAlarms",
    ],
    Resource: "*",
  },
];

const sagemaker: readonly JsonObject[] = [
  {
    Sid: "JobsNeedSubnets",
    Effect: "Deny",
    Action: [
      "sagemaker:CreateTrainingJob",
      "sagemaker:CreateProcessingJob",
      "sagemaker:CreateModel",
      "sagemaker:CreateHyperParameterTuningJob",
    ],
    Resource: "*",
    Condition: { Null: { "sagemaker:VpcSubnets": "true" } },
  },
  { Sid: "SageMakerList", Effect: "Allow", Action: ["sagemaker:Describe*", "sagemaker:List*"], Resource: "*" },
  { Sid: "SignedUrlCreation", Effect: "Allow", Action: "sagemaker:CreateApp", Resource: "*" },
];

const supporting: readonly JsonObject[] = [
  {
    Sid: "ECRAccess",
    Effect: "Allow",
    Action: [
      "ecr:GetAuthorizationToken",
      "ecr:GetDownloadUrlForLayer",
      "ecr:BatchGetImage",
      "ecr:BatchCheckLayerAvailability",
      "ecr:SetRepositoryPolicy",
      "ecr:CompleteLayerUpload",
      "ecr:BatchDeleteImage",
      "ecr:UploadLayerPart",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
    ],
    Resource: "arn:aws:ecr:*:*:repository/*sagemaker*",
  },
  {
    Sid: "EC2Access",
    Effect: "Allow",
    Action: [
      "ec2:CreateNetworkInterface",
      "ec2:CreateNetworkInterfacePermission",
      "ec2:DeleteNetworkInterface",
      "ec2:DeleteNetworkInterfacePermission",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeVpcs",
      "ec2:DescribeDhcpOptions",
      "ec2:DescribeSubnets",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeVpcEndpoints",
    ],
    Resource: "*",
  },
];
