import { regionalServiceHost } from "../../../../aws/partitions";
import { blocksOf, type Json, type Resource } from "../../../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
} from "../../../verdict/findings";
import { bucketAndObjects, objectsOf, type PolicyModel } from "../../ask";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import { keyNamedBy } from "../../attachments/key-with-policy";
import { accessLogSettings, defaultKeysOf, encryptionSettings } from "../data/bucket-settings";
import { judgeDelivery, judgeKeyUse } from "./deliveries";
import type { Trail } from "./trails";

const ownedByBucket = { "s3:x-amz-acl": "bucket-owner-full-control" };

/**
 * Whether CloudTrail can deliver the log files of a trail.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 */
export function judgeTrailDelivery(model: PolicyModel, { address, arn, bucket, key, values }: Trail): Findings {
  const service = "cloudtrail.amazonaws.com";
  const { s3_key_prefix: prefix } = values;
  const start = typeof prefix === "string" && prefix !== "" ? `${model.text.resolve(prefix)}/` : "";
  const encrypted: Readonly<Record<string, string>> =
    key === undefined
      ? {}
      : { "s3:x-amz-server-side-encryption": "aws:kms", "s3:x-amz-server-side-encryption-aws-kms-key-id": key.arn };
  return mergeFindings([
    ...(bucket === undefined
      ? []
      : [
          findingsOf({ doubts: bucket.doubts }),
          key === undefined
            ? findingsOf({})
            : judgeOwnRegion(bucket, `CloudTrail may write to ${bucket.address}`, address),
          judgeDelivery(model, {
            text: `CloudTrail may write to ${bucket.address}`,
            service,
            actions: ["s3:PutObject"],
            on: objectsOf(bucket, `${start}AWSLogs/${model.text.account}/CloudTrail/?*`),
            context: { "aws:SourceArn": arn, ...ownedByBucket, ...encrypted },
            addresses: [address, bucket.address],
          }),
          judgeDelivery(model, {
            text: `CloudTrail may check ${bucket.address}`,
            service,
            actions: ["s3:GetBucketAcl"],
            on: bucketAndObjects(bucket),
            context: { "aws:SourceArn": arn },
            addresses: [address, bucket.address],
          }),
        ]),
    ...(key === undefined
      ? []
      : [
          judgeKeyUse(model, key, {
            text: `CloudTrail may use ${key.address}`,
            service,
            actions: ["kms:GenerateDataKey"],
            context: { "aws:SourceArn": arn, "kms:EncryptionContext:aws:cloudtrail:arn": arn },
            addresses: [address],
          }),
        ]),
  ]);
}

/**
 * Whether S3 can deliver the access logs of a bucket. S3 delivers into no bucket with a KMS key as its default, or with a default
 * retention.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export function judgeAccessLogDelivery(model: PolicyModel, bucket: BucketWithPolicy): Findings {
  return findingsForEach(accessLogSettings(bucket), ({ address, setting }) => {
    const { target_bucket: named, target_prefix: start } = setting;
    const { text, buckets } = model;
    const place = typeof named === "string" ? text.resolve(named) : undefined;
    const target = buckets.find(({ name }) => name === place);
    if (target === undefined) {
      return findingsOf({});
    }
    const addresses = [address, target.address];
    return mergeFindings([
      findingsOf({ doubts: target.doubts }),
      target.region === bucket.region
        ? findingsOf({})
        : counterexample("S3 delivers no access logs into a bucket of another Region", ...addresses),
      findingsForEach(settingsThatStop(target), (what) =>
        counterexample(`S3 delivers no access logs into a bucket with ${what}`, ...addresses),
      ),
      takesLogsByAcl(target)
        ? findingsOf({})
        : judgeDelivery(model, {
            text: `S3 may deliver access logs to ${target.address}`,
            service: "logging.s3.amazonaws.com",
            actions: ["s3:PutObject"],
            on: objectsOf(target, `${typeof start === "string" ? text.resolve(start) : ""}?*`),
            context: { "aws:SourceArn": bucket.arn },
            addresses,
          }),
    ]);
  });
}

/** No model has which services deliver into a bucket of another Region, and with which keys. */
function judgeOwnRegion({ address, region }: BucketWithPolicy, what: string, sender: string): Findings {
  return region === undefined
    ? findingsOf({})
    : doubt(
        `whether ${what} in the Region ${region} is not modeled; name a bucket of the Region of ${sender}`,
        sender,
        address,
      );
}

