import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";

const aws = (values: object): object => ({ provider: { aws: [{ region: "eu-west-1", ...values }] } });
const required = (providers: object): object => ({ terraform: { required_providers: providers } });
const backend = (type: string, values: object): object => ({ terraform: { backend: { [type]: values } } });
const logGroup = (values: object): object => ({ aws_cloudwatch_log_group: { extra: values } });

/** Texts of the parts of a small stack that were not read. Each is a model gap of every topic. */
function unreadTexts(beside: object, resources: object): readonly string[] {
  const resource = { aws_vpc: { network_vpc: { cidr_block: "10.0.0.0/16" } }, ...resources };
  return (readConfiguration({ resource, ...beside }, "x").unreadParts ?? []).map(({ text }) => text);
}

test.each<readonly [string, object]>([
  ["an ephemeral resource", { ephemeral: { aws_secretsmanager_secret_version: { s: { secret_id: "x" } } } }],
  ["a block of an unknown type", { list: { aws_instance: { all: {} } } }],
  ["an empty block of an unknown type", { list: [{}] }],
  ["an action block without a name", { action: null }],
  ["an action block", { action: { aws_lambda_invoke: { more: { config: {} } } } }],
  ["a check with a data source", { check: { c: { data: { http: { h: { url: "https://x" } } }, assert: {} } } }],
  ["an import of a resource that may have other rules", { import: { to: "aws_vpc.network_vpc", id: "vpc-1" } }],
  ["an import of an unknown resource", { import: [{ to: "aws_cloudwatch_log_group.none", id: "x" }] }],
  ["an import by another provider", { import: { to: "aws_vpc.network_vpc", id: "x", provider: "aws.b" } }],
  ["a removed resource that stays", { removed: { from: "aws_vpc.old", lifecycle: { destroy: false } } }],
  ["a removed resource without a lifecycle", { removed: [{ from: "aws_vpc.old" }] }],
  [
    "a removed resource with a provisioner",
    { removed: { from: "aws_vpc.old", lifecycle: { destroy: true }, provisioner: {} } },
  ],
  [
    "a moved block with an argument of the future",
    { moved: { from: "aws_vpc.a", to: "aws_vpc.b", provider: "aws.b" } },
  ],
  ["a moved block without a new address", { moved: [{ from: "aws_vpc.a" }] }],
  ["a moved block with addresses in a list", { moved: { from: ["aws_vpc.a"], to: "aws_vpc.b" } }],
  ["another provider source", required({ aws: { source: "registry.example.com/hashicorp/aws" } })],
  ["another provider namespace", required({ aws: { source: "corp/aws" } })],
  ["the source of another provider in one word", required({ random: { source: "aws" } })],
  ["the source of another provider", required({ random: { source: "hashicorp/aws" } })],
  ["a second AWS provider under another name", required({ other: { source: "hashicorp/aws" } })],
  ["a provider that HashiCorp does not publish", required({ datadog: { source: "datadog/datadog" } })],
  ["an argument of provider_meta that is not known", { terraform: { provider_meta: { aws: { endpoint: "x" } } } }],
  ["provider_meta of another provider", { terraform: { provider_meta: { corp: { user_agent: "x" } } } }],
  ["an old release of the provider", required({ aws: { source: "hashicorp/aws", version: "~> 4.67" } })],
  ["a future release of the provider", required({ aws: { source: "hashicorp/aws", version: ">= 7.0" } })],
  ["a version constraint that is not understood", required({ aws: "latest" })],
  ["an unknown requirement argument", required({ aws: { source: "hashicorp/aws", mirror: "x" } })],
  ["HCP Terraform without a workspace", { terraform: { cloud: { organization: "x" } } }],
  ["HCP Terraform that nobody declares", { terraform: { cloud: { organization: "x", workspaces: { name: "y" } } } }],
  ["state encryption of OpenTofu", { terraform: { encryption: {} } }],
  ["another backend", backend("http", { address: "https://x" })],
  ["a backend with another endpoint", backend("s3", { bucket: "b", endpoints: { s3: "https://x" } })],
  ["a backend that skips checks", backend("s3", { bucket: "b", skip_credentials_validation: true })],
  ["endpoints of the provider", aws({ endpoints: [{ s3: "https://x" }] })],
  ["a proxy of the provider", aws({ https_proxy: "http://x" })],
  ["insecure calls", aws({ insecure: true })],
  ["insecure calls as text", aws({ insecure: "true" })],
  ["skipped account checks", aws({ skip_requesting_account_id: true })],
  ["ignored tags", aws({ ignore_tags: { keys: ["Owner"] } })],
  ["a fixed access key", aws({ access_key: "x" })],
  ["a provider argument of the future", aws({ region_override: "us-east-1" })],
  ["another block in default_tags", aws({ default_tags: [{ tags: {}, keys: [] }] })],
  ["default tags by an expression", aws({ default_tags: "${local.tags}" })],
  ["assumed roles by an expression", aws({ assume_role: "${local.roles}" })],
  ["an alias that is empty", aws({ alias: "" })],
  ["an alias that is null", aws({ alias: null })],
  ["arguments of another provider", { provider: { tls: { proxy: { url: "http://x" } } } }],
  ["a provider function", { locals: { x: "${provider::corp::lookup(1)}" } }],
])("a stack with %s has an unread part", (_, beside) => {
  expect(unreadTexts(beside, {})).toHaveLength(1);
});

