import {
  add,
  at,
  editPolicy,
  editStatement,
  type Mutant,
  open,
  remove,
  removeStatement,
  type Stack,
  type Statement,
  set,
} from "./mutant";

const policy = "aws_s3_bucket_policy.locked_buckets_data_policy";

/** Drops an action, or the pattern that holds it, from a statement. */
function withoutAction(action: string): (statement: Statement) => void {
  return (statement) => {
    statement.Action = [statement.Action].flat().filter((candidate) => candidate !== action);
  };
}

function inCondition(operator: string, key: string, value: unknown): (statement: Statement) => void {
  return (statement) => {
    statement.Condition = { ...statement.Condition, [operator]: { ...statement.Condition?.[operator], [key]: value } };
  };
}

const templates = "aws_s3_bucket_policy.access_self_service_templates_bucket_policy";

function allowing(Principal: object, Action: string[]): Statement {
  return { Effect: "Allow", Principal, Action, Resource: ["${aws_s3_bucket.drop.arn}", "${aws_s3_bucket.drop.arn}/*"] };
}

/** A bucket that the data bucket's access logs go to. */
function addLogTarget(stack: Stack, statements: readonly Statement[]): void {
  const bucket = "${aws_s3_bucket.drop.id}";
  add(stack, "aws_s3_bucket.drop", { bucket: "drop" });
  add(stack, "aws_s3_bucket_policy.drop", { bucket, policy: JSON.stringify({ Statement: statements }) });
  set(stack, "aws_s3_bucket_logging.locked_buckets_data_logging", { target_bucket: bucket });
}

