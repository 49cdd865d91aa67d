import { policyModel } from "../../../../../verify/iam/ask";
import { judgeDeclaredTrail } from "../../../../../verify/iam/questions/logs/declared-trail";
import type { AuditTrailKind } from "../../../../../verify/posture/posture";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { type Verdict, verdictOf } from "../../../../../verify/verdict/claim";
import { claimSubjectWith } from "../../../fixtures/claim-subject";

const dataBucket = "${aws_s3_bucket.data.arn}";

/** What CloudTrail needs to deliver into the bucket with the key. */
const cloudTrail = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } };

const stores: JsonObject = {
  aws_kms_key: {
    trail: {
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ ...cloudTrail, Action: ["kms:GenerateDataKey*", "kms:DescribeKey"], Resource: "*" }],
      }),
    },
  },
  aws_s3_bucket: { data: { bucket: "data" }, models: { bucket: "models" }, trail: { bucket: "trail" } },
  aws_s3_bucket_policy: {
    trail: {
      bucket: "${aws_s3_bucket.trail.id}",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { ...cloudTrail, Action: "s3:GetBucketAcl", Resource: "${aws_s3_bucket.trail.arn}" },
          { ...cloudTrail, Action: "s3:PutObject", Resource: "${aws_s3_bucket.trail.arn}/*" },
        ],
      }),
    },
  },
};

const trail: JsonObject = {
  name: "audit",
  s3_bucket_name: "${aws_s3_bucket.trail.id}",
  kms_key_id: "${aws_kms_key.trail.arn}",
  enable_log_file_validation: true,
};

type Field = Readonly<Record<string, string | readonly string[]>>;
const selector = (...field_selector: readonly Field[]): JsonObject => ({ field_selector });
const category = { field: "eventCategory", equals: ["Data"] };
const ofObjects = { field: "resources.type", equals: ["AWS::S3::Object"] };
const reads = { field: "readOnly", equals: ["true"] };
const writes = { field: "readOnly", equals: ["false"] };
const startsWith = (...starts_with: readonly string[]): Field => ({ field: "resources.ARN", starts_with });
const everything = selector(category, ofObjects);
const management = { field: "eventCategory", equals: ["Management"] };

/** The verdict over trails with these selectors and settings. */
function verdictOver(trails: readonly JsonObject[], declared: AuditTrailKind = "data-events"): Verdict {
  const named = Object.fromEntries(trails.map((values, index) => [`trail_${index}`, { ...trail, ...values }]));
  const { configuration } = claimSubjectWith({ ...stores, aws_cloudtrail: named });
  return verdictOf(judgeDeclaredTrail(configuration, policyModel(configuration), declared));
}

const advanced = (...advanced_event_selector: readonly JsonObject[]): JsonObject => ({ advanced_event_selector });
const basic = (event_selector: JsonObject): JsonObject => ({
  event_selector: [{ include_management_events: false, ...event_selector }],
});
const objects = (...values: readonly string[]) => [{ type: "AWS::S3::Object", values }];
const everywhere = { is_multi_region_trail: true };

test.each<[does: string, trails: readonly JsonObject[], declared?: AuditTrailKind]>([
  ["names no bucket", [advanced(everything)]],
  [
    "names both buckets",
    [advanced(selector(category, ofObjects, startsWith(`${dataBucket}/`, "arn:aws:s3:::models/")))],
  ],
  ["names the start that both names have", [advanced(selector(category, ofObjects, startsWith("arn:aws:s3:::")))]],
  [
    "records reads and writes apart",
    [advanced(selector(category, ofObjects, reads), selector(category, ofObjects, writes))],
  ],
  ["has an older selector of all buckets", [basic({ data_resource: objects("arn:aws:s3") })]],
  [
    "has an older selector of each bucket",
    [basic({ data_resource: objects(`${dataBucket}/`, "arn:aws:s3:::models/") })],
  ],
  [
    "shares the buckets with another one",
    [
      advanced(selector(category, ofObjects, startsWith(`${dataBucket}/`))),
      advanced(selector(category, ofObjects, startsWith("arn:aws:s3:::models/"))),
    ],
  ],
  ["is whole while another one is off", [advanced(everything), { enable_logging: false, ...advanced(everything) }]],
  ["records management events too", [{ ...everywhere, ...advanced(everything, selector(management)) }], "all-events"],
  [
    "leaves management events to an older selector",
    [{ ...everywhere, event_selector: [{ data_resource: objects("arn:aws:s3") }] }],
    "all-events",
  ],
  [
    "leaves management events to a second trail of every Region",
    [advanced(everything), { ...everywhere }],
    "all-events",
  ],
])("a trail that %s records what is declared", (_, trails, declared = "data-events") => {
  expect(verdictOver(trails, declared)).toMatchObject({ kind: "proved" });
});

