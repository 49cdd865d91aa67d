import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";
import { planJson } from "../fixtures/terraform-plan";

function gapsOf(type: string, values: object, section = "resource"): readonly string[] {
  return modelGaps(readConfiguration({ [section]: { [type]: { x: values } } }, "x")).map(
    ({ evidence }) => evidence.text,
  );
}

const alias = "aws_kms_alias.x: target_key_id is required and has no value, so Terraform refuses it";
const list = { name: "x", address_family: "IPv4", max_entries: 5 };
const encryption = { sse_algorithm: "AES256" };

test.each([
  ["is not written", {}],
  ["is null", { target_key_id: null }],
  ["is null by an expression", { target_key_id: "${true ? null : 1}" }],
])("a resource whose required argument %s is a gap of its type", (_, values) => {
  expect(gapsOf("aws_kms_alias", { name: "alias/x", ...values })).toEqual([alias]);
});

test("a required argument that only the apply tells is no gap", () => {
  const unknown = "${aws_kms_key.of_nobody[0].key_id}";

  expect(gapsOf("aws_kms_alias", { name: "alias/x", target_key_id: unknown }).filter((text) => text === alias)).toEqual(
    [],
  );
});

test("each block without a required argument is a gap, written or generated", () => {
  const generated = { entry: { for_each: ["10.0.0.0/8"], content: { description: "d" } } };
  const text = "aws_ec2_managed_prefix_list.x: entry.cidr is required and has no value, so Terraform refuses it";

  expect(gapsOf("aws_ec2_managed_prefix_list", { ...list, entry: [{ cidr: "10.0.0.0/8" }, {}] })).toEqual([text]);
  expect(gapsOf("aws_ec2_managed_prefix_list", { ...list, dynamic: generated })).toEqual([text]);
});

test("a resource without a required block, or with two blocks where one may be, is a gap", () => {
  const type = "aws_s3_bucket_server_side_encryption_configuration";
  const two = [{ apply_server_side_encryption_by_default: [encryption, encryption] }];

  expect(gapsOf(type, { bucket: "${aws_s3_bucket.b.id}", rule: [] }).join()).toContain(
    "x: rule is a required block and is missing, so Terraform refuses it",
  );
  expect(gapsOf(type, { bucket: "${aws_s3_bucket.b.id}", rule: two }).join()).toContain(
    "rule.apply_server_side_encryption_by_default may be one block, got 2, so Terraform refuses it",
  );
});

test("an argument that a data source does not have is a gap, because no model would notice it", () => {
  expect(gapsOf("aws_caller_identity", { nothing: 1 }, "data")).toContain(
    "data.aws_caller_identity.x: nothing is not in the schema of the data source, so Terraform refuses it",
  );
});

const isUnknown = "is not in the schema of the provider, so Terraform refuses it";

test.each([null, []])("an argument that the provider does not have is a gap also with the value %j", (value) => {
  const entry = { cidr: "10.0.0.0/8", nothing: value };

  expect(gapsOf("aws_security_group", { name: "x", nothing: value })).toEqual([
    `aws_security_group.x: nothing ${isUnknown}`,
  ]);
  expect(gapsOf("aws_ec2_managed_prefix_list", { ...list, entry: [entry] })).toEqual([
    `aws_ec2_managed_prefix_list.x: entry.nothing ${isUnknown}`,
  ]);
  expect(gapsOf("aws_caller_identity", { nothing: value }, "data")).toContain(
    "data.aws_caller_identity.x: nothing is not in the schema of the data source, so Terraform refuses it",
  );
});

test("an argument of older provider versions is no gap where it is null", () => {
  expect(gapsOf("aws_eip", { domain: "vpc", vpc: null })).toEqual([]);
});

test("an output without a value is a gap, but one whose value is null is none", () => {
  const gapsOfOutput = (output: object) =>
    modelGaps(readConfiguration({ output: { a: output } }, "x")).map(({ evidence }) => evidence.text);

  expect(gapsOfOutput({ description: "d" })).toEqual([
    "output.a has no value, so Terraform refuses it; write its value",
  ]);
  expect(gapsOfOutput({ value: null })).toEqual([]);
});

test("a plan has no such gap, because Terraform accepted its configuration", () => {
  const plan = planJson([{ address: "aws_kms_alias.x", values: { name: "alias/x", nothing: null } }]);
  const texts = modelGaps(readConfiguration(plan, "plan")).map(({ evidence }) => evidence.text);

  expect(texts.filter((text) => text === alias || text.includes(isUnknown))).toEqual([]);
});
