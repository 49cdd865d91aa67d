import type { Statement } from "../iam/policy-document";
import { mergeConditions } from "../iam/trusted-scope";
import { denyAllPrincipals, objectArnPattern, secureTransportStatements, unlessPrincipalArn } from "./bucket-policy";

/** Who delivers access logs to a bucket, and who may touch them afterwards. */
export interface AccessLogPolicyProps {
  readonly bucketArn: string;
  /** Buckets whose access is logged. */
  readonly sourceArns: readonly string[];
  /** Account that owns the logged buckets. */
  readonly sourceAccountId: string;
  /** ARN patterns of roles that may correct the log in an emergency. */
  readonly breakGlass: readonly string[];
}

/**
 * Policy of the bucket that access logs go to: S3 alone writes, on behalf of the named buckets alone, and nobody changes or
 * removes a line; lifecycle expiry is S3's own doing and passes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function accessLogBucketStatements(delivery: AccessLogPolicyProps): readonly Statement[] {
  const objects = objectArnPattern(delivery.bucketArn);
  return [
    ...secureTransportStatements(delivery.bucketArn),
    {
      Sid: "AllowLogDelivery",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: objects,
      Condition: {
        ArnLike: { "aws:SourceArn": delivery.sourceArns },
        StringEquals: { "aws:SourceAccount": delivery.sourceAccountId },
      },
    },
    denyAllPrincipals(
      "DenyTampering",
      ["s3:PutObject*", "s3:DeleteObject*", "s3:Replicate*"],
      objects,
      mergeConditions(
        { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
        unlessPrincipalArn(delivery.breakGlass),
      ),
    ),
  ];
}