export const bucketMutants: readonly Mutant[] = [
  {
    name: "the data bucket lost its policy",
    environments: ["dev"],
    edit: (stack) => remove(stack, policy),
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key"],
  },
  {
    name: "object verbs are denied for reading and writing only",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyObjectsOutsideVpce", (statement) => {
        statement.Action = ["s3:GetObject", "s3:PutObject"];
      }),
    turns: ["bucket-only-through-endpoint"],
  },
  ...(
    [
      ["endpoints of a VPC that is not declared", "StringNotEquals", "aws:SourceVpc", "vpc-0123456789abcdef0"],
      ["endpoints of another account", "StringNotEquals", "aws:VpceAccount", "444455556666"],
      ["private addresses, whosesoever they are", "NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/8"],
      ["one block of the internet", "NotIpAddress", "aws:SourceIp", "203.0.113.0/24"],
      ["what CloudFormation forwards", "StringNotEquals", "aws:CalledViaFirst", "cloudformation.amazonaws.com"],
    ] as const
  ).map(
    ([whom, operator, key, value]): Mutant => ({
      name: `objects were opened to ${whom}`,
      environments: ["dev"],
      edit: (stack) => editStatement(stack, policy, "DenyObjectsOutsideVpce", inCondition(operator, key, value)),
      turns: ["bucket-only-through-endpoint"],
    }),
  ),
  {
    name: "listing old versions is no longer denied",
    environments: ["dev"],
    edit: (stack) => editStatement(stack, policy, "DenyListOutsideVpce", withoutAction("s3:ListBucketVersions")),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "replication of objects is no longer denied",
    environments: ["dev"],
    edit: (stack) => editStatement(stack, policy, "DenyObjectsOutsideVpce", withoutAction("s3:Replicate*")),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "plain HTTP is no longer denied",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, policy, "DenyInsecureTransport"),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "the endpoint condition became an allow of the endpoint in a Deny (inverted)",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyObjectsOutsideVpce", (statement) => {
        const { StringNotEquals, ...others } = statement.Condition ?? {};
        statement.Condition = { ...others, StringEquals: StringNotEquals ?? {} };
      }),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "forwarded calls of services are excepted from the endpoint condition",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyObjectsOutsideVpce", inCondition("BoolIfExists", "aws:ViaAWSService", "false")),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "a role that nobody declared is excepted from the endpoint condition",
    environments: ["prod"],
    edit: (stack) =>
      editStatement(
        stack,
        policy,
        "DenyObjectsOutsideVpce",
        inCondition("ArnNotLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"),
      ),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "the Deny of objects has a NotPrincipal",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyObjectsOutsideVpce", (statement) => {
        delete statement.Principal;
        statement.NotPrincipal = {
          AWS: "arn:aws:iam::${data.aws_caller_identity.account_caller.account_id}:role/somebody",
        };
      }),
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key"],
  },
  {
    name: "the deployers lost their exception, so that Terraform cannot see its bucket",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyListOutsideVpce", (statement) => {
        delete statement.Condition?.ArnNotLike;
      }),
    turns: ["bucket-keeps-its-owner"],
  },
  {
    name: "changing the bucket policy is denied to everybody",
    environments: ["dev"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyListOutsideVpce", (statement) => {
        statement.Action = [...[statement.Action].flat(), "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"];
        delete statement.Condition;
      }),
    turns: ["bucket-keeps-its-owner"],
  },
  {
    name: "the break-glass role lost its exception",
    environments: ["prod"],
    edit: (stack) =>
      editStatement(stack, policy, "DenyObjectsOutsideVpce", (statement) => {
        delete statement.Condition?.ArnNotLike;
      }),
    turns: ["bucket-keeps-its-owner"],
  },
  {
    name: "uploads may name another key",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, policy, "DenyWrongKey"),
    turns: ["data-encrypted-with-own-key"],
  },
  {
    name: "uploads may bring a key of the caller's own",
    environments: ["dev"],
    edit: (stack) => removeStatement(stack, policy, "DenySseC"),
    turns: ["data-encrypted-with-own-key"],
  },
  {
    name: "the data bucket encrypts with a key of S3",
    environments: ["dev"],
    edit: (stack) =>
      set(stack, "aws_s3_bucket_server_side_encryption_configuration.locked_buckets_data_encryption", {
        rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
      }),
    turns: ["data-encrypted-with-own-key"],
  },
  {
    name: "a third bucket was added with nothing around it",
    environments: ["dev"],
    edit: (stack) => {
      stack.resource.aws_s3_bucket = { ...stack.resource.aws_s3_bucket, extra: { bucket: "extra" } };
    },
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key", "everything-logged"],
  },
  {
    name: "object access is no longer logged",
    environments: ["dev"],
    edit: (stack) => remove(stack, "aws_s3_bucket_logging.locked_buckets_data_logging"),
    turns: ["everything-logged"],
  },
  {
    name: "the data bucket is emptied on destroy though it is declared protected",
    environments: ["prod"],
    edit: (stack) => {
      at(stack, "aws_s3_bucket.locked_buckets_data").force_destroy = true;
    },
    turns: ["protections-as-declared"],
  },
  {
    name: "a bucket for access logs was added that Studio writes to and a stranger reads, both by its policy",
    environments: ["dev"],
    edit: (stack) =>
      addLogTarget(stack, [
        allowing({ AWS: "${aws_iam_role.execution_role_role.arn}" }, ["s3:GetObject", "s3:PutObject"]),
        allowing({ AWS: "arn:aws:iam::999988887777:root" }, ["s3:GetObject", "s3:ListBucket"]),
      ]),
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key"],
  },
  {
    name: "a bucket for access logs was added that a machine of the stack writes to",
    environments: open,
    edit: (stack) => {
      addLogTarget(stack, []);
      editPolicy(stack, "aws_iam_role_policy.access_client_agent_permissions", (statements) => [
        ...statements,
        { Sid: "Drop", Effect: "Allow", Action: "s3:PutObject", Resource: "${aws_s3_bucket.drop.arn}/in/*" },
      ]);
    },
    turns: ["bucket-only-through-endpoint", "data-encrypted-with-own-key", "self-service-cannot-escalate"],
  },
  {
    name: "Studio reads and writes the bucket of templates by its policy",
    environments: open,
    edit: (stack) =>
      editPolicy(stack, templates, (statements) => [
        ...statements,
        {
          Sid: "Studio",
          ...allowing({ AWS: "${aws_iam_role.execution_role_role.arn}" }, ["s3:GetObject", "s3:PutObject"]),
          Resource: "${aws_s3_bucket.access_self_service_templates_bucket.arn}/*",
        },
      ]),
    turns: ["bucket-only-through-endpoint"],
  },
  {
    name: "a template is uploaded from a file that nobody sees",
    environments: open,
    edit: (stack) =>
      set(stack, "aws_s3_object.access_self_service_products_studio_template", { content: null, source: "any.json" }),
    turns: ["bucket-only-through-endpoint"],
  },
];
