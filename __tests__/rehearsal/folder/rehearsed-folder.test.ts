import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { rehearse } from "../../../rehearsal/run/rehearse";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const root = `
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
  backend "s3" {
    bucket = "state"
    key    = "key"
    region = "eu-west-1"
  }
  provider_meta "aws" {
    user_agent = ["team"]
  }
}
provider "aws" { region = var.region }
variable "region" {}
data "aws_ami" "linux" { owners = ["amazon"] }
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}
module "net" { source = "../modules/net" }
resource "aws_iam_role" "app" { assume_role_policy = data.aws_iam_policy_document.trust.json }
resource "aws_instance" "app" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  subnet_id     = module.net.subnet_id
}
`;

const network = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
}
output "subnet_id" { value = aws_subnet.a.id }
`;

describeWithTerraform("a folder of HCL", (binary) => {
  let folder = "";
  const files: Readonly<Record<string, string>> = {
    "infra/main.tf": root,
    "infra/terraform.tfvars": 'region = "eu-west-1"',
    "modules/net/main.tf": network,
    "deployed/main.tf": `provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "me" {}
data "aws_iam_session_context" "me" { arn = data.aws_caller_identity.me.arn }
resource "aws_vpc" "one" {
  cidr_block = "10.0.0.0/16"
  lifecycle {
    precondition {
      condition     = endswith(data.aws_iam_session_context.me.issuer_arn, ":role/team/deployer")
      error_message = "the caller is no deployer"
    }
  }
}`,
    "kept/main.tf":
      'resource "aws_s3_bucket" "one" {\n  bucket = "kept"\n  lifecycle { prevent_destroy = true }\n}\nprovider "aws" { region = "eu-west-1" }',
    "wrong/main.tf": 'variable "needed" {}\nresource "aws_vpc" "one" { cidr_block = var.needed }',
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-hcl-"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const digest = (): string => {
    const hash = createHash("sha256");
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      hash.update(name).update(statSync(join(folder, name)).isFile() ? readFileSync(join(folder, name)) : "");
    }
    return hash.digest("hex");
  };

  test("root modules play every step, and their folders stay as they are", async () => {
    const before = digest();
    const reports = await rehearse(
      ["infra", "kept", "wrong", "deployed"].map((name) => ({
        name,
        ...(name === "deployed" ? { callerRole: "team/deployer" } : {}),
        needs: readFolderNeeds(join(folder, name)),
        variableFiles: [],
      })),
      {
        terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
        packageRoot: packageRoot(__dirname),
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
    const [infra, kept, wrong, deployed] = reports;

    expect(infra).toMatchObject({ verdict: "passed", resources: 4 });
    expect(infra?.steps.map(({ name }) => name)).toEqual("init validate plan show apply again destroy".split(" "));
    expect(deployed).toMatchObject({ verdict: "passed", resources: 1 });
    expect(infra?.notes).toEqual([expect.stringMatching(/^data\.aws_ami: answered with example values/)]);
    expect(kept).toMatchObject({
      verdict: "passed",
      notes: [expect.stringMatching(/prevent_destroy; nothing was destroyed/)],
    });
    expect(wrong).toMatchObject({ verdict: "failed", fault: expect.stringMatching(/"needed" is not set/) });
    expect(digest()).toBe(before);
  }, 120_000);
});
