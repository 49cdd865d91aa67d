import { type Configuration, type Json, ofType, type Resource } from "../../terraform/configuration";
import type { Evidence } from "../../verdict/claim";
import type { Policy } from "../language/parse-policy";
import type { TextReader } from "../language/resolve-policy-text";
import { doubtsOf, isSet, policiesOf, readPolicy, strayPolicies } from "./read-policy";

/** A bucket of the configuration and the policy that guards it. */
export interface Bucket {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** Empty when nothing but the account's own IAM decides. */
  readonly policy: readonly Policy[];
  /** Addresses of the resources that configure it, itself included, in the file's order. */
  readonly configuredBy: readonly Resource[];
  readonly doubts: readonly Evidence[];
}

export function readBuckets(configuration: Configuration, text: TextReader): readonly Bucket[] {
  const stray = strayPolicies(configuration, text, "aws_s3_bucket_policy", "bucket");
  return ofType(configuration, "aws_s3_bucket").map((bucket) => {
    const read = readBucket(configuration, text, bucket);
    return { ...read, doubts: [...read.doubts, ...stray] };
  });
}

function readBucket(configuration: Configuration, text: TextReader, bucket: Resource): Bucket {
  const name = text.read(`\${${bucket.address}.id}`);
  const satellites = configuration.resources.filter(
    ({ mode, type, values }) =>
      mode === "managed" && /^aws_s3_(?:bucket_|object$)/.test(type) && names(text, values.bucket, name),
  );
  const policies = satellites.filter(({ type }) => type === "aws_s3_bucket_policy");
  const readings = policies.map(({ address, values }) => readPolicy(text, values.policy, address));
  if (isSet(bucket.values.policy)) {
    readings.push(readPolicy(text, bucket.values.policy, bucket.address));
  }
  return {
    address: bucket.address,
    name,
    arn: text.read(`\${${bucket.address}.arn}`),
    policy: policiesOf(readings),
    configuredBy: [bucket, ...satellites],
    doubts: [...doubtsOf(readings), ...manyPolicies(bucket, readings.length)],
  };
}

function manyPolicies(bucket: Resource, count: number): readonly Evidence[] {
  return count > 1
    ? [
        {
          text: `${bucket.address} has ${count} policies and S3 keeps one: which, nothing says`,
          addresses: [bucket.address],
        },
      ]
    : [];
}

function names(text: TextReader, value: Json | undefined, name: string): boolean {
  return typeof value === "string" && text.read(value) === name;
}
