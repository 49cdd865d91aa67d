import { account, allow, deny, otherAccount, type ReferenceCase, type ReferenceStatement } from "./reference-case";

/** What the policies of the source systems really say; measured before this was written. */
const studioBlog = "https://github.com/aws-samples/amazon-sagemaker-studio-vpc-blog";
const workshop = "https://github.com/aws-samples/amazon-sagemaker-studio-secure-data-science-workshop";
const firewallBlog = "https://github.com/aws-samples/amazon-sagemaker-studio-vpc-networkfirewall";

const data = "arn:aws:s3:::project-data-111122223333";
const job = "arn:aws:sagemaker:eu-west-1:111122223333:training-job/x";
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const root = { AWS: `arn:aws:iam::${account}:root` };

const bucketPolicy: readonly ReferenceStatement[] = [
  deny({
    Principal: "*",
    Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    Resource: [data, `${data}/*`],
    Condition: { StringNotEquals: { "aws:sourceVpce": "vpce-own" } },
  }),
];

const jobGuard = deny({
  Action: ["sagemaker:CreateTrainingJob", "sagemaker:CreateProcessingJob", "sagemaker:CreateModel"],
  Condition: { Null: { "sagemaker:VpcSubnets": "true" } },
});

const openBuckets = [
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:GetObjectVersion",
  "s3:PutObjectAcl",
  "s3:GetObjectTagging",
];

function fromOutside(action: string, expected: ReferenceCase["expected"]): ReferenceCase {
  const resource = /Bucket|Configuration/.test(action) ? data : `${data}/x`;
  const says = `the bucket policy of the sample leaves ${action} from outside ${expected}`;
  return { says, source: studioBlog, action, resource, identity: [allow()], resourcePolicy: bucketPolicy, expected };
}

const endpointPolicy = (condition: ReferenceStatement): readonly ReferenceStatement[] => [
  allow({
    Principal: "*",
    Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    Resource: ["arn:aws:s3:::project-models", "arn:aws:s3:::project-models/*"],
    ...condition,
  }),
];

const toForeignBucket = {
  action: "s3:PutObject",
  resource: "arn:aws:s3:::project-models/x",
  principal: { kind: "iam-principal", account: otherAccount, arn: `arn:aws:iam::${otherAccount}:role/thief` },
  identity: [allow()],
  resourcePolicy: [allow({ Principal: "*" })],
  keys: { "aws:PrincipalAccount": otherAccount, "aws:ResourceAccount": otherAccount },
} as const;

export const sourceSystemCases: readonly ReferenceCase[] = [
  fromOutside("s3:GetObject", "explicit-deny"),
  ...openBuckets.map((action) => fromOutside(action, "allowed")),
  ...["s3:ListBucketVersions", "s3:PutBucketPolicy", "s3:PutReplicationConfiguration"].map((action) =>
    fromOutside(action, "allowed"),
  ),
  {
    says: "the sample's role cannot list its own bucket",
    source: studioBlog,
    action: "s3:ListBucket",
    resource: data,
    identity: [allow({ Action: ["s3:GetObject", "s3:ListBucket"], Resource: `${data}/*` })],
    expected: "implicit-deny",
  },
  {
    says: "the sample's role gets no token for ECR",
    source: studioBlog,
    action: "ecr:GetAuthorizationToken",
    resource: "*",
    identity: [allow({ Action: "ecr:GetAuthorizationToken", Resource: "arn:aws:ecr:*:*:repository/*sagemaker*" })],
    expected: "implicit-deny",
  },
  {
    says: "the sample's role may start no job at all",
    source: studioBlog,
    action: "sagemaker:CreateTrainingJob",
    resource: job,
    identity: [jobGuard],
    keys: { "sagemaker:VpcSubnets": ["own"] },
    expected: "implicit-deny",
  },
  {
    says: "the sample's guard passes a job in a foreign subnet",
    source: firewallBlog,
    action: "sagemaker:CreateTrainingJob",
    resource: job,
    identity: [allow(), jobGuard],
    keys: { "sagemaker:VpcSubnets": ["foreign"] },
    expected: "allowed",
  },
  {
    says: "a broad allow with IfExists makes the conditions of a narrow one void",
    source: workshop,
    action: "sagemaker:CreateTrainingJob",
    resource: job,
    identity: [
      allow({ Action: "sagemaker:CreateTrainingJob", Condition: { Null: { "sagemaker:VolumeKmsKeyArn": "false" } } }),
      allow({
        Action: "sagemaker:*",
        Condition: { "ForAllValues:StringEqualsIfExists": { "sagemaker:VpcSubnets": ["own"] } },
      }),
    ],
    keys: { "sagemaker:VpcSubnets": ["own"] },
    expected: "allowed",
  },
  {
    says: "a guard on an action that does not carry its key denies that action for ever",
    source: workshop,
    action: "sagemaker:CreateTransformJob",
    resource: "arn:aws:sagemaker:eu-west-1:111122223333:transform-job/x",
    identity: [
      allow(),
      deny({ Action: "sagemaker:CreateTransformJob", Condition: { Null: { "sagemaker:VpcSubnets": "true" } } }),
    ],
    expected: "explicit-deny",
  },
  {
    says: "a guard with IfExists on everything that is created denies apps as well",
    source: firewallBlog,
    action: "sagemaker:CreateApp",
    resource: "arn:aws:sagemaker:eu-west-1:111122223333:app/d/u/JupyterLab/default",
    identity: [
      allow(),
      deny({
        Action: "sagemaker:Create*",
        Condition: { StringNotEqualsIfExists: { "sagemaker:NetworkIsolation": "true" } },
      }),
    ],
    expected: "explicit-deny",
  },
  {
    says: "an endpoint policy that only names buckets lets a thief write to his own of that name",
    source: studioBlog,
    ...toForeignBucket,
    endpoint: endpointPolicy({}),
    expected: "allowed",
  },
  {
    says: "an endpoint policy that binds both sides does not",
    source: studioBlog,
    ...toForeignBucket,
    endpoint: endpointPolicy({
      Condition: { StringEquals: { "aws:PrincipalAccount": account, "aws:ResourceAccount": account } },
    }),
    expected: "implicit-deny",
  },
  {
    says: "the sample's key policy decrypts from outside the endpoint",
    source: studioBlog,
    action: "kms:Decrypt",
    resource: key,
    resourceMode: "required",
    identity: [allow()],
    resourcePolicy: [
      allow({ Principal: root, Action: "kms:*" }),
      allow({
        Principal: root,
        Action: ["kms:Encrypt", "kms:Decrypt"],
        Condition: { StringNotEquals: { "aws:sourceVpce": "vpce-own" } },
      }),
    ],
    expected: "allowed",
  },
  ...["kms:Decrypt", "kms:GetKeyRotationStatus"].map(
    (action): ReferenceCase => ({
      says: `the sample's volume key refuses its own account ${action}`,
      source: studioBlog,
      action,
      resource: key,
      resourceMode: "required",
      identity: [allow()],
      resourcePolicy: [
        allow({
          Principal: root,
          Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
        }),
      ],
      expected: "implicit-deny",
    }),
  ),
];
