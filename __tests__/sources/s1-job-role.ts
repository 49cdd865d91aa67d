import type { JsonObject } from "../../verify/configuration";
import { account, policy, region } from "./source-system";

interface JobRole {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly buckets: readonly string[];
  readonly keyArns: readonly string[];
}

/**
 * The execution role of S1: it allows jobs with keys and encryption, denies jobs without subnets, and then allows nearly the
 * same jobs again by subnets alone.
 */
export function jobRolePolicy({ subnetIds, securityGroupIds, buckets, keyArns }: JobRole): string {
  return policy(
    ...guarded,
    {
      Sid: "ApprovedNetwork",
      Effect: "Allow",
      Action: "sagemaker:*",
      Resource: "*",
      Condition: {
        "ForAllValues:StringEqualsIfExists": {
          "sagemaker:VpcSubnets": subnetIds,
          "sagemaker:VpcSecurityGroupIds": securityGroupIds,
        },
      },
    },
    {
      Sid: "KeyAccess",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:ReEncrypt"],
      Resource: keyArns,
    },
    {
      Sid: "TeamBuckets",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
      Resource: buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
    },
    ...supporting,
  );
}

const jobs = [
  "sagemaker:CreateTrainingJob",
  "sagemaker:CreateProcessingJob",
  "sagemaker:CreateHyperParameterTuningJob",
  "sagemaker:CreateAutoMLJob",
  "sagemaker:CreateTransformJob",
];

const guarded: readonly JsonObject[] = [
  {
    Sid: "EncryptedJobs",
    Effect: "Allow",
    Action: jobs,
    Resource: "*",
    Condition: {
      Null: { "sagemaker:VolumeKmsKey": "false", "sagemaker:OutputKmsKey": "false" },
      BoolIfExists: { "sagemaker:InterContainerTrafficEncryption": "true" },
    },
  },
  {
    Sid: "JobsNeedSubnets",
    Effect: "Deny",
    Action: jobs,
    Resource: "*",
    Condition: { Null: { "sagemaker:VpcSubnets": "true" } },
  },
  {
    Sid: "SmallEndpoints",
    Effect: "Allow",
    Action: "sagemaker:CreateEndpointConfig",
    Resource: "*",
    Condition: {
      Null: { "sagemaker:VolumeKmsKey": "false" },
      "ForAllValues:StringLike": { "sagemaker:InstanceTypes": "ml.c5.large" },
    },
  },
];

const supporting: readonly JsonObject[] = [
  {
    Sid: "PassRole",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: "*",
    Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
  },
  {
    Sid: "Parameters",
    Effect: "Allow",
    Action: ["ssm:GetParameter", "ssm:GetParameters"],
    Resource: `arn:aws:ssm:${region}:${account}:parameter/ds-*`,
  },
];
