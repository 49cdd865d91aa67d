import { hclToJson } from "../../../../verify/terraform/hcl/hcl-to-json";
import { sectionLabels } from "../../../../verify/terraform/read/folder/module-blocks";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";

/** The policy of a role whose document is the last data source of a text in HCL. */
function policyOf(documents: string): Json {
  const consumer = 'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d.json\n}\n';
  const configuration = readConfiguration(hclToJson(`${documents}\n${consumer}`, sectionLabels).json, "main");
  const { policy = null } = configuration.resources.find(({ type }) => type === "aws_iam_policy")?.values ?? {};
  const gaps = modelGaps(configuration).filter(({ evidence }) => evidence.addresses.includes("aws_iam_policy.p"));
  const isRendered = typeof policy === "string" && policy.startsWith("{");
  expect(gaps.length === 0).toBe(isRendered);
  return isRendered ? (JSON.parse(policy) as Json) : policy;
}

test("A policy document is rendered with defaults, lists, principals, conditions and policy variables.", () => {
  const document = policyOf(`
data "aws_iam_policy_document" "d" {
  policy_id = "id"
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.b.arn, "\${aws_s3_bucket.b.arn}/home/&{aws:username}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = [aws_vpc.v.id]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/a"
      values   = ["x", "y"]
    }
  }
  statement {
    effect      = "Deny"
    not_actions = ["iam:*"]
    not_resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/x"]
    }
  }
  dynamic "statement" {
    for_each = toset(["sqs", "sns"])
    content {
      actions   = ["\${statement.value}:*"]
      resources = ["*"]
      principals {
        type        = "*"
        identifiers = ["*"]
      }
    }
  }
}`);

  expect(document).toEqual({
    Version: "2012-10-17",
    Id: "id",
    Statement: [
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:ListBucket"],
        Resource: ["${aws_s3_bucket.b.arn}", "${aws_s3_bucket.b.arn}/home/$${aws:username}/*"],
        Condition: { StringEquals: { "aws:SourceVpc": ["${aws_vpc.v.id}"], "aws:PrincipalTag/a": ["x", "y"] } },
      },
      {
        Effect: "Deny",
        NotAction: ["iam:*"],
        NotResource: ["*"],
        NotPrincipal: { AWS: ["arn:aws:iam::111122223333:role/x"] },
      },
      { Effect: "Allow", Action: ["sns:*"], Resource: ["*"], Principal: "*" },
      { Effect: "Allow", Action: ["sqs:*"], Resource: ["*"], Principal: "*" },
    ],
  });
});

test("Documents are merged: a statement replaces an earlier one with its sid, and others are added.", () => {
  const document = policyOf(`
data "aws_iam_policy_document" "base" {
  statement {
    sid       = "A"
    actions   = ["a:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["b:*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "over" {
  statement {
    sid       = "A"
    effect    = "Deny"
    actions   = ["over:*"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "d" {
  source_policy_documents = [
    data.aws_iam_policy_document.base.json,
    jsonencode({ Version = "2012-10-17", Statement = { Sid = "C", Effect = "Allow", Action = "c:*", Resource = "*" } }),
  ]
  override_policy_documents = [data.aws_iam_policy_document.over.json]
  statement {
    sid       = "C"
    actions   = ["own:*"]
    resources = ["*"]
  }
}`);

  expect(document).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "A", Effect: "Deny", Action: ["over:*"], Resource: ["*"] },
      { Effect: "Allow", Action: ["b:*"], Resource: ["*"] },
      { Sid: "C", Effect: "Allow", Action: ["own:*"], Resource: ["*"] },
    ],
  });
});

const statement = 'actions = ["a:*"]\n resources = ["*"]';
const document = (body: string): string => `data "aws_iam_policy_document" "d" {\n${body}\n}`;

test.each([
  ["an argument that is not known", `source_json = "{}"\n statement {\n${statement}\n}`],
  ["an argument of a statement that is not known", `statement {\n${statement}\n foo = 1\n}`],
  ["a list that is an expression", "statement {\n actions = local.x\n}"],
  ["statements whose number is not known", 'dynamic "statement" {\n for_each = aws_x.y.z\n content {\n}\n}'],
  ["an effect that is an expression", `statement {\n${statement}\n effect = aws_x_y.z.e\n}`],
  ["an included document that is not known", 'source_policy_documents = [file("x.json")]'],
  [
    "two conditions of one operator and key",
    `statement {\n${statement}\n${'condition {\n test = "Bool"\n variable = "k"\n values = ["true"]\n}\n'.repeat(2)}}`,
  ],
])("A policy document with %s keeps its reference, and is a gap.", (_, body) => {
  expect(policyOf(document(body))).toBe("${data.aws_iam_policy_document.d.json}");
});

