import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import { readUncheckedPlan } from "../../../../../verify/terraform/read/read-plan";
import { modelGapsInDevWith } from "../../../fixtures/dev-model-gaps";

const role = "arn:aws:iam::444455556666:role/deployer";
const provider = (values: object) => ({ provider: { aws: [{ region: "eu-west-1", ...values }] } });

test.each([
  ["a provider role of an account that is not declared", provider({ assume_role: [{ role_arn: role }] })],
  [
    "a provider role of another account than the declared one",
    provider({ assume_role: { role_arn: role }, allowed_account_ids: ["111122223333"] }),
  ],
  [
    "a provider role and several declared accounts",
    provider({ assume_role: { role_arn: role }, allowed_account_ids: ["444455556666", "111122223333"] }),
  ],
  ["an action block", { action: { aws_lambda_invoke: { more: { config: {} } } } }],
])("a stack with %s has a model gap of every topic", (_, beside) => {
  expect(modelGapsInDevWith({}, beside).topics).toEqual([
    "data",
    "firewall",
    "identities",
    "names",
    "network",
    "operations",
  ]);
});

test("a provider with a role of the only declared account is not a model gap", () => {
  const beside = provider({ assume_role: { role_arn: role }, allowed_account_ids: ["444455556666"] });

  expect(modelGapsInDevWith({}, beside).texts).toEqual([]);
});

test.each([
  [
    "an aliased provider",
    { root_module: { resources: [{ address: "aws_vpc.there", mode: "managed", provider_config_key: "aws.other" }] } },
  ],
  [
    "an aliased provider of a module",
    {
      root_module: {
        module_calls: {
          m: {
            module: {
              resources: [{ address: "aws_vpc.there", mode: "managed", provider_config_key: "module.m:aws.other" }],
            },
          },
        },
      },
    },
  ],
  [
    "a provider role of an account that is not declared",
    { provider_config: { aws: { expressions: { assume_role: [{ role_arn: { constant_value: role } }] } } } },
  ],
])("a plan with %s has an unread part", (_, configuration) => {
  const { unreadParts: unread = [] } = readUncheckedPlan(
    { format_version: "1.2", complete: true, planned_values: {}, configuration },
    "plan",
  );

  expect(unread.map(({ text }) => text).join("\n")).toMatch(/aws\.other|444455556666/);
});

test("a plan with the default provider in all modules has no unread part", () => {
  const resources = [{ address: "aws_vpc.here", mode: "managed", provider_config_key: "module.m:aws" }];
  const configuration = { root_module: { module_calls: { m: { module: { resources } } } } };

  const { unreadParts: unread } = readUncheckedPlan(
    { format_version: "1.2", complete: true, planned_values: {}, configuration },
    "plan",
  );

  expect(unread).toBeUndefined();
});

const official = "registry.terraform.io/hashicorp/aws";
const planWith = (parts: object): readonly string[] =>
  (
    readUncheckedPlan({ format_version: "1.2", complete: true, planned_values: {}, ...parts }, "plan").unreadParts ?? []
  ).map(({ address }) => address);
const changeOf = (type: string, change: object): object => ({
  resource_changes: [{ address: `${type}.x`, type, change }],
});
const planned = (provider_name: string): object => ({
  planned_values: { root_module: { child_modules: [{ address: "module.m", resources: [vpcBy(provider_name)] }] } },
});
const vpcBy = (provider_name: string): object => ({
  address: "aws_vpc.x",
  type: "aws_vpc",
  name: "x",
  provider_name,
  values: {},
});
const inModule = (resource: object): object => ({
  configuration: { root_module: { module_calls: { m: { module: { resources: [resource] } } } } },
});
const configured = (key: string, provider: object): object => ({
  configuration: { provider_config: { [key]: provider } },
});

test.each<readonly [string, string, object]>([
  [
    "a forked AWS provider",
    "provider.aws",
    configured("aws", { name: "aws", full_name: "registry.terraform.io/corp/aws" }),
  ],
  ["a second AWS provider", "provider.other", configured("other", { name: "other", full_name: official })],
  [
    "endpoints of the provider",
    "provider.aws",
    configured("aws", {
      name: "aws",
      full_name: official,
      expressions: { endpoints: [{ s3: { constant_value: "https://x" } }] },
    }),
  ],
  ["a resource of a forked provider", "aws_vpc.x", planned("registry.terraform.io/corp/aws")],
  [
    "a provisioner",
    "module.m.null_resource.x",
    inModule({ address: "null_resource.x", mode: "managed", provisioners: [{ type: "local-exec" }] }),
  ],
  ["an ephemeral resource", "module.m.ephemeral.x.y", inModule({ address: "ephemeral.x.y", mode: "ephemeral" })],
  [
    "a module with a provider for another Region",
    "provider.module.m:aws",
    configured("module.m:aws", {
      name: "aws",
      full_name: official,
      expressions: { region: { constant_value: "us-east-1" } },
    }),
  ],
  ["a section that no version of Terraform writes today", "triggered_jobs", { triggered_jobs: [{ name: "x" }] }],
  ["a forgotten resource", "aws_vpc.x", changeOf("aws_vpc", { actions: ["forget"] })],
  ["an imported VPC", "aws_vpc.x", changeOf("aws_vpc", { actions: ["no-op"], importing: { id: "vpc-1" } })],
])("a plan with %s has an unread part of its own", (_, address, parts) => {
  expect([...new Set(planWith(parts))]).toEqual([address]);
});

test("a plan with an empty section that no version of Terraform writes today has no unread part", () => {
  expect(planWith({ triggered_jobs: [], more: {}, less: null, none: false })).toEqual([]);
});

test("a plan with the AWS provider, an unused alias and an imported log group has no unread part", () => {
  const expressions = { region: { constant_value: "eu-west-1" }, insecure: { constant_value: false } };

  expect(
    planWith({
      ...configured("aws", { name: "aws", full_name: official, version_constraint: "6.25.0", expressions }),
      ...changeOf("aws_cloudwatch_log_group", { actions: ["no-op"], importing: { id: "/x" } }),
      ...planned("registry.opentofu.org/hashicorp/aws"),
    }),
  ).toEqual([]);
});

test.each([
  ["of a forked provider", 'provider["registry.terraform.io/corp/aws"]'],
  ["of an aliased provider", 'provider["registry.terraform.io/hashicorp/aws"].other'],
])("a resource %s in a state file is an unread part", (_, provider) => {
  const resources = [{ mode: "managed", type: "aws_vpc", name: "x", provider, instances: [{ attributes: {} }] }];
  const { unreadParts: unread = [] } = readConfiguration({ version: 4, serial: 1, lineage: "x", resources }, "s");

  expect(unread.map(({ address }) => address)).toEqual(["aws_vpc.x"]);
});