test.each<readonly [string, object]>([
  ["a provider without a dot", { provider: "other" }],
  ["the provider of another type", { provider: "random" }],
  ["an aliased provider", { provider: "aws.us" }],
  ["a provider that is no text", { provider: ["aws"] }],
  ["OpenTofu's lifecycle.enabled", { lifecycle: { enabled: "${var.on}" } }],
  ["a lifecycle that is text", { lifecycle: "${var.l}" }],
  ["an escaping block", { _: { name: "x" } }],
  ["two lifecycle blocks", { lifecycle: [{ prevent_destroy: true }, { create_before_destroy: true }] }],
  ["dependencies that are null", { depends_on: null }],
  ["a provider that is null", { provider: null }],
])("a resource with %s is an unread part", (_, values) => {
  expect(unreadTexts({}, logGroup(values))).toEqual([expect.stringMatching(/^aws_cloudwatch_log_group\.extra /)]);
});

const block = (values: object): object => ({ aws_instance: { i: { root_block_device: values } } });

test.each<readonly [string, string, object]>([
  ["an ARN", "arn", logGroup({ arn: "arn:aws:logs:eu-west-1:1:log-group:x" })],
  ["an ID", "id", logGroup({ id: "x" })],
  ["an expression", "arn", logGroup({ arn: "${aws_vpc.network_vpc.arn}" })],
  ["an empty list", "network_interface_ids", { aws_vpc_endpoint: { e: { network_interface_ids: [] } } }],
  ["a value in each instance", "arn", logGroup({ for_each: { a: "b" }, arn: "${each.value}" })],
  ["a block of one", "root_block_device.volume_id", block({ volume_id: "vol-1" })],
  ["a second block", "root_block_device.volume_id", block([{}, { volume_id: "vol-1" }])],
  [
    "a dynamic block",
    "root_block_device.volume_id",
    { aws_instance: { i: { dynamic: { root_block_device: { for_each: [1], content: { volume_id: "vol-1" } } } } } },
  ],
  ["a type that no model reads", "arn", { aws_dx_gateway: { g: { arn: "arn:aws:x" } } }],
  ["a neutral type", "hex", { random_id: { r: { byte_length: 4, hex: "ab" } } }],
  ["a value of Terraform itself", "output", { terraform_data: { d: { output: "x" } } }],
])("a value that only the provider sets is an unread part: %s", (_, path, resources) => {
  expect(unreadTexts({}, resources)).toContainEqual(
    expect.stringMatching(new RegExp(`: ${path} is set by the provider alone, so Terraform refuses a value for it`)),
  );
});

