import { modelGapsInDevWith } from "../fixtures/dev-model-gaps";

const role = { name: "more", assume_role_policy: "{}" };
const policies = {
  "aws_iam_policy.one": { name: "one", policy: "{}" },
  "aws_iam_policy.two": { name: "two", policy: "{}" },
};
const attachment = { role: "${aws_iam_role.more.name}", policy_arn: "${aws_iam_policy.one.arn}" };
const exclusiveGaps = (added: Parameters<typeof modelGapsInDevWith>[0]): readonly string[] =>
  modelGapsInDevWith({ ...policies, ...added }).texts.filter((text) => /detaches|deletes|IAM users/.test(text));

test("managed_policy_arns that leaves out an attached policy is a model gap", () => {
  const withList = (managed_policy_arns: readonly string[]) =>
    exclusiveGaps({
      "aws_iam_role.more": { ...role, managed_policy_arns },
      "aws_iam_role_policy_attachment.more": attachment,
    });

  expect(withList(["${aws_iam_policy.two.arn}"])).toHaveLength(1);
  expect(withList([])).toHaveLength(1);
  expect(withList(["${aws_iam_policy.one.arn}"])).toEqual([]);
});

test("inline_policy on a role with an inline policy of another resource is a model gap", () => {
  const inline = { "aws_iam_role.more": { ...role, inline_policy: [{ name: "own", policy: "{}" }] } };
  const other = { "aws_iam_role_policy.more": { name: "more", role: "${aws_iam_role.more.id}", policy: "{}" } };

  expect(exclusiveGaps({ ...inline, ...other })).toHaveLength(1);
  expect(exclusiveGaps(inline)).toEqual([]);
  expect(exclusiveGaps({ "aws_iam_role.more": role, ...other })).toEqual([]);
});

test("aws_iam_policy_attachment is a model gap when it leaves out a role that has the policy, or names users", () => {
  const shared = (values: object) => ({
    "aws_iam_role.more": role,
    "aws_iam_role_policy_attachment.more": attachment,
    "aws_iam_policy_attachment.more": { name: "more", policy_arn: "${aws_iam_policy.one.arn}", ...values },
  });

  expect(exclusiveGaps(shared({ roles: ["other"] }))).toHaveLength(1);
  expect(exclusiveGaps(shared({ roles: ["${aws_iam_role.more.name}"] }))).toEqual([]);
  expect(exclusiveGaps(shared({ roles: ["${aws_iam_role.more.name}"], users: ["person"] }))).toHaveLength(1);
});
