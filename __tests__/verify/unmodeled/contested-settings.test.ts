import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";

const policy = (...statements: readonly object[]): string => JSON.stringify({ Statement: statements });
const deny = { Effect: "Deny", Principal: "*", Action: "*", Resource: "*" };
const key = { "//": "a key" };

function contestsOf(resource: JsonObject): readonly string[] {
  const configuration = readConfiguration({ resource: { aws_vpc: { v: {} }, ...resource } }, "cdk.tf.json");
  const texts = modelGaps(configuration).map(({ evidence }) => evidence.text);
  return texts.filter((text) => text.includes("make the same setting"));
}

test.each<[what: string, resource: JsonObject, contested: RegExp]>([
  [
    "two policies of a bucket, one by its ID and one by its name",
    {
      aws_s3_bucket: { b: { bucket: "data" } },
      aws_s3_bucket_policy: {
        one: { bucket: "${aws_s3_bucket.b.id}", policy: policy(deny) },
        two: { bucket: "${aws_s3_bucket.b.bucket}", policy: policy() },
      },
    },
    /^aws_s3_bucket_policy\.two and aws_s3_bucket_policy\.one make the same setting/,
  ],
  [
    "two policies of a key, one by its ID and one by its ARN",
    {
      aws_kms_key: { k: key },
      aws_kms_key_policy: {
        one: { key_id: "${aws_kms_key.k.key_id}", policy: policy(deny) },
        two: { key_id: "${aws_kms_key.k.arn}", policy: policy() },
      },
    },
    /^aws_kms_key_policy\.two and aws_kms_key_policy\.one/,
  ],
  [
    "a policy in a key and another one next to it",
    {
      aws_kms_key: { k: { policy: policy(deny) } },
      aws_kms_key_policy: { one: { key_id: "${aws_kms_key.k.arn}", policy: policy() } },
    },
    /^aws_kms_key\.k and aws_kms_key_policy\.one/,
  ],
  [
    "versioning in a bucket and next to it",
    {
      aws_s3_bucket: { b: { bucket: "data", versioning: [{ enabled: false }] } },
      aws_s3_bucket_versioning: {
        one: { bucket: "${aws_s3_bucket.b.id}", versioning_configuration: [{ status: "Enabled" }] },
      },
    },
    /^aws_s3_bucket\.b and aws_s3_bucket_versioning\.one/,
  ],
  [
    "a DNS Firewall that fails open and closed",
    {
      aws_route53_resolver_firewall_config: {
        one: { resource_id: "${aws_vpc.v.id}", firewall_fail_open: "DISABLED" },
        two: { resource_id: "${aws_vpc.v.id}", firewall_fail_open: "ENABLED" },
      },
    },
    /^aws_route53_resolver_firewall_config\.two/,
  ],
])("Of %s, nobody knows which remains: it is a gap.", (_, resource, contested) => {
  expect(contestsOf(resource)).toEqual([expect.stringMatching(contested)]);
});

test.each<[what: string, resource: JsonObject]>([
  [
    "equal settings",
    {
      aws_s3_bucket: { b: { bucket: "data", policy: `${policy(deny)} ` } },
      aws_s3_bucket_policy: {
        one: { bucket: "${aws_s3_bucket.b.id}", policy: policy(deny) },
        two: { bucket: "${aws_s3_bucket.b.id}", policy: ` ${policy(deny)}`, depends_on: ["aws_vpc.v"] },
      },
    },
  ],
  [
    "settings of two buckets, of two Regions, and of things that are not known",
    {
      aws_s3_bucket: { b: { bucket: "data" }, c: { bucket: "more" } },
      aws_s3_bucket_policy: {
        one: { bucket: "${aws_s3_bucket.b.id}", policy: policy(deny) },
        two: { bucket: "${aws_s3_bucket.c.id}", policy: policy() },
        three: { bucket: "${aws_s3_bucket.b.id}", region: "us-east-1", policy: policy() },
      },
      aws_sqs_queue_policy: { one: { policy: policy(deny) }, two: { policy: policy() } },
    },
  ],
  [
    "two flow logs of a VPC, which AWS keeps both",
    { aws_flow_log: { one: { vpc_id: "${aws_vpc.v.id}" }, two: { vpc_id: "${aws_vpc.v.id}", traffic_type: "ALL" } } },
  ],
])("With %s there is no contest.", (_, resource) => {
  expect(contestsOf(resource)).toEqual([]);
});

test("A resource that names its parent by an attribute which no reader compares is a gap.", () => {
  const gapsOf = (bucket: string): readonly string[] =>
    modelGaps(
      readConfiguration(
        {
          resource: {
            aws_s3_bucket: { b: { bucket: "data" } },
            aws_s3_bucket_policy: { p: { bucket, policy: policy() } },
          },
        },
        "cdk.tf.json",
      ),
    ).map(({ evidence }) => evidence.text);

  expect(gapsOf("${aws_s3_bucket.b.arn}")).toEqual([
    expect.stringMatching(/^aws_s3_bucket_policy\.p\.bucket refers to a resource outside this configuration/),
  ]);
  expect([gapsOf("${aws_s3_bucket.b.id}"), gapsOf("${aws_s3_bucket.b.bucket}")]).toEqual([[], []]);
});
