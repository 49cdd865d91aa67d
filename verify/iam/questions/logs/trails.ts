import { ownEntry } from "../../../collections/own-entry";
import {
  blocksOf,
  isExpressionText,
  isFalse,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../../terraform/terraform-configuration";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import { type KeyWithPolicy, keyNamedBy } from "../../attachments/key-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { containsUnknown } from "../../patterns/placeholders";

/** A CloudTrail trail of the configuration. */
export interface Trail {
  readonly address: string;
  readonly arn: string;
  /** Where it delivers. @default - a bucket that the configuration does not contain */
  readonly bucket?: BucketWithPolicy;
  /** What encrypts its log files. @default - no key, or one that the configuration does not contain */
  readonly key?: KeyWithPolicy;
  /** What its selectors record. */
  readonly selected: readonly SelectedEvents[];
  readonly values: JsonObject;
}

/** Reads or writes. A selector records both, unless it is limited to one. */
export type EventAccess = "read" | "write";

/** The events that one selector records. */
export interface SelectedEvents {
  readonly category: "management" | "objects";
  readonly access: readonly EventAccess[];
  /** The bucket ARNs and their prefixes that it is limited to, for `objects`. @default - every bucket */
  readonly prefixes?: readonly string[];
  /** Whether all events of this category and access are recorded, only some of them, or the configuration does not say. */
  readonly extent: "all" | "part" | "unknown";
}

/** The trails of a configuration. */
export function trailsOf(configuration: TerraformConfiguration, model: PolicyModel): readonly Trail[] {
  return resourcesOfType(configuration, "aws_cloudtrail").map((resource) => readTrail(resource, model));
}

function readTrail({ address, values }: Resource, model: PolicyModel): Trail {
  const { text, buckets } = model;
  const resolve = (value: Json | undefined): string | undefined =>
    typeof value === "string" ? text.resolve(value) : undefined;
  const bucketName = resolve(values.s3_bucket_name);
  const bucket = buckets.find(({ name }) => name === bucketName);
  const key = keyNamedBy(values.kms_key_id, model);
  return {
    address,
    arn: text.resolve(`\${${address}.arn}`),
    ...(bucket && { bucket }),
    ...(key && { key }),
    selected: selectedEvents(values, (value) => resolve(value) ?? ""),
    values,
  };
}

/** Without a selector, a trail records management events. */
function selectedEvents(values: JsonObject, resolve: (value: Json) => string): readonly SelectedEvents[] {
  const advanced = blocksOf(values.advanced_event_selector);
  const basic = blocksOf(values.event_selector);
  return advanced.length + basic.length === 0
    ? [{ category: "management", access: bothAccesses, extent: "all" }]
    : [
        ...advanced.flatMap((selector) => eventsOfAdvancedSelector(selector, resolve)),
        ...basic.flatMap((selector) => eventsOfBasicSelector(selector, resolve)),
      ];
}

const bothAccesses: readonly EventAccess[] = ["read", "write"];

/**
 * A selector records the events that every one of its fields matches. A field that is not read here limits it, so that it
 * records only part of the events.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
function eventsOfAdvancedSelector(selector: JsonObject, resolve: (value: Json) => string): readonly SelectedEvents[] {
  const fields = new Map(blocksOf(selector.field_selector).map((block) => [block.field, block]));
  const [category, type, access, arn] = ["eventCategory", "resources.type", "readOnly", "resources.ARN"].map((name) => {
    const block = fields.get(name);
    fields.delete(name);
    return block;
  });
  const kind = oneEqual(category) === "Management" ? "management" : "objects";
  const isRead =
    kind === "management"
      ? type === undefined && arn === undefined
      : oneEqual(category) === "Data" && oneEqual(type) === "AWS::S3::Object";
  const prefixes = arn === undefined ? undefined : startsOf(arn, resolve);
  const hasUnknown = [category, type, access, arn, ...fields.values()].some(hasExpression);
  const isPart = !isRead || fields.size > 0 || (arn !== undefined && prefixes === undefined);
  return [
    {
      category: kind,
      access: access === undefined ? bothAccesses : accessesOf(access),
      ...(prefixes && { prefixes }),
      extent: hasUnknown || prefixes?.some(containsUnknown) ? "unknown" : isPart ? "part" : "all",
    },
  ];
}

/** The only value of a field that has no other operator. */
function oneEqual(block: JsonObject | undefined): Json | undefined {
  const values = onlyOperator(block, "equals");
  return values?.length === 1 ? values[0] : undefined;
}

/** The values of an operator, where the field has no other one. */
function onlyOperator(block: JsonObject | undefined, operator: string): readonly Json[] | undefined {
  const others = Object.entries(block ?? {}).filter(([name]) => name !== "field" && name !== operator);
  const values = block?.[operator];
  return others.every(([, value]) => isEmpty(value)) && Array.isArray(values) && values.length > 0 ? values : undefined;
}

/** How a plan writes an argument that is not set. */
function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

function startsOf(block: JsonObject, resolve: (value: Json) => string): readonly string[] | undefined {
  return onlyOperator(block, "starts_with")?.map(resolve);
}

function accessesOf(block: JsonObject): readonly EventAccess[] {
  const value = oneEqual(block);
  return value === "true" ? ["read"] : value === "false" ? ["write"] : [];
}

/** Whether Terraform decides a value of the field later. Of prefixes, each one is resolved, and only the list may be unknown. */
function hasExpression(block: JsonObject | undefined): boolean {
  return Object.entries(block ?? {}).some(
    ([name, value]) =>
      isExpressionText(value) || (name !== "starts_with" && Array.isArray(value) && value.some(isExpressionText)),
  );
}

/**
 * A selector of the older form. It records management events unless it says otherwise.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
 */
function eventsOfBasicSelector(selector: JsonObject, resolve: (value: Json) => string): readonly SelectedEvents[] {
  const { read_write_type: type, include_management_events: management, exclude_management_event_sources } = selector;
  const access = ownEntry(accessByType, jsonText(type ?? "All")) ?? [];
  const extent = isExpressionText(type) ? "unknown" : "all";
  const isManagement = !isFalse(management);
  const objects = blocksOf(selector.data_resource).filter((block) => block.type === "AWS::S3::Object");
  return [
    ...(isManagement
      ? [
          {
            category: "management",
            access,
            extent: isExpressionText(management)
              ? "unknown"
              : isEmpty(exclude_management_event_sources)
                ? extent
                : "part",
          } as const,
        ]
      : []),
    ...objects.map(({ values }): SelectedEvents => {
      const prefixes = (Array.isArray(values) ? values.map(resolve) : []).filter(isBucketPrefix);
      const isUnknown = !Array.isArray(values) || values.some((value) => containsUnknown(resolve(value)));
      return { category: "objects", access, prefixes, extent: isUnknown ? "unknown" : extent };
    }),
  ];
}

/** The older form takes all buckets, or one bucket up to a slash. */
function isBucketPrefix(prefix: string): boolean {
  return prefix.endsWith("/") || /^arn:[^:]*:s3(?::::)?$/.test(prefix);
}

const accessByType: Readonly<Record<string, readonly EventAccess[]>> = {
  All: bothAccesses,
  ReadOnly: ["read"],
  WriteOnly: ["write"],
};

/** Whether selectors record every read and write of this category, in this bucket for `objects`. */
export function recordedExtent(
  selected: readonly SelectedEvents[],
  category: SelectedEvents["category"],
  bucket?: Pick<BucketWithPolicy, "arn">,
): SelectedEvents["extent"] {
  const ofCategory = selected.filter((events) => events.category === category);
  const covers = ({ prefixes }: SelectedEvents): boolean =>
    bucket === undefined || prefixes === undefined || prefixes.some((prefix) => `${bucket.arn}/`.startsWith(prefix));
  const recorded = (extent: SelectedEvents["extent"]): ReadonlySet<EventAccess> =>
    new Set(
      ofCategory
        .filter((events) => events.extent === extent && (extent === "unknown" || covers(events)))
        .flatMap(({ access }) => access),
    );
  if (recorded("all").size === bothAccesses.length) {
    return "all";
  }
  return ofCategory.some(({ extent }) => extent === "unknown") ? "unknown" : "part";
}
