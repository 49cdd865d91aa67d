import type { Conditions, Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";

/** Props of {@link lockedBucketStatements}. */
export interface LockedBucketPolicyProps {
  readonly bucketArn: string;
  /** ARN of the only KMS key that an upload may request. */
  readonly keyArn: string;
  /** Ids of the S3 endpoints through which objects may be read, written and listed. */
  readonly s3EndpointIds: readonly string[];
  /** ARN patterns of the roles that run Terraform. They may list the bucket from outside the VPC, but not read objects. */
  readonly deployers: readonly string[];
  /** ARN patterns of break-glass roles, which may access objects from outside the VPC. */
  readonly breakGlass: readonly string[];
  /**
   * Whether to allow calls that an AWS service such as Athena forwards. If true, stolen credentials can read data through
   * such a service from any network.
   */
  readonly allowForwardedAccess: boolean;
}

/**
 * All object actions, including those that AWS may add. With the resource `bucket/*` the patterns match no bucket setting.
 * Reading versions, annotations, tags or torrents exposes data as GetObject does.
 */
export const OBJECT_ACTIONS: readonly string[] = [
  "s3:*Object*",
  "s3:*MultipartUpload*",
  "s3:BypassGovernanceRetention",
  "s3:InitiateReplication",
  "s3:Replicate*",
];

const LIST_ACTIONS = ["s3:ListBucket", "s3:ListBucketMultipartUploads", "s3:ListBucketVersions"];

/**
 * Bucket policy that allows access to objects only through the environment's S3 endpoints.
 *
 * Only object and list actions are denied. A Deny on bucket settings would lock out Terraform and the account owner. If
 * ListBucket were denied to deployers, HeadBucket would fail and Terraform would plan to create the bucket again.
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

/** Denies every request to a bucket that does not use TLS 1.2 or later. */
export function secureTransportStatements(bucketArn: string): readonly Statement[] {
  const everything = [bucketArn, objectArnPattern(bucketArn)];
  return [
    denyAllPrincipals("DenyInsecureTransport", "s3:*", everything, { Bool: { "aws:SecureTransport": "false" } }),
    denyAllPrincipals("DenyOldTls", "s3:*", everything, { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
  ];
}

/** Conditions that match every principal except `principals`. An empty list gives no condition, because AWS refuses it. */
export function unlessPrincipalArn(principals: readonly string[]): Conditions {
  return principals.length === 0 ? {} : { ArnNotLike: { "aws:PrincipalArn": principals } };
}

/** A Deny statement for all principals. */
export function denyAllPrincipals(
  sid: string,
  action: Statement["Action"],
  resource: Statement["Resource"],
  condition: Conditions,
): Statement {
  return { Sid: sid, Effect: "Deny", Principal: "*", Action: action, Resource: resource, Condition: condition };
}

/** ARN pattern of all objects in a bucket. */
export function objectArnPattern(bucketArn: string): string {
  return `${bucketArn}/*`;
}

function outsideS3Endpoints(props: LockedBucketPolicyProps, exemptArns: readonly string[]): Conditions {
  return mergeConditions(
    { StringNotEquals: { "aws:SourceVpce": props.s3EndpointIds } },
    unlessPrincipalArn(exemptArns),
    props.allowForwardedAccess ? { BoolIfExists: { "aws:ViaAWSService": "false" } } : {},
  );
}

/**
 * Denies uploads that request another encryption than the bucket's key. Uploads without an encryption header get the bucket's
 * default encryption; the `Null` conditions keep them allowed, because `StringNotEquals` matches a missing header too. An
 * upload that requests KMS without a key would be encrypted with the AWS managed key `aws/s3`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function uploadEncryptionStatements({
  bucketArn,
  keyArn,
}: Pick<LockedBucketPolicyProps, "bucketArn" | "keyArn">): readonly Statement[] {
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