test.each<[does: string, trails: readonly JsonObject[], evidence: RegExp, declared?: AuditTrailKind]>([
  ["does not exist", [], /the configuration has none/],
  ["is off", [{ enable_logging: false, ...advanced(everything) }], /the trail is off/],
  ["is not validated", [{ enable_log_file_validation: null, ...advanced(everything) }], /is not noticed/],
  ["has no selector", [{}], /no trail records every read and write of objects in aws_s3_bucket.data/],
  [
    "records one folder",
    [advanced(selector(category, ofObjects, startsWith("arn:aws:s3:::data/a/", "arn:aws:s3:::models/")))],
    /in aws_s3_bucket.data/,
  ],
  [
    "names buckets by their end",
    [advanced(selector(category, ofObjects, { field: "resources.ARN", ends_with: ["/x"] }))],
    /no trail/,
  ],
  [
    "leaves out a folder",
    [
      advanced(
        selector(category, ofObjects, { ...startsWith("arn:aws:s3:::"), not_starts_with: ["arn:aws:s3:::data/a/"] }),
      ),
    ],
    /no trail/,
  ],
  ["records reads only", [advanced(selector(category, ofObjects, reads))], /no trail/],
  [
    "records one call only",
    [advanced(selector(category, ofObjects, { field: "eventName", equals: ["GetObject"] }))],
    /no trail/,
  ],
  [
    "leaves out a user",
    [
      advanced(
        selector(category, ofObjects, { field: "userIdentity.arn", not_equals: ["arn:aws:iam::111122223333:role/x"] }),
      ),
    ],
    /no trail/,
  ],
  [
    "leaves out calls through an endpoint",
    [advanced(selector(category, ofObjects, { field: "vpcEndpointId", not_equals: ["vpce-1"] }))],
    /no trail/,
  ],
  [
    "records functions",
    [advanced(selector(category, { field: "resources.type", equals: ["AWS::Lambda::Function"] }))],
    /no trail/,
  ],
  [
    "records network activity",
    [advanced(selector({ field: "eventCategory", equals: ["NetworkActivity"] }, ofObjects))],
    /no trail/,
  ],
  [
    "has an older selector of reads",
    [basic({ read_write_type: "ReadOnly", data_resource: objects("arn:aws:s3") })],
    /no trail/,
  ],
  [
    "has an older selector of the start of a name",
    [basic({ data_resource: objects("arn:aws:s3:::da", "arn:aws:s3:::models/") })],
    /in aws_s3_bucket.data/,
  ],
  ["records objects only", [advanced(everything)], /management events of every Region/, "all-events"],
  ["is of one Region", [advanced(everything, selector(management))], /management events/, "all-events"],
  [
    "leaves out global services",
    [{ ...everywhere, include_global_service_events: false, ...advanced(everything, selector(management)) }],
    /management events/,
    "all-events",
  ],
  [
    "leaves out calls of KMS",
    [
      {
        ...everywhere,
        ...advanced(everything, selector(management, { field: "eventSource", not_equals: ["kms.amazonaws.com"] })),
      },
    ],
    /management events/,
    "all-events",
  ],
  [
    "has an older selector that leaves out calls of KMS",
    [
      {
        ...everywhere,
        event_selector: [
          { exclude_management_event_sources: ["kms.amazonaws.com"], data_resource: objects("arn:aws:s3") },
        ],
      },
    ],
    /management events/,
    "all-events",
  ],
])("a trail that %s violates the declaration", (_, trails, evidence, declared = "data-events") => {
  const verdict = verdictOver(trails, declared);

  expect(verdict.kind).toBe("violated");
  expect(verdict.evidence.map(({ text }) => text).join("\n")).toMatch(evidence);
});

test.each<[does: string, values: JsonObject, declared?: AuditTrailKind]>([
  ["the trail is on", { enable_logging: "${var.on}", ...advanced(everything) }],
  ["log files are validated", { enable_log_file_validation: "${var.on}", ...advanced(everything) }],
  ["which prefixes are recorded", advanced(selector(category, ofObjects, startsWith("${var.prefix}/")))],
  [
    "which list of prefixes is recorded",
    advanced(selector(category, ofObjects, { field: "resources.ARN", starts_with: "${var.prefixes}" })),
  ],
  [
    "which category is recorded",
    advanced(selector({ field: "eventCategory", equals: ["${var.category}"] }, ofObjects)),
  ],
  [
    "reads or writes are recorded",
    advanced(selector(category, ofObjects, { field: "readOnly", equals: ["${var.reads}"] })),
  ],
  ["which buckets the older selector names", basic({ data_resource: objects("${var.bucket}/") })],
  ["what the older selector records", basic({ read_write_type: "${var.type}", data_resource: objects("arn:aws:s3") })],
  [
    "the trail is of every Region",
    { is_multi_region_trail: "${var.on}", ...advanced(everything, selector(management)) },
    "all-events",
  ],
])(
  "whether a trail records what is declared is undecided where a variable decides %s",
  (_, values, declared = "data-events") => {
    expect(verdictOver([values], declared).kind).toBe("undecided");
  },
);

test("without a declaration, trails of the configuration decide nothing", () => {
  const { configuration } = claimSubjectWith({ ...stores, aws_cloudtrail: { audit: { enable_logging: false } } });

  const findings = judgeDeclaredTrail(configuration, policyModel(configuration), undefined);

  expect(findings).toMatchObject({ proofs: [], counterexamples: [], doubts: [] });
});
