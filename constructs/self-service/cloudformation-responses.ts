import { s3Hosts } from "../../aws/partitions";
import type { IAccount } from "../context/account";
import type { Statement } from "../iam/policy-document";

/**
 * Allows uploads to CloudFormation's response bucket for custom resources.
 *
 * Use it only in the policy of an endpoint for the function. The upload uses a presigned URL of CloudFormation's account, so a
 * condition on the principal would never match. Any client of the endpoint could send 4 kB of data to a foreign stack.
 *
 * @param region region name as a literal, because the bucket name contains it without hyphens
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
export function cloudFormationResponseStatement(account: Pick<IAccount, "s3Arn">, region: string): Statement {
  return {
    Sid: "AllowResponsesToCloudFormation",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: account.s3Arn(`${responseBucketName(region)}/*`),
  };
}

/** Host names of the response bucket: the regional form, and where S3 has them the older form with a hyphen and the global form. */
export function cloudFormationResponseHosts(region: string): readonly string[] {
  return s3Hosts(region).map((host) => `${responseBucketName(region)}.${host}`);
}

function responseBucketName(region: string): string {
  return `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
}
