import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { dataSourceGaps } from "../../../verify/unmodeled/data-source-gaps";
import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const everyTopic = ["data", "firewall", "identities", "names", "network", "operations"];

test.each<[lookup: string, address: string, values: object]>([
  ["another Region", "data.aws_region.other", { region: "us-east-1" }],
  ["another Region by its name", "data.aws_region.account_region", { name: "us-east-1" }],
  ["a Region that is not known", "data.aws_region.other", { region: "${var.region}" }],
  ["the Region of an endpoint", "data.aws_region.other", { endpoint: "ec2.us-east-1.amazonaws.com" }],
  ["zones of another Region", "data.aws_availability_zones.other", { region: "us-east-1" }],
  ["an account that is written", "data.aws_caller_identity.account_caller", { account_id: "444455556666" }],
  ["an argument of the future", "data.aws_partition.account_partition", { partition: "aws-cn" }],
  [
    "the session of somebody else",
    "data.aws_iam_session_context.locked_buckets_deployer_session",
    { arn: "arn:aws:sts::444455556666:assumed-role/x/y" },
  ],
  [
    "the session of a parameter",
    "data.aws_iam_session_context.locked_buckets_deployer_session",
    { arn: "${data.aws_ssm_parameter.x.value}" },
  ],
  ["addresses from another host", "data.aws_ip_ranges.more", { services: ["ec2"], url: "https://example.com/x.json" }],
  ["the certificate of another host", "data.tls_certificate.more", { url: "https://example.com" }],
  ["a state by HTTP", "data.terraform_remote_state.more", { backend: "http", config: {} }],
  ["a state of a backend that is not known", "data.terraform_remote_state.more", { config: { path: "x" } }],
  [
    "a state of S3 at another host",
    "data.terraform_remote_state.more",
    { backend: "s3", config: { bucket: "b", key: "k", endpoints: { s3: "https://s3.example.com" } } },
  ],
  [
    "a state whose name holds a value",
    "data.terraform_remote_state.more",
    { backend: "s3", config: { bucket: "b", key: "${aws_ssm_parameter.secret.value}" } },
  ],
  ["another account, by a provider", "data.aws_caller_identity.account_caller", { provider: "aws.other" }],
])("a data source that reads %s is a model gap of every topic", (_, address, values) => {
  expect(modelGapsInDevWith({ [address]: values }).topics).toEqual(everyTopic);
});

test.each<[lookup: string, address: string, values: object]>([
  ["the Region of the provider", "data.aws_region.other", { region: "eu-west-1" }],
  ["the Region by a reference", "data.aws_region.other", { region: "${data.aws_region.account_region.region}" }],
  ["available zones", "data.aws_availability_zones.available", { state: "available" }],
  ["addresses of AWS", "data.aws_ip_ranges.more", { services: ["ec2"] }],
  ["a certificate that is written", "data.tls_certificate.more", { content: "pem" }],
  ["a file of the machine", "data.local_file.more", { filename: "main.py" }],
  ["a text with values", "data.template_file.more", { template: "a", vars: {} }],
  ["a state in S3", "data.terraform_remote_state.more", { backend: "s3", config: { bucket: "b", key: "k" } }],
  ["a state in a file", "data.terraform_remote_state.more", { backend: "local", config: { path: "../n.tfstate" } }],
])("a data source that reads %s is not a model gap", (_, address, values) => {
  expect(modelGapsInDevWith({ [address]: values }).texts).toEqual([]);
});

const bucketKey = (kms_master_key_id: string) => ({
  "aws_s3_bucket_server_side_encryption_configuration.locked_buckets_data_encryption": {
    rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id } }],
  },
});

test.each([
  "${data.aws_kms_key.theirs.arn}",
  '${data.aws_kms_key.theirs["a"].arn}',
  "${one(data.aws_kms_key.theirs[*].arn)}",
  '${try(data.aws_kms_key.theirs.arn, "x")}',
  "${data.terraform_remote_state.theirs.outputs.key}",
  "${data.aws_caller_identity.account_caller}",
  "${data.aws_ssm_parameter.theirs.value}",
])("the value %s in an argument that a model reads is a model gap of the topics of its type", (value) => {
  const { topics, texts } = modelGapsInDevWith(bucketKey(value));

  expect(topics).toEqual(["data"]);
  expect(texts.join("\n")).toContain("whose value is not in this input");
});

