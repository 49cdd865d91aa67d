import type { Account } from "./account";
import type { Statement } from "./policy-document";

/**
 * Lets functions in the network answer CloudFormation, whose bucket takes the answers of custom resources. For the policy of
 * the S3 endpoint.
 *
 * Answers are put by an address that CloudFormation signs with an account of its own, so no condition on the caller can
 * hold; writing is all it allows, and the bucket is AWS's.
 *
 * @param region name of the region, literal: the bucket's name leaves its dashes out
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
export function cloudFormationAnswers(account: Pick<Account, "s3Arn">, region: string): Statement {
  return {
    Sid: "AllowAnswersToCloudFormation",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: account.s3Arn(`${answerBucket(region)}/*`),
  };
}

/** Names that the bucket is addressed by; those without a region or with a dash before it are older forms of S3's. */
export function cloudFormationAnswerNames(region: string): readonly string[] {
  return [`s3.${region}`, `s3-${region}`, "s3"].map((host) => `${answerBucket(region)}.${host}.amazonaws.com`);
}

function answerBucket(region: string): string {
  return `cloudformation-custom-resource-response-${region.replaceAll("-", "")}`;
}
