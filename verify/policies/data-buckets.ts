import { type Configuration, ofType } from "../configuration";
import type { Bucket } from "./buckets";
import { glob, matches } from "./glob";
import type { PolicyModel } from "./policy-model";

/**
 * Buckets that hold data: all but those that only receive access logs. S3 itself writes those, from no endpoint; a bucket
 * that the execution role is granted anything on holds data whatever else it receives.
 */
export function dataBuckets(configuration: Configuration, model: PolicyModel): readonly Bucket[] {
  const logTargets = ofType(configuration, "aws_s3_bucket_logging").flatMap(({ values }) =>
    typeof values.target_bucket === "string" ? [model.text.read(values.target_bucket)] : [],
  );
  return model.buckets.filter((bucket) => !logTargets.includes(bucket.name) || isGranted(bucket, model));
}

/**
 * Whether all that a bucket is for stands in the Terraform: objects with their content, where Studio is granted nothing. Who
 * deploys has that content anyway.
 */
export function isPublishedByTerraform({ configuredBy, ...bucket }: Bucket, model: PolicyModel): boolean {
  const objects = configuredBy.filter(({ type }) => type === "aws_s3_bucket_object" || type === "aws_s3_object");
  return objects.length > 0 && objects.every(({ values }) => "content" in values) && !isGranted(bucket, model);
}

function isGranted(bucket: Pick<Bucket, "arn">, { executionRoles }: PolicyModel): boolean {
  const statements = executionRoles.flatMap(({ identity }) => identity.flatMap((policy) => policy.statements));
  return statements.some(
    ({ effect, action, resource }) =>
      effect === "Allow" &&
      action.patterns.some((pattern) => /^(s3:|\*)/i.test(pattern)) &&
      (resource === undefined ||
        resource.excluded ||
        resource.patterns.some((pattern) => matches(glob(pattern, "resource"), `${bucket.arn}/x`))),
  );
}
