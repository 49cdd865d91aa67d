import { groupBy } from "../../verify/collections/group-by";
import { policyModel } from "../../verify/iam/attachments/policy-model";
import {
  blocksOf,
  itemsOf,
  type JsonObject,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { printableLine } from "../model/printable-value";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** What a browser lets pages of other sites do with a bucket. */
interface CorsRule {
  /** The resource that has the rule. */
  readonly address: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  /** Headers that a page may send. */
  readonly allowedHeaders: readonly string[];
  /** Headers of the answer that a page may read. */
  readonly exposedHeaders: readonly string[];
}

/**
 * Pages of other sites that a browser lets call a bucket, and read what it answers. A rule gives no permission: the request still needs
 * one of the user, such as a presigned URL.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function corsDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [earlier, later] = [corsOfBuckets(before), corsOfBuckets(after)];
  return [...later].flatMap(([bucket, rules]) =>
    rules
      .filter((rule) => !(earlier.get(bucket) ?? []).some((one) => covers(one, rule)))
      .map((rule) => openedBy(rule, bucket)),
  );
}

/** What an expression that is not known yet allows is not known either. */
function openedBy(
  { address, origins, methods, allowedHeaders, exposedHeaders }: CorsRule,
  bucket: string,
): ReviewDifference {
  const isKnown = [...origins, ...methods].every((text) => !text.includes("${"));
  const pages = formatList(origins.map(originText));
  const text = `Browsers let pages of ${pages} call ${bucket} with ${formatList(methods.map(printableLine))}`;
  return {
    ...createDifference(isKnown ? "opens" : "unclear", text, [address]),
    details: [
      ...headerDetail("send", allowedHeaders),
      ...headerDetail("read", exposedHeaders),
      "the request still needs a permission of the user, such as a presigned URL",
    ],
  };
}

function originText(origin: string): string {
  return origin === "*" ? "any site" : printableLine(origin);
}

function headerDetail(verb: string, headers: readonly string[]): readonly string[] {
  return headers.length === 0 ? [] : [`pages may ${verb} the headers ${formatList(headers.map(printableLine))}`];
}

/** Whether one rule allows everything that another one does. */
function covers(one: CorsRule, other: CorsRule): boolean {
  return (
    includesAll(one.origins, other.origins) &&
    includesAll(one.methods, other.methods) &&
    includesAll(one.allowedHeaders, other.allowedHeaders) &&
    includesAll(one.exposedHeaders, other.exposedHeaders)
  );
}

/** A pattern with `*` includes what it matches; another pattern only if it is the same one. */
function includesAll(patterns: readonly string[], values: readonly string[]): boolean {
  return values.every((value) =>
    patterns.some(
      (pattern) => pattern === "*" || pattern === value || (!value.includes("*") && matches(pattern, value)),
    ),
  );
}

/** S3 takes one `*` in an origin or in a header. */
function matches(pattern: string, value: string): boolean {
  const [start = "", end, ...more] = pattern.split("*");
  return (
    end !== undefined &&
    more.length === 0 &&
    !`${pattern}${value}`.includes("${") &&
    value.length >= start.length + end.length &&
    value.startsWith(start) &&
    value.endsWith(end)
  );
}

/** The rules by bucket: its address where the configuration has it, else its name. */
function corsOfBuckets(configuration: TerraformConfiguration): ReadonlyMap<string, readonly CorsRule[]> {
  const { buckets, text } = policyModel(configuration);
  const bucketOf = ({ address, type, values: { bucket: named } }: Resource): string => {
    if (type === "aws_s3_bucket" || typeof named !== "string") {
      return address;
    }
    const name = text.resolve(named);
    return buckets.find((one) => one.name === name)?.address ?? text.placeholders.readable(name);
  };
  const resources = ["aws_s3_bucket", "aws_s3_bucket_cors_configuration"].flatMap((type) =>
    resourcesOfType(configuration, type),
  );
  return new Map(
    [...groupBy(resources, bucketOf)].map(([bucket, holders]) => [
      bucket,
      holders.flatMap(({ address, values }) => blocksOf(values.cors_rule).map((rule) => ruleOf(address, rule))),
    ]),
  );
}

/** An expression in place of a list, or of an item, stands for itself. */
function ruleOf(address: string, rule: JsonObject): CorsRule {
  return {
    address,
    origins: itemsOf(rule.allowed_origins).map(jsonText),
    methods: itemsOf(rule.allowed_methods).map(jsonText),
    allowedHeaders: itemsOf(rule.allowed_headers).map((header) => jsonText(header).toLowerCase()),
    exposedHeaders: itemsOf(rule.expose_headers).map((header) => jsonText(header).toLowerCase()),
  };
}
