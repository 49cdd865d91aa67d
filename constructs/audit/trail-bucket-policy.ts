import type { Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";
import {
  denyAllPrincipals,
  objectArnPattern,
  secureTransportStatements,
  unlessPrincipalArn,
} from "../storage/bucket-policy";

/** Every action that changes an object, and those that AWS may add with these verbs. */
const OBJECT_WRITE_ACTIONS = [
  "Abort",
  "Bypass",
  "Delete",
  "Initiate",
  "ObjectOwner",
  "Put",
  "Replicate",
  "Restore",
  "Update",
].map((verb) => `s3:${verb}*`);

/** Props of {@link trailBucketStatements}. */
export interface TrailBucketPolicyProps {
  /** ARN of the bucket that stores the trail. */
  readonly bucketArn: string;
  /** ARN of the only trail that CloudTrail may deliver. */
  readonly trailArn: string;
  /** Id of the account of the trail. CloudTrail writes below `AWSLogs/<account id>/`. */
  readonly accountId: string;
  /** ARN patterns of the only principals that may change how long objects and versions are kept. */
  readonly custodians: readonly string[];
  /** ARN patterns of break-glass roles, which may change objects. */
  readonly breakGlass: readonly string[];
}

/**
 * Policy of a trail's bucket: CloudTrail writes for this trail only, no other principal changes or deletes objects, and only
 * custodians change versions, lifecycle rules or delete the bucket. Lifecycle expiration is not affected.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailBucketStatements(props: TrailBucketPolicyProps): readonly Statement[] {
  const { bucketArn, trailArn, accountId, custodians, breakGlass } = props;
  const objects = objectArnPattern(bucketArn);
  const byCloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
  const ofThisTrail = { StringEquals: { "aws:SourceArn": trailArn } };
  return [
    ...secureTransportStatements(bucketArn),
    {
      Sid: "AllowTrailToCheckBucket",
      ...byCloudTrail,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: ofThisTrail,
    },
    {
      Sid: "AllowTrailDelivery",
      ...byCloudTrail,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: mergeConditions(ofThisTrail, { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } }),
    },
    denyAllPrincipals(
      "DenyTampering",
      OBJECT_WRITE_ACTIONS,
      objects,
      mergeConditions({ BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }, unlessPrincipalArn(breakGlass)),
    ),
    denyAllPrincipals(
      "DenyForgetting",
      ["s3:DeleteBucket", "s3:PutBucketVersioning", "s3:PutLifecycleConfiguration", "s3:PutReplicationConfiguration"],
      bucketArn,
      unlessPrincipalArn(custodians),
    ),
  ];
}
