import { looseInDevWith } from "../loose/dev-with";

const role = "arn:aws:iam::444455556666:role/deployer";
const provider = (values: object) => ({ provider: { aws: [{ region: "eu-west-1", ...values }] } });

test.each([
  ["a role of an account that nobody declared", provider({ assume_role: [{ role_arn: role }] })],
  [
    "a role of another account than the one declared",
    provider({ assume_role: { role_arn: role }, allowed_account_ids: ["111122223333"] }),
  ],
  [
    "roles of several accounts",
    provider({ assume_role: { role_arn: role }, allowed_account_ids: ["444455556666", "111122223333"] }),
  ],
  ["a block that the apply runs", { action: { aws_lambda_invoke: { more: { config: {} } } } }],
])("a stack with %s leaves everything loose", (_, beside) => {
  expect(looseInDevWith({}, beside).topics).toEqual(["data", "identities", "names", "network"]);
});

test("a provider with a role of the one account that it may touch leaves nothing loose", () => {
  const beside = provider({ assume_role: { role_arn: role }, allowed_account_ids: ["444455556666"] });

  expect(looseInDevWith({}, { ...beside, action: {} }).texts).toEqual([]);
});
