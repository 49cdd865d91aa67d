import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** What a locked bucket is locked to. */
export interface LockedBucketPolicyProps {
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
const OBJECT_ACTIONS = [
  "s3:*Object*",
  "s3:*MultipartUpload*",
  "s3:BypassGovernanceRetention",
  "s3:InitiateReplication",
  "s3:Replicate*",
];

const LIST_ACTIONS = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"];

/**
 * Policy of a bucket whose data is reached through the environment's own S3 endpoint and in no other way.
 *
 * Denied are verbs on data only. A Deny on settings locks Terraform and the owner out; a Deny of ListBucket for whoever
 * refreshes makes HeadBucket fail, upon which Terraform plans to create the bucket anew.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies-vpc-endpoint.html
 */
export function lockedBucketStatements(props: LockedBucketPolicyProps): readonly Statement[] {
  return [
    ...secureTransportStatements(props.bucketArn),
    denyAllPrincipals(
      "DenyObjectsOutsideVpce",
      OBJECT_ACTIONS,
      objectArnPattern(props.bucketArn),
      outsideS3Endpoints(props, props.breakGlass),
    ),
    denyAllPrincipals(
      "DenyListOutsideVpce",
      LIST_ACTIONS,
      props.bucketArn,
      outsideS3Endpoints(props, [...props.deployers, ...props.breakGlass]),
    ),
    ...uploadEncryptionStatements(props),
  ];
}

/** TLS 1.2 or better, for whatever is done to the bucket. */
export function secureTransportStatements(bucketArn: string): readonly Statement[] {
  const everything = [bucketArn, objectArnPattern(bucketArn)];
  return [
    denyAllPrincipals("DenyInsecureTransport", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    denyAllPrincipals("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}

/** Conditions that hold for everybody but `principals`; AWS refuses an empty list, which excepts nobody. */
export function unlessPrincipalArn(principals: readonly string[]): Conditions {
  return principals.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": principals } };
}

/** A Deny that speaks to everybody. */
export function denyAllPrincipals(
  sid: string,
  action: Statement["Action"],
  resource: Statement["Resource"],
  condition: Conditions,
): Statement {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: action, Resource: resource, Condition: condition };
}

export function objectArnPattern(bucketArn: string): string {
  return `${bucketArn}/*`;
}

function outsideS3Endpoints(props: LockedBucketPolicyProps, excepted: readonly string[]): Conditions {
  return mergeConditions(
    { StringNotEquals: { "aws:SourceVpce": props.s3EndpointIds } },
    unlessPrincipalArn(excepted),
    props.allowForwardedAccess ? { BoolIfExists: { "aws:ViaAWSService": "false" } } : {},
  );
}

/**
 * An upload that names no encryption gets the bucket's default; one that names any must name ours. `StringNotEquals` alone
 * would also hold where the header is absent and refuse the first kind. One that asks for KMS without naming a key gets the
 * key of AWS, `aws/s3`, and not the bucket's.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function uploadEncryptionStatements({ bucketArn, keyArn }: LockedBucketPolicyProps): readonly Statement[] {
  const objects = objectArnPattern(bucketArn);
  return [
    denyAllPrincipals("DenyWrongSse", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    denyAllPrincipals("DenyWrongKey", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": keyArn },
    }),
    denyAllPrincipals("DenyKmsWithoutKey", "s3:PutObject", objects, {
      Null: {
        "s3:x-amz-server-side-encryption": "false",
        "s3:x-amz-server-side-encryption-aws-kms-key-id": "true",
      },
    }),
    denyAllPrincipals("DenySseC", "s3:PutObject", objects, {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
  ];
}