test("a value of a data source that passes through terraform_data is a model gap of every topic", () => {
  const passed = { "terraform_data.passed": { input: "${data.aws_ssm_parameter.theirs.value}" } };

  expect(modelGapsInDevWith(passed).topics).toEqual(everyTopic);
});

test("a value of a data source in an argument that changes no verdict is not a model gap", () => {
  const image = { "aws_instance.more": { ami: "${data.aws_ami.windows.id}" } };

  expect(modelGapsInDevWith(image).texts).toEqual([]);
});

const boundaryThat = (asked: object) => ({
  "data.aws_iam_policy.found": asked,
  "aws_iam_role.more": {
    assume_role_policy: "{}",
    permissions_boundary: "${data.aws_iam_policy.found.arn}",
  },
});

test.each<[what: string, asked: object]>([
  ["by the name of no AWS managed policy", { name: "StudioBoundary" }],
  ["by a name that is not known", { name: "${var.boundary}" }],
  ["by an AWS managed policy's name below another path", { name: "AdministratorAccess", path_prefix: "/teams/" }],
  ["by nothing", {}],
])("the ARN of a policy that a data source finds %s is a model gap of the identities", (_, asked) => {
  expect(modelGapsInDevWith(boundaryThat(asked)).texts.join()).toContain("uses data.aws_iam_policy.found.arn");
});

test.each<[what: string, asked: object]>([
  ["by the name of an AWS managed policy", { name: "AmazonSageMakerReadOnly" }],
  ["by its ARN", { arn: "arn:aws:iam::aws:policy/AmazonSageMakerReadOnly" }],
])("the ARN of a policy that a data source finds %s is not a model gap", (_, asked) => {
  expect(modelGapsInDevWith(boundaryThat(asked)).texts.join()).not.toContain("data.aws_iam_policy");
});

const studioSubnets = (asked: object) => ({
  "data.aws_subnets.studio": asked,
  "aws_sagemaker_notebook_instance.n": {
    name: "n",
    instance_type: "ml.t3.medium",
    role_arn: "${aws_iam_role.execution_role_role.arn}",
    subnet_id: "${data.aws_subnets.studio.ids}",
  },
});

test.each<[what: string, asked: object]>([
  ["of the stack's own VPC", { filter: [{ name: "vpc-id", values: ["${aws_vpc.network_vpc.id}"] }] }],
  ["of a VPC that is not known", { filter: [{ name: "vpc-id", values: ["${var.vpc}"] }] }],
  ["by a tag that its own subnets may have", { tags: { Tier: "${var.tier}" } }],
  ["by a pattern", { filter: [{ name: "tag:Name", values: ["*"] }] }],
  ["by one of several tags", { filter: [{ name: "tag:Name", values: ["a", "b"] }] }],
  ["without any question", {}],
  ["by something that no rule reads", { filter: [{ name: "map-public-ip-on-launch", values: ["true"] }] }],
  ["in another Region", { region: "us-east-1", tags: { Tier: "private" } }],
])("a list of subnets %s is a model gap, because it may hold subnets of the stack", (_, asked) => {
  expect(modelGapsInDevWith(studioSubnets(asked)).texts.join()).toContain("uses data.aws_subnets.studio.ids");
});

test("a list of subnets with an address range that no subnet of the stack has is elsewhere", () => {
  const asked = { filter: [{ name: "cidr-block", values: ["172.31.0.0/24"] }] };

  expect(modelGapsInDevWith(studioSubnets(asked)).texts.join()).not.toContain("data.aws_subnets.studio");
});

const lookupsOfOthers = (type: string, asked: object, attribute: string) => ({
  [`data.${type}.shared`]: asked,
  "aws_vpc_endpoint.more": {
    vpc_id: "vpc-0123456789abcdef0",
    service_name: "com.amazonaws.eu-west-1.s3",
    [type === "aws_route_tables" ? "route_table_ids" : "security_group_ids"]: [`\${data.${type}.shared.${attribute}}`],
  },
});
const useOfLookup = /uses data\.\S+\.shared/;

