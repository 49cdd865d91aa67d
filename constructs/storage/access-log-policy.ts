import type { Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";
import { denyAllPrincipals, objectArnPattern, secureTransportStatements, unlessPrincipalArn } from "./bucket-policy";

/** Props of {@link accessLogBucketStatements}. */
export interface AccessLogPolicyProps {
  /** ARN of the bucket that stores the logs. */
  readonly bucketArn: string;
  /** ARNs of the buckets whose access is logged. */
  readonly sourceArns: readonly string[];
  /** Id of the account that owns the logged buckets. */
  readonly sourceAccountId: string;
  /** ARN patterns of break-glass roles, which may change log objects. */
  readonly breakGlass: readonly string[];
}

/**
 * Policy of the access log bucket: only S3 log delivery may write, for the listed source buckets, and no other principal may
 * change or delete objects. Lifecycle expiration is not affected.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogBucketStatements(props: AccessLogPolicyProps): readonly Statement[] {
  const objects = objectArnPattern(props.bucketArn);
  return [
    ...secureTransportStatements(props.bucketArn),
    {
      Sid: "AllowLogDelivery",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: objects,
      Condition: {
        ArnLike: { "aws:SourceArn": props.sourceArns },
        StringEquals: { "aws:SourceAccount": props.sourceAccountId },
      },
    },
    denyAllPrincipals(
      "DenyTampering",
      ["s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"],
      objects,
      mergeConditions({ BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }, unlessPrincipalArn(props.breakGlass)),
    ),
  ];
}
