import {
  blocksOf,
  isExpressionText,
  isFalse,
  isTrue,
  type Json,
  type JsonObject,
  type Resource,
} from "../../../terraform/terraform-configuration";
import { counterexample, doubt, type Findings, findingsForEach, proof } from "../../../verdict/findings";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import { type KeyWithPolicy, keyNamedBy } from "../../attachments/key-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";

/**
 * Whether every versioning setting of a bucket is enabled. A bucket without one has no versions.
 *
 * @param what the bucket in a sentence, as in `the log bucket`
 */
export function judgeVersioning({ address, configuredBy }: BucketWithPolicy, what: string): Findings {
  const settings = configuredBy.flatMap(({ values }) => [
    ...blocksOf(values.versioning_configuration).map(({ status }) => status),
    ...blocksOf(values.versioning).map(({ enabled }) => enabled),
  ]);
  const text = `versioning of ${what} is ${settings.length === 0 ? "not set" : settings.map((value) => JSON.stringify(value ?? null)).join(" and ")}`;
  if (settings.some(isExpressionText)) {
    return doubt(text, address);
  }
  const isEnabled = settings.length > 0 && settings.every((value) => value === "Enabled" || isTrue(value));
  return (isEnabled ? proof : counterexample)(text, address);
}

/** Default encryptions of a bucket, with the address of the resource that says so: one of its own, or the bucket itself. */
export function encryptionSettings({
  configuredBy,
}: BucketWithPolicy): readonly { readonly address: string; readonly setting: JsonObject }[] {
  return configuredBy.flatMap(({ type, address, values }) => {
    const rules =
      type === "aws_s3_bucket_server_side_encryption_configuration"
        ? blocksOf(values.rule)
        : blocksOf(values.server_side_encryption_configuration).flatMap(({ rule }) => blocksOf(rule));
    return rules
      .flatMap((rule) => blocksOf(rule.apply_server_side_encryption_by_default))
      .map((setting) => ({ address, setting }));
  });
}

/**
 * The KMS keys with which S3 encrypts what arrives in a bucket without a key of its own; `undefined` for one that is not in the
 * configuration.
 */
export function defaultKeysOf(model: PolicyModel, bucket: BucketWithPolicy): readonly (KeyWithPolicy | undefined)[] {
  return encryptionSettings(bucket)
    .filter(({ setting }) => setting.sse_algorithm !== "AES256")
    .map(({ setting }) => keyNamedBy(setting.kms_master_key_id, model, bucket.region));
}

/** Where a bucket logs access to it, and the address of the resource that says so: one of its own, or the bucket itself. */
export function accessLogSettings({
  configuredBy,
}: BucketWithPolicy): readonly { readonly address: string; readonly setting: JsonObject }[] {
  return configuredBy.flatMap(({ type, address, values }) =>
    (type === "aws_s3_bucket_logging" ? [values] : blocksOf(values.logging)).map((setting) => ({ address, setting })),
  );
}

/** Lifecycle rules of a bucket that are not disabled, from resources of their own and from the bucket itself. */
export function activeLifecycleRules({ configuredBy }: BucketWithPolicy): readonly JsonObject[] {
  return configuredBy.flatMap(activeRulesIn);
}

/** Lifecycle rules that are not disabled, of a bucket itself or of its lifecycle configuration. Other resources have none. */
export function activeRulesIn({ type, values }: Resource): readonly JsonObject[] {
  const rules =
    type === "aws_s3_bucket"
      ? values.lifecycle_rule
      : type === "aws_s3_bucket_lifecycle_configuration"
        ? values.rule
        : undefined;
  return blocksOf(rules).filter(({ status, enabled }) => status !== "Disabled" && !isFalse(enabled));
}

/**
 * Whether no lifecycle rule of a bucket expires objects before a number of days, or on a date.
 *
 * @param what the objects in a sentence, as in `objects of the log bucket`
 */
export function judgeExpiration(bucket: BucketWithPolicy, what: string, declaredDays: number): Findings {
  const expirations = activeLifecycleRules(bucket).flatMap(({ expiration }) => blocksOf(expiration));
  return findingsForEach(expirations, ({ days, date }) => {
    const end = isSet(date) ? `on ${JSON.stringify(date)}` : `after ${JSON.stringify(days ?? null)} days`;
    const text = `${what} expire ${end}; ${declaredDays} days are declared`;
    if (isExpressionText(days) || isExpressionText(date)) {
      return doubt(text, bucket.address);
    }
    const isEarly = isSet(date) || (isSet(days) && !(Number(days) >= declaredDays));
    return (isEarly ? counterexample : proof)(text, bucket.address);
  });
}

/** A number of 0 or an empty text is how a plan writes an argument that is not set. */
export function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && value !== 0;
}