function settingsThatStop(bucket: BucketWithPolicy): readonly string[] {
  const lockRules = bucket.configuredBy.flatMap(({ values }) => [
    ...blocksOf(values.rule),
    ...blocksOf(values.object_lock_configuration).flatMap(({ rule }) => blocksOf(rule)),
  ]);
  return [
    ...(encryptionSettings(bucket).some(({ setting }) => setting.sse_algorithm !== "AES256")
      ? ["a default encryption other than AES256"]
      : []),
    ...(lockRules.some((rule) => blocksOf(rule.default_retention).length > 0) ? ["a default retention"] : []),
  ];
}

/** The older way to let S3 deliver. */
function takesLogsByAcl({ configuredBy }: BucketWithPolicy): boolean {
  const isDisabled = configuredBy.some(({ values }) =>
    blocksOf(values.rule).some(({ object_ownership: ownership }) => ownership === "BucketOwnerEnforced"),
  );
  return !isDisabled && configuredBy.some(({ values: { acl } }) => acl === "log-delivery-write");
}

/**
 * Whether CloudWatch Logs can use the key of a log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function judgeLogGroupKey(model: PolicyModel, { address, values: { kms_key_id: named } }: Resource): Findings {
  const { text } = model;
  const key = keyNamedBy(named, model);
  const use = `CloudWatch Logs may use the key of ${address}`;
  // A log group without a key is a finding of its own.
  return named === undefined || named === null || named === ""
    ? findingsOf({})
    : key === undefined
      ? doubt(`${use}: the configuration does not contain the key`, address)
      : judgeKeyUse(model, key, {
          text: use,
          service: regionalServiceHost("logs", text.region),
          actions: ["kms:Decrypt", "kms:GenerateDataKey"],
          context: { "kms:EncryptionContext:aws:logs:arn": text.resolve(`\${${address}.arn}`) },
          addresses: [address],
        });
}

/**
 * Whether AWS may deliver logs of a firewall, of queries or of flows to a bucket of the configuration, and may use its KMS key. AWS
 * adds a policy to a bucket that has none, and to no key.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 *
 * @param address what sends the logs
 * @param destination the ARN of the bucket, with a folder or without one
 * @param owner name of the account's folder
 */
export function judgeLogsToBucket(
  model: PolicyModel,
  address: string,
  destination: Json | undefined,
  owner: string = model.text.account,
): Findings {
  const { text } = model;
  const place = typeof destination === "string" ? text.resolve(destination) : "";
  const bucket = model.buckets.find(({ arn }) => place === arn || place.startsWith(`${arn}/`));
  const folder = place.slice(bucket?.arn.length).replace(/^\/|\/$/g, "");
  if (bucket === undefined) {
    return findingsOf({});
  }
  const addresses = [address, bucket.address];
  const context = { "aws:SourceArn": `arn:${text.partition}:logs:${text.region}:${text.account}:0` };
  const service = "delivery.logs.amazonaws.com";
  const hasPolicy = bucket.policies.length > 0 || bucket.doubts.length > 0;
  return mergeFindings([
    findingsOf({ doubts: bucket.doubts }),
    judgeOwnRegion(bucket, `the delivery of logs may write to ${bucket.address}`, address),
    ...(hasPolicy
      ? [
          judgeDelivery(model, {
            text: `the delivery of logs may write to ${bucket.address}`,
            service,
            actions: ["s3:PutObject"],
            on: objectsOf(bucket, `${folder === "" ? "" : `${folder}/`}AWSLogs/${owner}/?*`),
            context: { ...context, ...ownedByBucket },
            addresses,
          }),
          judgeDelivery(model, {
            text: `the delivery of logs may check ${bucket.address}`,
            service,
            actions: ["s3:GetBucketAcl"],
            on: bucketAndObjects(bucket),
            context,
            addresses,
          }),
        ]
      : []),
    findingsForEach(defaultKeysOf(model, bucket), (key) =>
      key === undefined
        ? doubt(
            `the delivery of logs may use the key of ${bucket.address}: the configuration does not contain the key`,
            ...addresses,
          )
        : judgeKeyUse(model, key, {
            text: `the delivery of logs may use the key of ${bucket.address}`,
            service,
            actions: ["kms:Decrypt", "kms:GenerateDataKey"],
            context,
            addresses,
          }),
    ),
  ]);
}