test.each<readonly [string, string, object]>([
  ["the account of the caller", "account_id", { aws_caller_identity: { c: { account_id: "444455556666" } } }],
  ["the ID of a found zone", "primary_name_server", { aws_route53_zone: { z: { primary_name_server: "x" } } }],
  [
    "the outputs of another state",
    "outputs",
    { terraform_remote_state: { s: { backend: "local", outputs: { a: 1 } } } },
  ],
])("a value of a data source that only the provider sets is an unread part: %s", (_, path, data) => {
  expect(unreadTexts({ data }, {})).toContainEqual(expect.stringContaining(`: ${path} is set by the provider alone`));
});

test("null is no value of an attribute that only the provider sets", () => {
  expect(unreadTexts({ locals: { none: null } }, logGroup({ arn: null, id: "${local.none}" }))).toEqual([]);
});

test.each<readonly [string, object, object]>([
  ["moved blocks", { moved: [{ from: "aws_vpc.old", to: "aws_vpc.network_vpc" }] }, {}],
  ["a check of conditions", { check: { c: { assert: { condition: "${true}", error_message: "x" } } } }, {}],
  [
    "an import of a log group",
    { import: { to: "aws_cloudwatch_log_group.extra", id: "/x" } },
    logGroup({ name: "/x" }),
  ],
  [
    "an import of log groups",
    { import: { to: '${aws_cloudwatch_log_group.extra["a"]}', id: "/x" } },
    logGroup({ for_each: { a: "b" } }),
  ],
  ["a destroyed resource", { removed: { from: "aws_vpc.old", lifecycle: { destroy: true } } }, {}],
  ["an empty section of JSON that a program made", { ephemeral: {} }, {}],
  [
    "an S3 backend",
    backend("s3", { bucket: "b", key: "k", region: "eu-west-1", use_lockfile: true, encrypt: true }),
    {},
  ],
  ["a source of one word, as cdktf writes it", required({ aws: { source: "aws" } }), {}],
  ["a provider requirement without a version", required({ aws: { source: "hashicorp/aws" } }), {}],
  [
    "version constraints",
    required({ aws: { source: "registry.terraform.io/hashicorp/aws", version: ">= 5.80, < 7.0, != 6.1" } }),
    {},
  ],
  ["providers of HashiCorp without AWS resources", required({ random: { source: "hashicorp/random" }, time: {} }), {}],
  [
    "a provider of HashiCorp that no resource uses",
    { provider: { awscc: { region: "eu-west-1" } }, ...required({ awscc: { source: "hashicorp/awscc" } }) },
    {},
  ],
  ["a module's name for the user agent", { terraform: { provider_meta: { aws: { user_agent: ["vpc/1.0"] } } } }, {}],
  ["credentials of the machine by name", aws({ profile: "production", skip_metadata_api_check: true }), {}],
  [
    "files of the machine with credentials",
    aws({ shared_config_files: ["~/.aws/config"], shared_credentials_files: ["~/.aws/credentials"] }),
    {},
  ],
  ["a state that a role reads", backend("s3", { bucket: "b", assume_role: { role_arn: "arn:aws:iam::1:role/r" } }), {}],
  ["an unused alias", { provider: { aws: [{ region: "eu-west-1" }, { alias: "us", region: "us-east-1" }] } }, {}],
  ["retries", aws({ max_retries: 5, skip_region_validation: false, insecure: null }), {}],
  ["the default provider by name", {}, logGroup({ provider: "aws" })],
  [
    "conditions and order",
    {},
    logGroup({ lifecycle: { precondition: {}, postcondition: {}, prevent_destroy: "true" }, depends_on: [] }),
  ],
])("a stack with %s has no unread part", (_, beside, resources) => {
  expect(unreadTexts(beside, resources)).toEqual([]);
});
