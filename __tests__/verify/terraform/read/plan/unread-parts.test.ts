import { readPlan } from "../../../../../verify/terraform/read/read-plan";
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

  expect(modelGapsInDevWith({}, { ...beside, action: {} }).texts).toEqual([]);
});

test.each([
  [
    "an aliased provider",
    { root_module: { resources: [{ address: "aws_vpc.there", provider_config_key: "aws.other" }] } },
  ],
  [
    "an aliased provider of a module",
    {
      root_module: {
        module_calls: {
          m: { module: { resources: [{ address: "aws_vpc.there", provider_config_key: "module.m:aws.other" }] } },
        },
      },
    },
  ],
  [
    "a provider role of an account that is not declared",
    { provider_config: { aws: { expressions: { assume_role: [{ role_arn: { constant_value: role } }] } } } },
  ],
])("a plan with %s has an unread part", (_, configuration) => {
  const { unreadParts: unread = [] } = readPlan(
    { format_version: "1.2", complete: true, planned_values: {}, configuration },
    "plan",
  );

  expect(unread.map(({ text }) => text).join("\n")).toMatch(/aws\.other|444455556666/);
});

test("a plan with the default provider in all modules has no unread part", () => {
  const resources = [{ address: "aws_vpc.here", provider_config_key: "module.m:aws" }];
  const configuration = { root_module: { module_calls: { m: { module: { resources } } } } };

  const { unreadParts: unread } = readPlan(
    { format_version: "1.2", complete: true, planned_values: {}, configuration },
    "plan",
  );

  expect(unread).toBeUndefined();
});
