import { policyModel } from "../../../../../verify/iam/attachments/policy-model";
import { containsUnknown } from "../../../../../verify/iam/patterns/placeholders";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import { resolveText } from "../../../../../verify/terraform/references/resolve-text";
import type { TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../../verify/unmodeled/model-gaps";

const own = { region: "eu-west-1" };
const replica = { alias: "replica", region: "eu-central-1" };
const partner = {
  alias: "partner",
  region: "eu-central-1",
  assume_role: [{ role_arn: "arn:aws:iam::444455556666:role/x" }],
};

/** A root module that calls a module with these providers, which may call another one. */
function configurationOf(providers: object, called: object, inner?: object): TerraformConfiguration {
  const json = { provider: { aws: [own, replica, partner] }, module: { m: { source: "./m", providers } } };
  const load = () => ({ json: called, load: () => inner && { json: inner, load: () => undefined } });
  return readConfiguration(json, "cdk.tf.json", { load } as never);
}

function read(providers: object, called: object) {
  const configuration = configurationOf(providers, called);
  return {
    regions: configuration.resources.map(({ address, values }) => [address, values.region]),
    gaps: modelGaps(configuration).map(({ evidence }) => evidence.text),
  };
}

const bucket = { resource: { aws_s3_bucket: { b: { bucket: "b" } } } };
const otherBucket = { resource: { aws_s3_bucket: { b: { bucket: "b", provider: "aws.other" } } } };

test.each([
  ["its default provider", {}, bucket, undefined],
  ["its default provider by name", { aws: "aws" }, bucket, undefined],
  ["an alias as its default provider", { aws: "aws.replica" }, bucket, "eu-central-1"],
  ["an alias under another name", { "aws.other": "aws.replica" }, otherBucket, "eu-central-1"],
  ["the default provider under another name", { "aws.other": "aws" }, otherBucket, "eu-west-1"],
])("A bucket of a module that receives %s is in the Region of that provider.", (_, providers, called, region) => {
  expect(read(providers, called)).toEqual({ regions: [["module.m.aws_s3_bucket.b", region]], gaps: [] });
});

test.each([
  [
    "an alias with other credentials",
    { aws: "aws.partner" },
    bucket,
    /receives the provider aws\.partner as aws; its account/,
  ],
  ["an alias that no provider has", { aws: "aws.none" }, bucket, /receives the provider aws\.none as aws; its account/],
  ["no provider of the name that it uses", {}, otherBucket, /uses the provider "aws\.other"; its account and region/],
  [
    "an alias of the root module, which it does not get",
    { aws: "aws" },
    { resource: { aws_s3_bucket: { b: { provider: "aws.replica" } } } },
    /uses the provider "aws\.replica"/,
  ],
  ["another provider under another name", { random: "random.x" }, bucket, /receives the provider random\.x as random/],
])("A module that receives %s is a gap.", (_, providers, called, text) => {
  expect(read(providers, called).gaps).toEqual([expect.stringMatching(text)]);
});

test("A module in another Region has no gap for its bucket, and one for what is read in the Region of the provider alone.", () => {
  const { gaps } = read({ aws: "aws.replica" }, { resource: { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } } });

  expect(gaps).toEqual([
    expect.stringMatching(/^module\.m\.aws_vpc\.v: the Region eu-central-1 is not known to be that/),
  ]);
});

test("The Region that a data source names is not taken for that of the provider in a module of another Region.", () => {
  const called = { data: { aws_region: { r: {} }, aws_caller_identity: { c: {} } } };

  expect(read({ aws: "aws.replica" }, called).gaps).toEqual([expect.stringMatching(/^module\.m\.data\.aws_region\.r/)]);
});

test("A module that a module of another Region calls inherits its default provider.", () => {
  const outer = { module: { inner: { source: "./n" } } };
  const { resources } = configurationOf({ aws: "aws.replica" }, outer, bucket);

  expect(resources.map(({ values }) => values.region)).toEqual(["eu-central-1"]);
});

const policyNaming = {
  data: { aws_region: { here: {} } },
  resource: { aws_iam_policy: { p: { policy: "arn:aws:kms:${data.aws_region.here.region}:*" } } },
};

test.each([
  ["of the provider", {}, {}, "eu-west-1"],
  ["of an alias that its module receives", { aws: "aws.replica" }, {}, "eu-central-1"],
  ["that it names", {}, { region: "us-east-1" }, "us-east-1"],
  ["that it names as earlier providers do", {}, { name: "us-east-1" }, "us-east-1"],
  ["that a variable names, which nobody knows", {}, { region: "${var.other}" }, undefined],
  ["with an endpoint, which may be any", {}, { endpoint: "ec2.us-east-1.amazonaws.com" }, undefined],
])("A data source aws_region finds the Region %s, in policies and in other texts.", (_, providers, values, region) => {
  const called = { variable: { other: {} }, ...policyNaming, data: { aws_region: { here: values } } };
  const configuration = configurationOf(providers, called);
  const written = configuration.resources.find(({ type }) => type === "aws_iam_policy")?.values.policy;
  const found = resolveText(configuration, written);
  const inPolicy = policyModel(configuration).text.resolve(String(written));

  expect(found.kind === "literal" ? found.text : undefined).toBe(region && `arn:aws:kms:${region}:*`);
  expect(containsUnknown(inPolicy) ? undefined : inPolicy).toBe(region && `arn:aws:kms:${region}:*`);
});
