import { deprecatedArguments } from "../../constraints/deprecated-arguments";

test("each deprecated argument, and each resource of a deprecated type, has one line with what to use instead", () => {
  const json = {
    resource: {
      aws_s3_bucket: { data: { bucket: "b", acl: "private" }, models: { bucket: "m" } },
      aws_s3_bucket_object: { one: { bucket: "b" } },
      aws_iam_role: { apply: { name: "apply", managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
    },
    data: { aws_region: { here: { name: "eu-west-1" }, current: {} } },
  };

  expect(deprecatedArguments(json)).toEqual([
    "aws_s3_bucket.data.acl: is deprecated by the provider; use aws_s3_bucket_acl",
    "aws_s3_bucket_object.one: is deprecated by the provider; use aws_s3_object",
    "aws_iam_role.apply.managed_policy_arns: is deprecated by the provider; use aws_iam_role_policy_attachment, and aws_iam_role_policy_attachments_exclusive",
    "data.aws_region.here.name: is deprecated by the provider; use region",
  ]);
});

test.each([undefined, null, [], "text", { resource: 1 }])(
  "what is no configuration, as %j, has nothing deprecated",
  (json) => {
    expect(deprecatedArguments(json)).toEqual([]);
  },
);