test.each<[type: string, what: string, asked: object]>([
  ["aws_security_groups", "the default group of its VPC", { filter: [{ name: "group-name", values: ["default"] }] }],
  ["aws_security_groups", "any group", {}],
  ["aws_security_groups", "a group by a pattern", { filter: [{ name: "group-name", values: ["app-*"] }] }],
  ["aws_security_groups", "a group by a tag that its own may have", { tags: { Tier: "${var.tier}" } }],
  [
    "aws_route_tables",
    "a route table of its VPC",
    { vpc_id: "${aws_vpc.network_vpc.id}", tags: { Tier: "${var.tier}" } },
  ],
  ["aws_route_tables", "the main route table of its VPC", { filter: [{ name: "vpc-id", values: ["vpc-1"] }] }],
  [
    "aws_route_tables",
    "a route table by a filter that no rule reads",
    { filter: [{ name: "association.main", values: ["true"] }] },
  ],
])("a list of %s that may hold %s is a model gap", (type, _, asked) => {
  expect(modelGapsInDevWith(lookupsOfOthers(type, asked, "ids")).texts.join()).toMatch(useOfLookup);
});

test.each<[type: string, attribute: string, asked: object]>([
  ["aws_security_group", "id", { tags: { Name: "shared" } }],
  ["aws_security_groups", "ids", { filter: [{ name: "tag:Name", values: ["shared"] }] }],
  ["aws_route_tables", "ids", { vpc_id: "vpc-0123456789abcdef0", tags: { Name: "shared" } }],
])("%s.%s of what nothing of the stack can be is elsewhere, as an ID would be", (type, attribute, asked) => {
  expect(modelGapsInDevWith(lookupsOfOthers(type, asked, attribute)).texts.join()).not.toMatch(useOfLookup);
});

test.each<[type: string, argument: string, asked: object]>([
  [
    "aws_internet_gateway",
    "gateway_id",
    { filter: [{ name: "attachment.vpc-id", values: ["vpc-0123456789abcdef0"] }] },
  ],
  ["aws_nat_gateway", "nat_gateway_id", { subnet_id: "subnet-0123456789abcdef0" }],
])("%s.id of what the stack has none of is elsewhere, as an ID would be", (type, argument, asked) => {
  const route = {
    [`data.${type}.shared`]: asked,
    "aws_route.more": {
      route_table_id: "${aws_route_table.network_studio_a_routes.id}",
      destination_cidr_block: "10.200.0.0/16",
      [argument]: `\${data.${type}.shared.id}`,
    },
  };

  expect(modelGapsInDevWith(route).texts.join()).not.toMatch(useOfLookup);
});

test.each<[type: string, what: string, asked: object]>([
  ["aws_vpc_endpoint", "of any service", {}],
  ["aws_vpc_endpoint", "of a service that it has an endpoint for", { service_name: "com.amazonaws.eu-west-1.s3" }],
])("%s.id %s is a model gap, because it may be that of the stack", (type, _, asked) => {
  const route = {
    [`data.${type}.shared`]: asked,
    "aws_route.more": { vpc_endpoint_id: `\${data.${type}.shared.id}`, destination_cidr_block: "10.200.0.0/16" },
  };

  expect(modelGapsInDevWith(route).texts.join()).toMatch(useOfLookup);
});

test("A lookup in a plan is checked as written where the plan has no answer of it that counts.", () => {
  const address = "data.aws_iam_session_context.other";
  const values = { arn: "arn:aws:sts::111122223333:assumed-role/other/s" };
  const lookup = { address, mode: "data", type: "aws_iam_session_context", name: "other", values } as const;
  const plan = { source: "plan.json", form: "plan", resources: [lookup], outputs: {} } as const;
  const texts = (configuration: TerraformConfiguration): readonly string[] =>
    dataSourceGaps(configuration, lookup).map(({ evidence }) => evidence.text);

  expect(texts(plan)).toEqual([]);
  expect(texts({ ...plan, unanswered: [address] })).toEqual([
    `${address} has another arn than the arn of aws_caller_identity`,
  ]);
});

test.each<[input: string, given: Pick<TerraformConfiguration, "form" | "unanswered">, advice: string]>([
  ["a folder that is read alone", { form: "synthesized" }, "verify a plan, or join the state that has it"],
  ["a folder that was planned without an account", { form: "plan", unanswered: [] }, "verify a plan of the account"],
  ["a plan of an account", { form: "plan" }, "verify the state after the apply"],
])("A value that %s does not have names an input that has it.", (_, given, advice) => {
  const values = { bucket: "own", acl: "${data.aws_ssm_parameter.theirs.value}" };
  const acl = {
    address: "aws_s3_bucket_acl.own",
    mode: "managed",
    type: "aws_s3_bucket_acl",
    name: "own",
    values,
  } as const;
  const gaps = dataSourceGaps({ source: "main.tf", resources: [acl], outputs: {}, ...given }, acl);

  expect(gaps.map(({ evidence }) => evidence.text)).toEqual([expect.stringContaining(advice)]);
});
