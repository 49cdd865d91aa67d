import { ownEntry } from "../../collections/own-entry";
import type { Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { awsImageAccountsIn, codeArtifactAssetAccountByRegion } from "./aws-image-accounts";

/**
 * Objects with which custom resources respond to CloudFormation. They are written with a presigned URL of CloudFormation, for
 * a stack in any account.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html
 */
export function customResourceResponseArns({ partition, region }: PolicyTextResolver): readonly string[] {
  return [`arn:${partition}:s3:::cloudformation-custom-resource-response-${region.replaceAll("-", "")}/*`];
}

/**
 * ARNs of resources that AWS owns and offers to every customer in the stack's region, for the owners that the statements
 * name. Bucket names contain the region in full: with a wildcard, anyone could register a matching bucket.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/service_owned_resources.md
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export function awsOwnedResourceArns(
  { partition, region }: PolicyTextResolver,
  statements: readonly Statement[],
): readonly string[] {
  const named = statements.flatMap(({ resource }) => resource?.patterns ?? []).join();
  const accounts = awsImageAccountsIn(partition).filter((account) => named.includes(account));
  const packageAssets = ownEntry(codeArtifactAssetAccountByRegion, region);
  const buckets = [
    `prod-${region}-starport-layer-bucket`,
    `jumpstart-cache-prod-${region}`,
    `jumpstart-private-cache-prod-${region}`,
    ...(packageAssets === undefined ? [] : [`assets-${packageAssets}-${region}`]),
  ].flatMap((bucket) => [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`]);
  const images = accounts.flatMap((account) => [
    `arn:${partition}:ecr:${region}:${account}:repository/*`,
    `arn:${partition}:sagemaker:${region}:${account}:image/*`,
    `arn:${partition}:sagemaker:${region}:${account}:image-version/*`,
  ]);
  return [
    ...buckets,
    ...images,
    `arn:${partition}:sagemaker:${region}:aws:hub/*`,
    `arn:${partition}:sagemaker:${region}:aws:hub-content/*`,
    `arn:${partition}:ssm:${region}::parameter/aws/*`,
    `arn:${partition}:iam::aws:policy/*`,
    `arn:${partition}:bedrock:${region}::foundation-model/*`,
  ];
}
