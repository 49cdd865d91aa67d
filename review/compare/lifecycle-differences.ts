import { groupBy } from "../../verify/collections/group-by";
import { activeRulesIn, isSet } from "../../verify/iam/questions/data/bucket-settings";
import { pluralize } from "../../verify/report/pluralize";
import { singleReference } from "../../verify/terraform/expressions/template";
import {
  blocksOf,
  isJsonObject,
  isLiteralText,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { byAddress, createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/** A rule by which S3 deletes something of a bucket. */
interface Deletion {
  readonly bucket: string;
  readonly address: string;
  readonly what: "Objects" | "Earlier versions of objects";
  /** What the rule is about, as text; empty for everything in the bucket. */
  readonly scope: string;
  /** Days after which it deletes, the day on which it starts, or `undefined` where neither is a known value. */
  readonly when: number | string | undefined;
  /** Newest earlier versions that it keeps. */
  readonly kept: number;
}

/**
 * Objects and versions that S3 deletes after the change, and would not, or later, before: rules that are new, turned on, moved to other
 * objects or another bucket, or shortened. One sentence for buckets that change alike.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function lifecycleDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const known = deletionsIn(before);
  const [resourcesBefore, resourcesAfter] = [byAddress(before.resources), byAddress(after.resources)];
  const added = deletionsIn(after).filter(
    (deletion) =>
      // A bucket that the change creates has nothing to lose.
      (resourcesBefore.has(deletion.bucket) || !resourcesAfter.has(deletion.bucket)) &&
      !known.some((earlier) => deletesAsEarly(earlier, deletion)),
  );
  const texts = groupBy(added, (deletion) => textOf(deletion, known));
  return [...texts].map(([text, group]) => {
    const addresses = [...new Set(group.map(({ address }) => address))];
    return createDifference("loses", `${text}: ${formatList(addresses)}`, addresses);
  });
}

/** Whether whatever the second rule deletes, the first one deletes no later. */
function deletesAsEarly(one: Deletion, other: Deletion): boolean {
  const isAsEarly =
    typeof one.when === "number" && typeof other.when === "number"
      ? one.when <= other.when
      : one.when !== undefined && one.when === other.when;
  return (
    one.bucket === other.bucket &&
    one.what === other.what &&
    (one.scope === "" || one.scope === other.scope) &&
    one.kept <= other.kept &&
    isAsEarly
  );
}

function textOf(deletion: Deletion, known: readonly Deletion[]): string {
  const { what, scope, when, kept } = deletion;
  const earlier = known.find(
    (one) => one.bucket === deletion.bucket && one.what === what && one.scope === scope && one.kept === kept,
  );
  const scoped = scope === "" ? what : `${what} that match ${scope}`;
  const newest = kept === 0 ? "" : `, except the newest ${kept},`;
  return `${scoped}${newest} are now deleted ${timeText(when)} instead of ${shortTimeText(earlier)}`;
}

function timeText(when: Deletion["when"]): string {
  if (when === undefined) {
    return "after a time that is not known";
  }
  return typeof when === "number" ? `after ${pluralize(when, "day")}` : `from ${when} on`;
}

function shortTimeText(earlier: Deletion | undefined): string {
  const { when } = earlier ?? {};
  return earlier === undefined ? "never" : typeof when === "number" ? `${when}` : timeText(when);
}

function deletionsIn(configuration: TerraformConfiguration): readonly Deletion[] {
  const types = ["aws_s3_bucket_lifecycle_configuration", "aws_s3_bucket"];
  return types
    .flatMap((type) => resourcesOfType(configuration, type))
    .flatMap((resource) => activeRulesIn(resource).flatMap((rule) => deletionsOfRule(resource, rule)));
}

function bucketOf({ type, address, values: { bucket = null } }: Resource): string {
  if (type === "aws_s3_bucket") {
    return address;
  }
  const text = typeof bucket === "string" ? bucket : JSON.stringify(bucket);
  return singleReference(text)?.address ?? text;
}

function deletionsOfRule(resource: Resource, rule: JsonObject): readonly Deletion[] {
  const written = [rule.filter, rule.prefix, rule.tags].flatMap((part) => compact(part ?? null) ?? []);
  const scope = written.map((part) => JSON.stringify(part)).join(" ");
  const base = { address: resource.address, bucket: bucketOf(resource), scope };
  return [
    ...blocksOf(rule.expiration)
      .filter(({ days, date }) => isSet(days) || isSet(date))
      .map(({ days, date }) => ({ ...base, what: "Objects", when: timeOf(days, date), kept: 0 }) as const),
    ...blocksOf(rule.noncurrent_version_expiration).map(
      ({ noncurrent_days, days, newer_noncurrent_versions: kept }) =>
        ({
          ...base,
          what: "Earlier versions of objects",
          when: timeOf(noncurrent_days ?? days, undefined),
          kept: typeof kept === "number" ? kept : 0,
        }) as const,
    ),
  ];
}

function timeOf(days: Json | undefined, date: Json | undefined): Deletion["when"] {
  const number = typeof days === "string" && /^\d+$/.test(days) ? Number(days) : days;
  return typeof number === "number" && number > 0 ? number : isLiteralText(date) ? date : undefined;
}

/** The value without what nobody set, with names in order; `undefined` if nothing is left. */
function compact(value: Json): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.flatMap((item: Json) => compact(item) ?? []);
    return items.length > 1 ? items : items[0];
  }
  if (isJsonObject(value)) {
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const left = compact(inner);
      return left === undefined ? [] : [[name, left] as const];
    });
    return entries.length === 0
      ? undefined
      : Object.fromEntries(entries.toSorted(([one], [two]) => one.localeCompare(two)));
  }
  return isSet(value) ? value : undefined;
}