/** The resources of the policy of a role whose document is changed by an expression. */
function resourcesOf(expression: string, role = 'name = "reader"'): Json {
  const text = `
data "aws_caller_identity" "me" {}
resource "aws_s3_bucket" "b" { bucket = "data-\${random_pet.p.id}" }
resource "random_pet" "p" {}
resource "aws_iam_role" "r" { ${role} }
resource "aws_vpc" "v" {}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["_BUCKET_ARN_/*", "arn:aws:s3:::_BUCKET_ID_", aws_iam_role.r.arn, aws_s3_bucket.b.arn]
  }
}
resource "aws_iam_policy" "p" { policy = ${expression} }`;
  const { resources } = readConfiguration(hclToJson(text, sectionLabels).json, "main");
  const { policy = null } = resources.find(({ type }) => type === "aws_iam_policy")?.values ?? {};
  const isRendered = typeof policy === "string" && policy.startsWith("{");
  const { Statement = [] } = isRendered ? (JSON.parse(policy) as { Statement?: readonly { Resource: Json }[] }) : {};
  return Statement[0]?.Resource ?? null;
}

const references = ["${aws_iam_role.r.arn}", "${aws_s3_bucket.b.arn}"];

test.each([
  [
    "one text after the other",
    'true ? replace(replace(data.aws_iam_policy_document.d.json, "_BUCKET_ARN_", aws_s3_bucket.b.arn), "_BUCKET_ID_", aws_s3_bucket.b.id) : ""',
    ["${aws_s3_bucket.b.arn}/*", "arn:aws:s3:::${aws_s3_bucket.b.id}", ...references],
  ],
  [
    "a text, inside functions that leave a document as it is",
    'trimspace(coalesce(replace(try(data.aws_iam_policy_document.d.json, ""), "_BUCKET_ARN_", "arn:aws:s3:::x"), "y"))',
    ["arn:aws:s3:::x/*", "arn:aws:s3:::_BUCKET_ID_", ...references],
  ],
] as const)("A policy document is read in which an expression replaces %s.", (_, expression, resources) => {
  expect(resourcesOf(expression)).toEqual(resources);
});

test.each([
  ["that the provider generates", "", ["${aws_iam_role.r.arn}", "${aws_s3_bucket.b.arn}"]],
  [
    "with a prefix in which the placeholder is not",
    'name_prefix = "my_"',
    ["${aws_iam_role.r.arn}", "${aws_s3_bucket.b.arn}"],
  ],
])("A placeholder is not in a name %s.", (_, name, expected) => {
  const expression = 'replace(data.aws_iam_policy_document.d.json, "_BUCKET_ID_", "x")';

  expect(resourcesOf(expression, name)).toEqual(["_BUCKET_ARN_/*", "arn:aws:s3:::x", ...expected]);
  expect(resourcesOf(expression, 'name_prefix = "_BUCKET_ID_"')).toBeNull();
});

test.each([
  ["may be in the value of a reference", 'replace(data.aws_iam_policy_document.d.json, "reader", "x")'],
  ["may begin before a reference", 'replace(data.aws_iam_policy_document.d.json, "data-a", "x")'],
  ["is a pattern", 'replace(data.aws_iam_policy_document.d.json, "/_BUCKET_[A-Z]+_/", "x")'],
  ["is not known", "replace(data.aws_iam_policy_document.d.json, aws_vpc.v.id, aws_s3_bucket.b.arn)"],
  ["is a bracket, which the provider may not write", 'replace(data.aws_iam_policy_document.d.json, "[", "x")'],
  ["is not there when the condition is not met", 'aws_vpc.v.id == "x" ? data.aws_iam_policy_document.d.json : ""'],
])("A policy document is not read where the text that an expression replaces %s.", (_, expression) => {
  expect(resourcesOf(expression)).toBeNull();
});
