import { readPackageRepositories } from "../../../../verify/iam/attachments/package-repository-with-policy";
import { policyModel } from "../../../../verify/iam/attachments/policy-model";
import type { RoleWithPolicies } from "../../../../verify/iam/attachments/role-with-policies";
import { readTopics } from "../../../../verify/iam/attachments/topic-with-policy";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";

const reader = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
const role = "aws_iam_role.studio";

/** A role with a name of which the part of the workspace is not known, and what is attached to it by a reference. */
function readRoleWith(...attachments: readonly (readonly [type: string, values: object])[]): RoleWithPolicies {
  const others = attachments.map(([type, values], at) => ({ [type]: { [`other_${at}`]: values } }));
  const json = {
    resource: [
      { aws_iam_role: { studio: { name: "ml-${terraform.workspace}-studio", assume_role_policy: reader } } },
      { aws_iam_instance_profile: { web: { name: "ml-${var.stage}-studio", role: "web" } } },
      { aws_iam_role_policy: { own: { role: `\${${role}.id}`, policy: reader } } },
      ...others,
    ],
  };
  const found = policyModel(readConfiguration(json, "stack")).roles.find(({ address }) => address === role);
  if (found === undefined) {
    throw new Error("no role");
  }
  return found;
}

const doubtsOf = ({ doubts }: RoleWithPolicies): readonly string[] =>
  doubts.map(({ text }) => text).filter((text) => text.includes("is attached to"));

test("A policy that refers to a role is a policy of the role, although a part of its name is not known.", () => {
  const read = readRoleWith();

  expect(doubtsOf(read)).toEqual([]);
  expect(read.identityPolicies.map(({ address }) => address)).toEqual(["aws_iam_role_policy.own"]);
});

test.each([
  ["aws_iam_role_policy", { role: "ml-prod-studio", policy: reader }],
  [
    "aws_iam_role_policy_attachment",
    { role: "ml-prod-studio", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "${var.role}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  [
    "aws_iam_policy_attachment",
    { roles: ["ml-prod-studio"], policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "${aws_iam_instance_profile.web.id}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  ],
  ["aws_iam_policy_attachment", { roles: "${var.roles}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" }],
])("A policy by %s to a text that may be the name of the role leaves open what the role may do: %o", (type, values) => {
  expect(doubtsOf(readRoleWith([type, values]))).toHaveLength(1);
});

test.each([
  ["aws_iam_role_policy", { role: "web-prod", policy: reader }],
  ["aws_iam_policy_attachment", { users: ["ana"], policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  ["aws_iam_policy_attachment", { roles: ["web-prod"], policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
])("A policy by %s to something else does not matter to the role: %o", (type, values) => {
  expect(doubtsOf(readRoleWith([type, values]))).toEqual([]);
});

/** What is open about a repository and a topic, of whose names the part of the workspace is not known. */
function doubtsWith(type: string, values: object): readonly string[] {
  const json = {
    resource: {
      aws_codeartifact_repository: { own: { domain: "own", repository: "packages-${terraform.workspace}" } },
      aws_sns_topic: { own: { name: "alerts-${terraform.workspace}" } },
      [type]: { other: values },
    },
  };
  const configuration = readConfiguration(json, "stack");
  const { text } = policyModel(configuration);
  return [...readPackageRepositories(configuration, text), ...readTopics(configuration, text)]
    .flatMap(({ doubts }) => doubts)
    .map((doubt) => doubt.text)
    .filter((found) => found.includes("is attached to"));
}

const repositoryPolicy = "aws_codeartifact_repository_permissions_policy";

test.each([
  [repositoryPolicy, { domain: "own", repository: "packages-prod", policy_document: reader }],
  [repositoryPolicy, { domain: "own", repository: "${var.repository}", policy_document: reader }],
  [repositoryPolicy, { domain: "${var.domain}", repository: "packages-prod", policy_document: reader }],
  ["aws_sns_topic_policy", { arn: "arn:aws:sns:eu-west-1:123456789012:alerts-prod", policy: reader }],
])(
  "A policy by %s to a text that may name the repository or the topic leaves open what guards it: %o",
  (type, values) => {
    expect(doubtsWith(type, values)).not.toEqual([]);
  },
);

test("A policy of a repository with another name does not matter to the repository.", () => {
  expect(doubtsWith(repositoryPolicy, { domain: "own", repository: "images-prod", policy_document: reader })).toEqual(
    [],
  );
});
