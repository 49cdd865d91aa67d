import { allOf } from "../iam/organization-scope";
import type { Conditions, Statement } from "../iam/policy-document";

/** What a locked bucket is locked to. */
export interface BucketLock {
  readonly bucketArn: string;
  /** The only key that an upload may name. */
  readonly keyArn: string;
  /** S3 endpoints through which objects are read, written and listed. */
  readonly s3EndpointIds: readonly string[];
  /** ARN patterns of roles that plan, refresh and destroy: they may list, and read nothing. */
  readonly deployers: readonly string[];
  /** ARN patterns of roles that read from outside in an emergency. */
  readonly breakGlass: readonly string[];
  /**
   * Whether calls that an AWS service forwards, such as Athena's, are let in. With it, stolen credentials read through such
   * a service from anywhere.
   */
  readonly allowForwardedAccess: boolean;
}

/**
 * Every verb on an object, those that AWS adds later too; on `bucket/*` the first pattern reaches no setting of the bucket.
 * Readers of old versions, annotations, tags and torrents take data out as well as GetObject does.
 */
const OBJECT_VERBS = [
  "s3:*Object*",
  "s3:*MultipartUpload*",
  "s3:BypassGovernanceRetention",
  "s3:InitiateReplication",
  "s3:Replicate*",
];

const LIST_VERBS = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"];

/**
 * Policy of a bucket whose data is reached through the environment's own S3 endpoint and in no other way.
 *
 * Denied are verbs on data only. A Deny on settings locks Terraform and the owner out; a Deny of ListBucket for whoever
 * refreshes makes HeadBucket fail, upon which Terraform plans to create the bucket anew.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
export function lockedBucketPolicy(lock: BucketLock): readonly Statement[] {
  return [
    ...transportStatements(lock.bucketArn),
    deny("DenyObjectsOutsideVpce", OBJECT_VERBS, objectsOf(lock.bucketArn), outside(lock, lock.breakGlass)),
    deny("DenyListOutsideVpce", LIST_VERBS, lock.bucketArn, outside(lock, [...lock.deployers, ...lock.breakGlass])),
    ...uploadStatements(lock),
  ];
}

/** TLS 1.2 or better, for whatever is done to the bucket. */
export function transportStatements(bucketArn: string): readonly Statement[] {
  const everything = [bucketArn, objectsOf(bucketArn)];
  return [
    deny("DenyInsecureTransport", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    deny("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}

/** Conditions that hold for everybody but `principals`; AWS refuses an empty list, which excepts nobody. */
export function exceptFor(principals: readonly string[]): Conditions {
  return principals.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": principals } };
}

/** A Deny that speaks to everybody. */
export function deny(
  sid: string,
  action: Statement["Action"],
  resource: Statement["Resource"],
  condition: Conditions,
): Statement {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: action, Resource: resource, Condition: condition };
}

export function objectsOf(bucketArn: string): string {
  return `${bucketArn}/*`;
}

function outside(lock: BucketLock, excepted: readonly string[]): Conditions {
  return allOf(
    { StringNotEquals: { "aws:SourceVpce": lock.s3EndpointIds } },
    exceptFor(excepted),
    lock.allowForwardedAccess ? { BoolIfExists: { "aws:ViaAWSService": "false" } } : {},
  );
}

/**
 * An upload that names no encryption gets the bucket's default; one that names any must name ours. `StringNotEquals` alone
 * would also hold where the header is absent and refuse the first kind. One that asks for KMS without naming a key gets the
 * key of AWS, `aws/s3`, and not the bucket's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function uploadStatements({ bucketArn, keyArn }: BucketLock): readonly Statement[] {
  const objects = objectsOf(bucketArn);
  return [
    deny("DenyWrongSse", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    deny("DenyWrongKey", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
    }),
    deny("DenyKmsWithoutKey", "s3:PutObject", objects, {
      Null: {
        "s3:x-amz-server-side-encryption": "false",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": "true",
      },
    }),
    deny("DenySseC", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
  ];
}
