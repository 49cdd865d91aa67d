import { type AwsConfiguration, type AwsResource, resourcesOfType } from "../configuration/aws-configuration";
import { isExpression, literalText } from "../configuration/terraform-values";
import { policyStatements } from "../iam/policy-statements";
import type { RelationCheck } from "./relation-check";

const PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html";

/** Refuses a bucket policy about another bucket. */
export const bucketPoliciesNameTheirBucket: RelationCheck = (configuration) =>
  resourcesOfType(configuration.resources, "aws_s3_bucket_policy").flatMap((resource) => {
    const { address, values } = resource;
    const own = bucketOf(resource, configuration);
    const text = values.policy;
    const named = typeof text === "string" ? policyStatements(text).flatMap(({ Resource }) => [Resource].flat()) : [];
    return named
      .filter((name): name is string => typeof name === "string" && own !== undefined && isAnotherBucket(name, own))
      .map((name) => ({
        address,
        argument: "policy",
        problem: "a bucket policy must name its own bucket",
        value: name,
        remedy: "use the ARN of the bucket, or of its objects",
        source: PAGE,
      }));
  });

interface Bucket {
  readonly address: string;
  /** @default - not known */
  readonly name?: string;
}

/** The bucket that a policy is attached to, if it is one of the configuration. */
function bucketOf({ values: { bucket } }: AwsResource, { resources }: AwsConfiguration): Bucket | undefined {
  const buckets = resourcesOfType(resources, "aws_s3_bucket");
  const found = buckets.find(
    ({ address, values }) =>
      typeof bucket === "string" &&
      (bucket.startsWith(`\${${address}.`) || (bucket !== "" && bucket === values.bucket)),
  );
  const name = literalText(found?.values.bucket);
  return found === undefined ? undefined : { address: found.address, ...(name === undefined ? {} : { name }) };
}

function isAnotherBucket(resource: string, own: Bucket): boolean {
  const [, referenced] = /^\$\{(aws_s3_bucket\.[\w-]+)\.arn\}/.exec(resource) ?? [];
  if (referenced !== undefined) {
    return referenced !== own.address;
  }
  const [, name] = /^arn:[\w-]+:s3:::([^/*?]+)/.exec(resource) ?? [];
  return name !== undefined && own.name !== undefined && !isExpression(resource) && name !== own.name;
}
