import type { ExpectedReview } from "../corpus/judge-review";
import { add, both, drop, rename, replace, type TextEdit } from "./text-edits";

/** A change of a root module in HCL, or of what it deployed, and what the review of its plan must say. */
export interface HclCase extends ExpectedReview {
  /** What somebody did, in the past tense. */
  readonly title: string;
  /** Changes the text of `base.tf`. @default - nothing */
  readonly edit?: TextEdit;
  /** Arguments of `terraform plan`. @default - none */
  readonly args?: readonly string[];
  /** What somebody changed outside Terraform: arguments by type, or `null` for a resource that is gone. @default - nothing */
  readonly outside?: Readonly<Record<string, object | null>>;
  /** Addresses that the state has lost, and AWS has. @default - none */
  readonly lost?: readonly string[];
}

/** Takes the log group into the state again. */
const importOfLogGroup = add('import {\n  to = aws_cloudwatch_log_group.app\n  id = "/studio/app"\n}');

const endpointReplaced = /: aws_vpc_endpoint\.\w+ is replaced/;
const anew = /^[\w.]+: AWS sets \w+ anew; it was /;

/** Every case, with what a reviewer needs to hear. */
export const hclCases: readonly HclCase[] = [
  { title: "Changed nothing", says: [] },
  {
    title: "Moved the bucket to another name in the configuration",
    edit: rename("aws_s3_bucket", "data", "lake"),
    says: [/^fact: aws_s3_bucket\.data is now aws_s3_bucket\.lake$/],
  },
  {
    title: "Moved a log group, and kept its events for a week only",
    edit: both(
      replace("retention_in_days = 90", "retention_in_days = 7"),
      rename("aws_cloudwatch_log_group", "app", "studio"),
    ),
    says: [
      /^loses: Log events are now deleted after 7 days instead of 90: aws_cloudwatch_log_group\.studio/,
      /^fact: .* is now /,
    ],
  },
  {
    title: "Let the state forget a user profile",
    edit: both(
      drop("aws_sagemaker_user_profile", "ann"),
      add("removed {\n  from = aws_sagemaker_user_profile.ann\n  lifecycle {\n    destroy = false\n  }\n}"),
    ),
    says: [/^unclear: aws_sagemaker_user_profile\.ann leaves the state and stays in the account/],
  },
  {
    title: "Deleted a user profile",
    edit: drop("aws_sagemaker_user_profile", "ann"),
    says: [/^loses: aws_sagemaker_user_profile\.ann is destroyed/],
  },
  {
    title: "Imported a log group",
    edit: add(
      'import {\n  to = aws_cloudwatch_log_group.old\n  id = "/studio/old"\n}\nresource "aws_cloudwatch_log_group" "old" {\n  name = "/studio/old"\n}',
    ),
    says: [/^fact: aws_cloudwatch_log_group\.old$/],
    may: [/aws_cloudwatch_log_group\.old is replaced because of changes to name/],
  },
  {
    title: "Imported a log group as it is",
    lost: ["aws_cloudwatch_log_group.app"],
    edit: importOfLogGroup,
    says: [/^fact: aws_cloudwatch_log_group\.app$/],
  },
  {
    title: "Imported a log group, and kept its events for a week only",
    lost: ["aws_cloudwatch_log_group.app"],
    edit: both(importOfLogGroup, replace("retention_in_days = 90", "retention_in_days = 7")),
    says: [
      /^loses: Log events are now deleted after 7 days instead of 90: aws_cloudwatch_log_group\.app/,
      /^fact: aws_cloudwatch_log_group\.app$/,
    ],
  },
  {
    title: "Looked at what changed outside Terraform: the bucket no longer blocks public policies",
    args: ["-refresh-only"],
    outside: { aws_s3_bucket_public_access_block: { block_public_policy: false } },
    says: [/^fact: aws_s3_bucket_public_access_block\.data \(block_public_policy: true -> false\)$/],
  },
  {
    title: "Looked at what changed outside Terraform: the bucket has no policy any more",
    args: ["-refresh-only"],
    outside: { aws_s3_bucket_policy: null },
    says: [/^fact: aws_s3_bucket_policy\.data is gone$/],
  },
  {
    title: "Looked at what changed outside Terraform: nothing",
    args: ["-refresh-only"],
    says: [],
  },
  {
    title: "Planned to undo what somebody changed by hand in the bucket",
    outside: { aws_s3_bucket_public_access_block: { block_public_policy: false } },
    says: [/^changes: Changes made outside Terraform are reverted: aws_s3_bucket_public_access_block\.data/],
  },
  {
    title: "Planned after somebody shortened the retention of a log group by hand",
    outside: { aws_cloudwatch_log_group: { retention_in_days: 7 } },
    says: [/^changes: Changes made outside Terraform are reverted: aws_cloudwatch_log_group\.app/],
  },
  {
    title: "Asked Terraform to replace the bucket",
    args: ["-replace=aws_s3_bucket.data"],
    says: [/^loses: aws_s3_bucket\.data is replaced: the apply fails unless the bucket is empty/],
  },
  {
    title: "Asked Terraform to replace an endpoint",
    args: ["-replace=aws_vpc_endpoint.s3"],
    says: [endpointReplaced, anew],
  },
  {
    title: "Asked Terraform to replace the key, which is created before the old one is destroyed",
    args: ["-replace=aws_kms_key.data"],
    edit: replace(
      'resource "aws_kms_key" "data" {',
      'resource "aws_kms_key" "data" {\n  lifecycle {\n    create_before_destroy = true\n  }',
    ),
    says: [
      /^loses: aws_kms_key\.data is replaced/,
      /^loses: aws_sagemaker_domain\.studio is replaced because of changes to kms_key_id/,
    ],
    may: [/^loses: aws_sagemaker_user_profile\.ann is replaced/],
  },
  {
    title: "Renamed the bucket",
    edit: replace("team-studio-data-111122223333", "team-studio-lake-111122223333"),
    says: [
      /^unclear: aws_s3_bucket\.data is replaced because of changes to bucket: the apply fails/,
      /^aws_s3_bucket\.data: bucket changes from team-studio-data-111122223333 to team-studio-lake-111122223333/,
    ],
  },
  {
    title: "Gave the VPC and its subnets other addresses",
    edit: (text) => text.replaceAll('"10.0.', '"10.9.'),
    says: [
      /: aws_vpc\.main is replaced because of changes to cidr_block/,
      /: aws_sagemaker_domain\.studio is replaced/,
    ],
    may: [
      / (?:is|are) replaced because of changes to /,
      /AWS sets \w+ anew|^unclear: Arguments of /,
      /^opens: Traffic from .* inside the VPC/,
    ],
  },
  {
    title: "Changed a tag of the VPC",
    edit: replace('{ Name = "studio" }', '{ Name = "studio", Owner = "ann" }'),
    says: [],
  },
  {
    title: "Added an output",
    edit: add('output "role" {\n  value = aws_iam_role.exec.arn\n}'),
    says: [/^fact: role is added: arn:aws:iam::\d+:role\/studio-exec$/],
  },
  {
    title: "Showed a sensitive output",
    edit: replace("  value     = var.db_password\n  sensitive = true", "  value     = nonsensitive(var.db_password)"),
    says: [/^fact: password is no longer sensitive/],
  },
  {
    title: "Rotated a secret",
    edit: replace("hunter2-TULIP-base", "hunter3-TULIP-next"),
    says: [/^changes: aws_ssm_parameter\.secret: sensitive values change \(value\)/],
  },
  {
    title: "Started a machine whose user data has a secret",
    edit: add(
      'resource "aws_instance" "jump" {\n  ami           = "ami-12345678"\n  instance_type = "t3.micro"\n  subnet_id     = aws_subnet.a.id\n  user_data     = "#!/bin/sh\\nexport PASSWORD=${var.db_password}"\n}',
    ),
    says: [/^executes: aws_instance\.jump is added and runs a program/],
    may: [/^unclear: aws_instance\.jump is added/],
  },
  {
    title: "Added a check that fails",
    edit: add(
      'check "retention" {\n  assert {\n    condition     = aws_cloudwatch_log_group.app.retention_in_days > 365\n    error_message = "logs are kept for less than a year"\n  }\n}',
    ),
    says: [/^fact: check\.retention fails: logs are kept for less than a year$/],
  },
  {
    title: "Added a check whose data source is read at the apply",
    edit: add(
      'resource "aws_ssm_parameter" "n" {\n  name  = "/n"\n  type  = "String"\n  value = "x"\n}\ncheck "parameter" {\n  data "aws_ssm_parameter" "n" {\n    name = aws_ssm_parameter.n.name\n  }\n  assert {\n    condition     = data.aws_ssm_parameter.n.value == "x"\n    error_message = "wrong"\n  }\n}',
    ),
    says: [/^fact: check\.parameter is not known before the apply$/, /^changes: aws_ssm_parameter\.n is added/],
  },
  {
    title:
      "Let the role do everything with a bucket whose name the apply chooses, by a policy document that the apply reads",
    edit: add(
      'resource "aws_s3_bucket" "fresh" {\n  bucket_prefix = "fresh"\n}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    actions   = ["s3:*"]\n    resources = ["${aws_s3_bucket.fresh.arn}/*"]\n  }\n}\nresource "aws_iam_policy" "p" {\n  name   = "p"\n  policy = data.aws_iam_policy_document.d.json\n}\nresource "aws_iam_role_policy_attachment" "p" {\n  role       = aws_iam_role.exec.name\n  policy_arn = aws_iam_policy.p.arn\n}',
    ),
    says: [/^opens: aws_iam_role\.exec can now call s3:/],
  },
  {
    title: "Added a network with an internet gateway in another Region",
    edit: add(
      'resource "aws_vpc" "west" {\n  provider   = aws.west\n  cidr_block = "10.5.0.0/16"\n}\nresource "aws_internet_gateway" "west" {\n  provider = aws.west\n  vpc_id   = aws_vpc.west.id\n}',
    ),
    says: [/^unclear: aws_vpc\.west is added/],
  },
  {
    title: "Opened the subnets to the internet",
    edit: add(
      'resource "aws_internet_gateway" "i" {\n  vpc_id = aws_vpc.main.id\n}\nresource "aws_route" "out" {\n  route_table_id         = aws_route_table.private.id\n  destination_cidr_block = "0.0.0.0/0"\n  gateway_id             = aws_internet_gateway.i.id\n}\nresource "aws_vpc_security_group_egress_rule" "all" {\n  security_group_id = aws_security_group.studio.id\n  cidr_ipv4         = "0.0.0.0/0"\n  ip_protocol       = "-1"\n}',
    ),
    says: [
      /^opens: Traffic from aws_subnet\.a and aws_subnet\.b can now reach the internet directly/,
      /^opens: New: aws_internet_gateway\.i connects the VPC to the internet/,
      /^opens: aws_security_group\.studio now allows outbound every protocol to 0\.0\.0\.0\/0/,
    ],
  },
  {
    title: "Allowed SSH from everywhere",
    edit: add(
      'resource "aws_vpc_security_group_ingress_rule" "ssh" {\n  security_group_id = aws_security_group.studio.id\n  cidr_ipv4         = "0.0.0.0/0"\n  ip_protocol       = "tcp"\n  from_port         = 22\n  to_port           = 22\n}',
    ),
    says: [/^opens: aws_security_group\.studio now allows inbound tcp 22 from 0\.0\.0\.0\/0/],
  },
  {
    title: "Let the role do everything in S3",
    edit: replace(
      'Action = ["s3:GetObject"], Resource = "${aws_s3_bucket.data.arn}/*"',
      'Action = ["s3:*"], Resource = "*"',
    ),
    says: [/^opens: aws_iam_role\.exec can now call s3:.* on any s3 resource of this account/],
  },
  {
    title: "Let another account assume the role",
    edit: replace(
      'Principal = { Service = "sagemaker.amazonaws.com" }',
      'Principal = { Service = "sagemaker.amazonaws.com", AWS = "arn:aws:iam::999999999999:root" }',
    ),
    says: [/^opens: a principal of another account \(999999999999\) can now call sts:AssumeRole on aws_iam_role\.exec/],
  },
  {
    title: "Let the bucket policy name an endpoint that does not exist yet",
    edit: both(
      replace("aws_vpc_endpoint.s3.id } }", "aws_vpc_endpoint.extra.id } }"),
      add(
        'resource "aws_vpc_endpoint" "extra" {\n  vpc_id            = aws_vpc.main.id\n  service_name      = "com.amazonaws.eu-west-1.s3"\n  vpc_endpoint_type = "Gateway"\n  route_table_ids   = [aws_route_table.private.id]\n}',
      ),
    ),
    says: [
      /^opens: A VPC endpoint for s3 is added/,
      /^opens: In aws_s3_bucket\.data, a principal of the account can now call/,
    ],
  },
  {
    title: "Set the count of an endpoint to zero",
    edit: replace(
      'resource "aws_vpc_endpoint" "sts" {',
      'resource "aws_vpc_endpoint" "sts" {\n  count               = 0',
    ),
    says: [
      /: The VPC endpoint for sts is removed/,
      /^fact: aws_vpc_endpoint\.sts\[0\] is destroyed: count is smaller$/,
    ],
  },
  {
    title: "Made two parameters of one by for_each",
    edit: replace(
      '  name  = "/studio/endpoint"',
      '  for_each = toset(["x", "y"])\n  name     = "/studio/endpoint-${each.key}"',
    ),
    says: [/^changes: aws_ssm_parameter\.endpoint is removed/],
  },
  {
    title: "Destroyed everything",
    args: ["-destroy"],
    says: [/^loses: aws_s3_bucket\.data is destroyed/, /^loses: aws_kms_key\.data is destroyed/],
    may: [/ (?:is|are) destroyed: /],
  },
  {
    title: "Turned key rotation off",
    edit: replace("enable_key_rotation     = true", "enable_key_rotation     = false"),
    says: [/^loses: aws_kms_key\.data: enable_key_rotation changes from true to false: a safeguard is lost/],
  },
  {
    title: "Suspended versioning of the bucket",
    edit: replace('status = "Enabled"', 'status = "Suspended"'),
    says: [
      /^loses: aws_s3_bucket_versioning\.data: versioning_configuration\.status changes from Enabled to Suspended/,
    ],
  },
  {
    title: "Deleted the bucket policy",
    edit: drop("aws_s3_bucket_policy", "data"),
    says: [/^opens: In aws_s3_bucket\.data, a principal of the account can now call s3:/],
  },
  {
    title: "Gave Studio the internet of SageMaker",
    edit: replace('app_network_access_type = "VpcOnly"', 'app_network_access_type = "PublicInternetOnly"'),
    says: [/^opens: New: aws_sagemaker_domain\.studio has direct internet access/],
  },
  {
    title: "Ran an image with secrets in its environment",
    edit: add(
      'resource "aws_lambda_function" "f" {\n  function_name = "f"\n  role          = aws_iam_role.exec.arn\n  package_type  = "Image"\n  image_uri     = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:1"\n  environment {\n    variables = { TOKEN = "ghp_TULIP0123456789abcdefghijklmnopqrstuv", DB = var.db_password }\n  }\n}',
    ),
    says: [/^executes: aws_lambda_function\.f is added and runs a program/],
    may: [/^unclear: aws_lambda_function\.f is added/],
  },
  {
    title: "Gave every resource the default tags of the provider",
    edit: replace(
      'provider "aws" {\n  region = "eu-west-1"\n}',
      'provider "aws" {\n  region = "eu-west-1"\n  default_tags {\n    tags = { Team = "studio", Cost = "42" }\n  }\n}',
    ),
    says: [],
  },
  {
    title: "Moved the tag of the VPC to the default tags of the provider",
    edit: both(
      replace(
        'provider "aws" {\n  region = "eu-west-1"\n}',
        'provider "aws" {\n  region = "eu-west-1"\n  default_tags {\n    tags = { Name = "studio" }\n  }\n}',
      ),
      replace('\n  tags                 = { Name = "studio" }', ""),
    ),
    says: [],
  },
  {
    title: "Wrote a secret into the default tags of the provider, and opened the endpoints to a network",
    edit: both(
      replace(
        'provider "aws" {\n  region = "eu-west-1"\n}',
        'provider "aws" {\n  region = "eu-west-1"\n  default_tags {\n    tags = { Token = var.db_password }\n  }\n}',
      ),
      add(
        'resource "aws_vpc_security_group_ingress_rule" "office" {\n  security_group_id = aws_security_group.endpoints.id\n  cidr_ipv4         = "172.16.0.0/12"\n  ip_protocol       = "tcp"\n  from_port         = 443\n  to_port           = 443\n}',
      ),
    ),
    says: [/^opens: aws_security_group\.endpoints now allows inbound tcp 443 from 172\.16\.0\.0\/12/],
    may: [/sensitive values change/],
  },
  {
    title: "Let another account use the key",
    edit: replace(
      "  deletion_window_in_days = 30",
      '  deletion_window_in_days = 30\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      { Sid = "Own", Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }, Action = "kms:*", Resource = "*" },\n      { Sid = "Partner", Effect = "Allow", Principal = { AWS = "arn:aws:iam::999999999999:root" }, Action = "kms:Decrypt", Resource = "*" },\n    ]\n  })',
    ),
    says: [/^opens: .*another account.* can now call kms:Decrypt/],
    may: [/^(?:opens|unclear): .*aws_kms_key\.data/],
  },
  {
    title: "Shortened the time in which a deleted key can be restored",
    edit: replace("deletion_window_in_days = 30", "deletion_window_in_days = 7"),
    says: [/^loses: .*aws_kms_key\.data.*deletion_window_in_days.* 30 to 7|^loses: .* 7 days instead of 30/],
  },
  {
    title: "Gave the user profile a role of its own that may do everything",
    edit: both(
      replace(
        'user_profile_name = "ann"',
        'user_profile_name = "ann"\n  user_settings {\n    execution_role = aws_iam_role.ann.arn\n  }',
      ),
      add(
        'resource "aws_iam_role" "ann" {\n  name               = "ann"\n  assume_role_policy = aws_iam_role.exec.assume_role_policy\n}\nresource "aws_iam_role_policy_attachment" "ann" {\n  role       = aws_iam_role.ann.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}',
      ),
    ),
    says: [/^opens: aws_iam_role\.ann gains the AWS managed policy AdministratorAccess/],
    may: [/aws_iam_role\.ann|aws_sagemaker_user_profile\.ann|user profile ann/i],
  },
  {
    title: "Turned private DNS of an endpoint off",
    edit: replace("private_dns_enabled = true", "private_dns_enabled = false"),
    says: [/^(?:loses|opens|unclear): .*aws_vpc_endpoint\.sts/],
  },
  {
    title: "Gave the endpoint of S3 a policy for one bucket",
    edit: replace(
      '  vpc_endpoint_type = "Gateway"',
      '  vpc_endpoint_type = "Gateway"\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = [aws_s3_bucket.data.arn, "${aws_s3_bucket.data.arn}/*"] }]\n  })',
    ),
    says: [/^closes: .*aws_vpc_endpoint\.s3/],
  },
  {
    title: "Took the route table from a subnet",
    edit: drop("aws_route_table_association", "b"),
    says: [/^(?:loses|unclear|closes|changes): .*aws_subnet\.b/],
    may: [/aws_subnet\.b|aws_route_table_association\.b/],
  },
  {
    title: "Peered with the VPC of another account",
    edit: add(
      'resource "aws_vpc_peering_connection" "partner" {\n  vpc_id        = aws_vpc.main.id\n  peer_vpc_id   = "vpc-0aaaaaaaaaaaaaaaa"\n  peer_owner_id = "999999999999"\n}\nresource "aws_route" "partner" {\n  route_table_id            = aws_route_table.private.id\n  destination_cidr_block    = "192.168.0.0/16"\n  vpc_peering_connection_id = aws_vpc_peering_connection.partner.id\n}',
    ),
    says: [/^(?:opens|unclear): .*192\.168\.0\.0\/16/],
    may: [/aws_vpc_peering_connection\.partner|aws_route\.partner/],
  },
  {
    title: "Moved a subnet to another zone",
    edit: replace('availability_zone = "eu-west-1b"', 'availability_zone = "eu-west-1c"'),
    says: [
      /: aws_subnet\.b is replaced because of changes to availability_zone/,
      /: aws_sagemaker_domain\.studio is replaced because of changes to subnet_ids: /,
    ],
    may: [/ (?:is|are) replaced because of changes to /, /AWS sets \w+ anew/],
  },
  {
    title: "Let events of the log group expire never, and renamed a parameter",
    edit: both(
      replace("  retention_in_days = 90\n", ""),
      replace('name  = "/studio/endpoint"', 'name  = "/studio/endpoints"'),
    ),
    says: [],
  },
];
