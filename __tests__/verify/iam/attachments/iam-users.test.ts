import { policyModel } from "../../../../verify/iam/attachments/policy-model";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { environmentStack } from "../../fixtures/environment-stack";
import { addResource, deleteResources, type MutableArguments, type MutableStack } from "../../fixtures/mutant";
import { saidBy } from "../../terraform/resource-types/witness-stacks";

const dev = (resources: Readonly<Record<string, MutableArguments>>): MutableStack =>
  environmentStack("dev", (stack) => {
    for (const [address, values] of Object.entries(resources)) {
      addResource(stack, address, values);
    }
  });

const policyOf = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const allow = (Action: string | readonly string[], Resource: string | readonly string[] = "*", more: object = {}) =>
  policyOf({ Effect: "Allow", Action, Resource, ...more });

const user = { "aws_iam_user.ann": { name: "ann" } };
const ann = "${aws_iam_user.ann.name}";

/** What gives the policy to a user, in the ways that Terraform has. */
const givers: readonly (readonly [way: string, resources: (policy: string) => Record<string, MutableArguments>])[] = [
  ["an inline policy", (policy) => ({ ...user, "aws_iam_user_policy.p": { user: ann, policy } })],
  ["an inline policy by name", (policy) => ({ ...user, "aws_iam_user_policy.p": { user: "ann", policy } })],
  [
    "an attached policy",
    (policy) => ({
      ...user,
      "aws_iam_policy.p": { name: "p", policy },
      "aws_iam_user_policy_attachment.p": { user: ann, policy_arn: "${aws_iam_policy.p.arn}" },
    }),
  ],
  [
    "a policy attachment with users",
    (policy) => ({
      ...user,
      "aws_iam_policy.p": { name: "p", policy },
      "aws_iam_policy_attachment.p": { name: "p", users: [ann], policy_arn: "${aws_iam_policy.p.arn}" },
    }),
  ],
  [
    "a group without members",
    (policy) => ({
      "aws_iam_group.g": { name: "g" },
      "aws_iam_group_policy.p": { group: "${aws_iam_group.g.name}", policy },
    }),
  ],
  [
    "a group with an attached policy",
    (policy) => ({
      "aws_iam_group.g": { name: "g" },
      "aws_iam_policy.p": { name: "p", policy },
      "aws_iam_group_policy_attachment.p": { group: "${aws_iam_group.g.id}", policy_arn: "${aws_iam_policy.p.arn}" },
    }),
  ],
];

test.each(givers)("A user who may read everything by %s violates what the claims say of reads.", (_, resources) => {
  const { verdict, findings } = saidBy("reads-stay-in-stack", dev(resources(allow("s3:GetObject"))));

  expect(verdict).toBe("violated");
  expect(findings).toMatch(/the IAM user arn:aws:iam::/);
});

test.each<[claim: string, policy: string]>([
  ["requests-stay-in-account", allow("sqs:SendMessage")],
  ["presigned-url-only-inside", allow("sagemaker:CreatePresignedDomainUrl")],
  ["user-gets-only-own-url", allow("sagemaker:CreatePresignedDomainUrl")],
  ["private-spaces-are-private", allow("sagemaker:CreateApp")],
  ["logs-are-tamper-proof", allow("logs:DeleteLogGroup")],
  ["self-service-cannot-escalate", allow("iam:AttachUserPolicy")],
])("%s is violated by an IAM user with an access key who may do it from the internet.", (claim, policy) => {
  const access = { "aws_iam_user_policy.p": { user: ann, policy }, "aws_iam_access_key.k": { user: ann } };

  expect(saidBy(claim, dev({ ...user, ...access })).verdict).toBe("violated");
});

test("A user who may read the bucket of the stack from the internet leaves no claim about identities proved, and the bucket's policy decides.", () => {
  const reads = allow("s3:GetObject", "${aws_s3_bucket.locked_buckets_data.arn}/*");
  const stack = dev({ ...user, "aws_iam_user_policy.p": { user: ann, policy: reads } });
  const open = structuredClone(stack);
  deleteResources(open, "aws_s3_bucket_policy.locked_buckets_data_policy");

  expect(saidBy("presigned-url-only-inside", stack).verdict).toBe("undecided");
  expect(saidBy("bucket-only-through-endpoint", open).verdict).not.toBe("proved");
});

test("A user who may do nothing keeps the claims about data proved.", () => {
  const none = dev({ ...user, "aws_iam_access_key.k": { user: ann } });

  expect(saidBy("reads-stay-in-stack", none).verdict).toBe("proved");
  expect(saidBy("requests-stay-in-account", none).verdict).toBe("proved");
});

