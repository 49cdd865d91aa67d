import { account, allow, deny, type ReferenceCase, type ReferenceStatement } from "./reference-case";

/** Ways of locking a bucket to one endpoint, asked the same questions; measured before this was written. */
const lockMeasured = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html";

const objects = "arn:aws:s3:::bucket/*";
const itself = "arn:aws:s3:::bucket";
const named = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const everybody = { Principal: "*" };

/** Deny on every object and list verb, with named exceptions, and on wrong encryption. */
const everyVerb: readonly ReferenceStatement[] = [
  deny({
    ...everybody,
    Action: "s3:*",
    Resource: [itself, objects],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  }),
  deny({
    ...everybody,
    Action: [
      ...["s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload"],
      ...["s3:ListMultipartUploadParts", "s3:RestoreObject"],
    ],
    Resource: objects,
    Condition: {
      StringNotEquals: { "aws:SourceVpce": ["vpce-own"] },
      ArnNotLike: { "aws:PrincipalArn": [named("break-glass")] },
    },
  }),
  deny({
    ...everybody,
    Action: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
    Resource: itself,
    Condition: {
      StringNotEquals: { "aws:SourceVpce": ["vpce-own"] },
      ArnNotLike: { "aws:PrincipalArn": [named("deployer"), named("break-glass")] },
    },
  }),
  deny({
    ...everybody,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    },
  }),
  deny({
    ...everybody,
    Action: "s3:PutObject",
    Resource: objects,
    Condition: {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "own-key" },
    },
  }),
];

const outside = { StringNotEquals: { "aws:SourceVpce": "vpce-own" } };

/** The three verbs of the published sample. */
const threeVerbs: readonly ReferenceStatement[] = [
  deny({
    ...everybody,
    Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
    Resource: [itself, objects],
    Condition: outside,
  }),
];

const everything: readonly ReferenceStatement[] = [
  deny({ ...everybody, Action: "s3:*", Resource: [itself, objects], Condition: outside }),
];

type Answer = "allowed" | "explicit-deny";

/** One question: who, what, and the answers of the three locks. */
function row(who: string, action: string, ...answers: readonly (Answer | undefined)[]): readonly ReferenceCase[] {
  const locks = {
    "the lock on every verb": everyVerb,
    "the lock on three verbs": threeVerbs,
    "the lock on everything": everything,
  };
  const isOnBucket = /s3:(List|.*Bucket|.*Configuration|GetBucket)/.test(action);
  return Object.entries(locks).flatMap(([lock, resourcePolicy], index) => {
    const expected = answers[index];
    return expected === undefined
      ? []
      : [
          question(
            `${lock}: ${action} by ${who} from outside is ${expected}`,
            who,
            action,
            isOnBucket,
            resourcePolicy,
            expected,
          ),
        ];
  });
}

function question(
  says: string,
  who: string,
  action: string,
  isOnBucket: boolean,
  resourcePolicy: readonly ReferenceStatement[],
  expected: Answer,
): ReferenceCase {
  return {
    says,
    source: lockMeasured,
    principal: { kind: "iam-principal", account, arn: named(who) },
    action,
    resource: isOnBucket ? itself : "arn:aws:s3:::bucket/key",
    identity: [allow()],
    resourcePolicy,
    keys: { "aws:SecureTransport": "true", "aws:PrincipalArn": named(who) },
    expected,
  };
}

const inside = { "aws:SecureTransport": "true", "aws:SourceVpce": "vpce-own", "aws:PrincipalArn": named("studio") };

function upload(says: string, keys: ReferenceCase["keys"], expected: Answer): ReferenceCase {
  return {
    says,
    source: lockMeasured,
    action: "s3:PutObject",
    identity: [allow()],
    resourcePolicy: everyVerb,
    keys: { ...inside, ...keys },
    expected,
  };
}

export const bucketPolicyCases: readonly ReferenceCase[] = [
  ...row("admin", "s3:GetObject", "explicit-deny", "explicit-deny", "explicit-deny"),
  ...row("admin", "s3:DeleteObject", "explicit-deny", "allowed", "explicit-deny"),
  ...row("admin", "s3:DeleteObjectVersion", "explicit-deny", "allowed", "explicit-deny"),
  ...row("admin", "s3:GetObjectVersion", "explicit-deny", "allowed", "explicit-deny"),
  ...row("admin", "s3:PutObjectAcl", "explicit-deny", "allowed", "explicit-deny"),
  ...row("admin", "s3:RestoreObject", "explicit-deny", "allowed", "explicit-deny"),
  ...row("admin", "s3:ListBucket", "explicit-deny", "explicit-deny", "explicit-deny"),
  ...row("admin", "s3:ListBucketVersions", "explicit-deny", "allowed", "explicit-deny"),
  ...row("deployer", "s3:ListBucket", "allowed", "explicit-deny", "explicit-deny"),
  ...row("deployer", "s3:PutBucketPolicy", "allowed", "allowed", "explicit-deny"),
  ...row("deployer", "s3:GetBucketPolicy", "allowed", "allowed", "explicit-deny"),
  ...row("deployer", "s3:DeleteBucketPolicy", "allowed", "allowed", "explicit-deny"),
  ...row("deployer", "s3:PutEncryptionConfiguration", "allowed", "allowed", "explicit-deny"),
  ...row("deployer", "s3:GetBucketVersioning", "allowed", "allowed", "explicit-deny"),
  ...row("deployer", "s3:GetObject", "explicit-deny", "explicit-deny", "explicit-deny"),
  ...row("deployer", "s3:DeleteObject", "explicit-deny", "allowed", "explicit-deny"),
  ...row("break-glass", "s3:GetObject", "allowed"),
  upload("an upload through the endpoint with the bucket's default passes", {}, "allowed"),
  upload("an upload through another endpoint is denied", { "aws:SourceVpce": "vpce-other" }, "explicit-deny"),
  upload(
    "an upload with another key is denied",
    { "s3:x-amz-server-side-encryption-aws-kms-key-id": "other-key" },
    "explicit-deny",
  ),
  upload("an upload with another method is denied", { "s3:x-amz-server-side-encryption": "AES256" }, "explicit-deny"),
  upload("an upload without TLS is denied", { "aws:SecureTransport": "false" }, "explicit-deny"),
];
