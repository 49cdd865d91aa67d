import type { Account } from "../account";
import type { Statement } from "../iam/policy-document";

/**
 * Lets a function answer CloudFormation, whose bucket takes the answers of custom resources.
 *
 * For the policy of an endpoint that serves nothing but the function. Answers are put by an address that CloudFormation signs
 * with an account of its own, so no condition on the caller can hold: whoever stood behind the endpoint could answer a stack
 * of anybody's, with 4 kB of data in each answer.
 *
 * @param region name of the region, literal: the bucket's name leaves its dashes out
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
export function cloudFormationResponseStatement(account: Pick<Account, "s3Arn">, region: string): Statement {
  return {
    Sid: "AllowAnswersToCloudFormation",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: account.s3Arn(`${responseBucketName(region)}/*`),
  };
}

/** Names that the bucket is addressed by: S3's own form, the older one with a dash, and the oldest in its first region. */
export function cloudFormationResponseHosts(region: string): readonly string[] {
  const hosts = [`s3.${region}`, `s3-${region}`, ...(region === "us-east-1" ? ["s3"] : [])];
  return hosts.map((host) => `${responseBucketName(region)}.${host}.amazonaws.com`);
}

function responseBucketName(region: string): string {
  return `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
}