test.each<[what: string, resources: Record<string, MutableArguments>]>([
  [
    "a policy of a user that the configuration does not contain",
    { "aws_iam_user_policy.p": { user: "bob", policy: allow("s3:*") } },
  ],
  [
    "a policy of a group that the configuration does not contain",
    {
      "aws_iam_group_policy_attachment.p": {
        group: "admins",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      },
    },
  ],
  [
    "a user in a group that the configuration does not contain",
    { ...user, "aws_iam_user_group_membership.m": { user: ann, groups: ["admins"] } },
  ],
  [
    "an attached policy that the configuration does not contain",
    { ...user, "aws_iam_user_policy_attachment.p": { user: ann, policy_arn: "arn:aws:iam::111122223333:policy/x" } },
  ],
  [
    "a policy of a user that a variable names",
    { ...user, "aws_iam_user_policy.p": { user: "${var.name}", policy: allow("s3:*") } },
  ],
  [
    "a membership whose users a variable names",
    {
      ...user,
      "aws_iam_group.g": { name: "g" },
      "aws_iam_group_membership.m": { name: "m", group: "g", users: "${var.users}" },
    },
  ],
  ["a policy text that is not known", { ...user, "aws_iam_user_policy.p": { user: ann, policy: "${var.policy}" } }],
])("%s leaves open what users may read and reach.", (_, resources) => {
  for (const claim of ["reads-stay-in-stack", "requests-stay-in-account"]) {
    expect({ claim, ...saidBy(claim, dev(resources)) }).toMatchObject({ claim, verdict: "undecided" });
  }
});

test("A user is judged with the policies of its groups, by both kinds of membership, and under its boundary.", () => {
  const stack = dev({
    ...user,
    "aws_iam_group.one": { name: "one" },
    "aws_iam_group.two": { name: "two" },
    "aws_iam_group_policy.one": { group: "one", policy: allow("sqs:SendMessage") },
    "aws_iam_group_policy.two": { group: "two", policy: allow("sns:Publish") },
    "aws_iam_group_membership.m": { name: "m", group: "${aws_iam_group.one.name}", users: [ann] },
    "aws_iam_user_group_membership.m": { user: ann, groups: ["${aws_iam_group.two.name}"] },
  });
  const model = policyModel(readConfiguration(structuredClone(stack), "dev"));
  const [read] = model.users;

  expect(read?.address).toBe("aws_iam_user.ann");
  expect(read?.identityPolicies).toHaveLength(2);
  expect(model.users.map(({ address }) => address)).toEqual([
    "aws_iam_user.ann",
    "aws_iam_group.one",
    "aws_iam_group.two",
  ]);
});

test.each<[what: string, boundary: string, verdict: string]>([
  ["that allows nothing of it", allow("ec2:DescribeVpcs"), "proved"],
  ["that allows it", allow("*"), "violated"],
])("A user under a boundary %s is judged under it.", (_, boundary, verdict) => {
  const stack = dev({
    "aws_iam_policy.b": { name: "b", policy: boundary },
    "aws_iam_user.ann": { name: "ann", permissions_boundary: "${aws_iam_policy.b.arn}" },
    "aws_iam_user_policy.p": { user: ann, policy: allow("sqs:SendMessage") },
  });

  expect(saidBy("requests-stay-in-account", stack).verdict).toBe(verdict);
});

test("A statement for one user name is decided for that user, and left open for a member of a group whose name is not known.", () => {
  const forAnn = allow("sqs:SendMessage", "*", { Condition: { StringEquals: { "aws:username": "ann" } } });
  const ofUser = (name: string) =>
    dev({ "aws_iam_user.u": { name }, "aws_iam_user_policy.p": { user: name, policy: forAnn } });
  const ofGroup = dev({ "aws_iam_group.g": { name: "g" }, "aws_iam_group_policy.p": { group: "g", policy: forAnn } });

  expect(saidBy("requests-stay-in-account", ofUser("ann")).verdict).toBe("violated");
  expect(saidBy("requests-stay-in-account", ofUser("bob")).verdict).toBe("proved");
  expect(saidBy("requests-stay-in-account", ofGroup).verdict).not.toBe("proved");
});

test("A policy attachment that takes a policy from another user leaves open whether that user keeps it.", () => {
  const stack = dev({
    ...user,
    "aws_iam_user.bob": { name: "bob" },
    "aws_iam_policy.deny": { name: "deny", policy: policyOf({ Effect: "Deny", Action: "sqs:*", Resource: "*" }) },
    "aws_iam_user_policy.p": { user: "bob", policy: allow("sqs:SendMessage") },
    "aws_iam_user_policy_attachment.deny": { user: "bob", policy_arn: "${aws_iam_policy.deny.arn}" },
    "aws_iam_policy_attachment.deny": { name: "d", users: [ann], policy_arn: "${aws_iam_policy.deny.arn}" },
  });

  expect(saidBy("requests-stay-in-account", stack).verdict).not.toBe("proved");
});
