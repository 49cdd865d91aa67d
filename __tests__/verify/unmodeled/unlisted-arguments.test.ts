import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const bucket = "aws_s3_bucket.locked_buckets_data";

test.each([
  ["an argument that does not exist", { no_such_argument: "x" }, "no model reads the argument no_such_argument"],
  ["a block that does not exist", { no_such_block: [{}] }, "no model reads the argument no_such_block"],
  [
    "an argument that does not exist in a block",
    { server_side_encryption_configuration: { rule: [{ x: 1 }] } },
    "no model reads the argument server_side_encryption_configuration.rule.x",
  ],
  ["a text for a block", { logging: "${var.logging}" }, "logging is the expression"],
  ["a website", { website: [{ index_document: "index.html" }] }, "website serves objects"],
  ["an access control list", { acl: "public-read" }, "acl gives accounts access"],
  ["an expression for an access control list", { acl: "${var.acl}" }, "acl gives accounts access"],
  ["a Region without what configures the bucket", { region: "us-east-1" }, "is in another Region, so AWS refuses it"],
  ["a Region of a variable", { region: "${var.region}" }, "is not known to be that of the provider"],
])("%s is a model gap", (_, values, text) => {
  const { topics, texts } = modelGapsInDevWith({ [bucket]: values });

  expect(texts.join("\n")).toContain(text);
  expect(topics).toContain("data");
});

test.each([
  ["a private access control list", { acl: "private" }],
  ["no website", { website: [] }],
  ["a null", { acl: null, bucket_prefix: null }],
  ["tags", { tags: { owner: "x" } }],
  ["a timeout", { timeouts: { create: "5m" } }],
  ["the Region of the provider", { region: "eu-west-1" }],
])("%s is not a model gap", (_, values) => {
  expect(modelGapsInDevWith({ [bucket]: values }).texts).toEqual([]);
});

test("a flag that is true by default is a model gap only when it is false", () => {
  const forwarding = (source_dest_check: unknown) =>
    modelGapsInDevWith({ "aws_network_interface.more": { source_dest_check } }).topics;

  expect(forwarding(false)).toEqual(["network"]);
  expect(forwarding("false")).toEqual(["network"]);
  expect(forwarding(true)).toEqual([]);
  expect(forwarding("true")).toEqual([]);
});

test("another Region is a model gap for what models read in the Region of the provider only", () => {
  const queue = (region: string) => modelGapsInDevWith({ "aws_sqs_queue.jobs": { name: "jobs", region } }).texts;

  expect(queue("us-east-1")).toContain(
    "aws_sqs_queue.jobs: the Region us-east-1 is not known to be that of the provider",
  );
  expect(queue("eu-west-1")).toEqual([]);
});

test("Docker in Studio can affect paths, names, data and where packages come from, and no firewall rule or log", () => {
  const docker = (enable_docker_access: string) =>
    modelGapsInDevWith({
      "aws_sagemaker_domain.studio_domain": { domain_settings: { docker_settings: { enable_docker_access } } },
    }).topics;

  expect(docker("ENABLED")).toEqual(["data", "identities", "names", "network"]);
  expect(docker("DISABLED")).toEqual([]);
});
