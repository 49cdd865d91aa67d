import { groupBy } from "../../collections/group-by";
import { memoize } from "../../collections/memoize";
import { typesOfBucketParts } from "../../terraform/resource-types/groups/type-groups";
import {
  comparableText,
  isAbsent,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { Evidence } from "../../verdict/claim";
import type { Policy } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import { regionOfResource } from "../language/region-of-resource";
import { readablePolicies, readPolicy, unreadablePolicyDoubts, unresolvedAttachments } from "./read-policy";

/** A bucket of the configuration and the policy that guards it. */
export interface BucketWithPolicy {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** Its Region, where that is another one than that of the provider. An S3 endpoint serves its own Region only. @default - that of the provider */
  readonly region?: string;
  /** Empty when nothing but the account's own IAM decides. */
  readonly policies: readonly Policy[];
  /** Addresses of the resources that configure it, itself included, in the file's order. */
  readonly configuredBy: readonly Resource[];
  readonly doubts: readonly Evidence[];
}

/** Reads every S3 bucket. A policy whose bucket is not known is a doubt of each bucket that it may guard. */
export function readBuckets(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
): readonly BucketWithPolicy[] {
  return resourcesOfType(configuration, "aws_s3_bucket").map((bucket) => {
    const read = readBucket(configuration, text, bucket);
    const unresolved = unresolvedAttachments(configuration, text, "aws_s3_bucket_policy", "bucket", read.name);
    return { ...read, doubts: [...read.doubts, ...unresolved] };
  });
}

function readBucket(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  bucket: Resource,
): BucketWithPolicy {
  const name = text.resolve(`\${${bucket.address}.id}`);
  const bucketResources = bucketSettings(configuration)(text).get(name) ?? [];
  const place = regionOfResource(configuration, text, bucket);
  const policies = bucketResources.filter(({ type }) => type === "aws_s3_bucket_policy");
  const written = isAbsent(bucket.values.policy) ? policies : [...policies, bucket];
  // Whichever of two equal policies S3 keeps, it decides the same.
  const different = groupBy(written, ({ values }) => comparableText(values.policy));
  const readings = [...different.values()].flatMap(([first]) =>
    first === undefined ? [] : [readPolicy(text, first.values.policy, first.address, "resource")],
  );
  return {
    address: bucket.address,
    name,
    arn: text.resolve(`\${${bucket.address}.arn}`),
    ...(place.kind === "other" ? { region: place.region } : {}),
    policies: readablePolicies(readings),
    configuredBy: [bucket, ...bucketResources],
    doubts: [...unreadablePolicyDoubts(readings), ...conflictingBucketPolicies(bucket, readings.length)],
  };
}

function conflictingBucketPolicies(bucket: Resource, count: number): readonly Evidence[] {
  return count > 1
    ? [
        {
          text: `${bucket.address} has ${count} policies and S3 keeps one: which, nothing says`,
          addresses: [bucket.address],
        },
      ]
    : [];
}

/** Resources that configure a bucket, by its name, in the file's order. */
const bucketSettings = memoize(({ resources }: TerraformConfiguration) =>
  memoize(
    (text: PolicyTextResolver): ReadonlyMap<string | undefined, readonly Resource[]> =>
      groupBy(
        resources.filter(({ mode, type }) => mode === "managed" && typesOfBucketParts.has(type)),
        ({ values: { bucket } }) => (typeof bucket === "string" ? text.resolve(bucket) : undefined),
      ),
  ),
);
