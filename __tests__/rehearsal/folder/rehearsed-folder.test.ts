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
data "aws_iam_policy" "agent" { name = "AmazonSSMManagedInstanceCore" }
resource "aws_iam_role_policy_attachment" "agent" {
  role       = aws_iam_role.app.name
  policy_arn = data.aws_iam_policy.agent.arn
}
resource "aws_instance" "app" {
  ami           = data.aws_ami.linux.id
  instance_type = "t3.micro"
  subnet_id     = module.net.subnet_id
}
`;

/** As modules of a registry are written: optional arguments by variables without a value, lookups, and one list for many rules. */
const network = `
variable "pool" { default = null }
data "aws_availability_zones" "one" {
  filter {
    name   = "zone-name"
    values = ["eu-west-1b"]
  }
  lifecycle {
    postcondition {
      condition     = length(self.names) == 1
      error_message = "One zone is needed."
    }
  }
}
resource "aws_vpc" "main" {
  cidr_block                       = var.pool == null ? "10.0.0.0/16" : null
  ipv4_ipam_pool_id                = var.pool
  assign_generated_ipv6_cidr_block = true
  tags                             = { Name = "main (shared)" }
}
resource "aws_subnet" "a" {
  vpc_id            = aws_vpc.main.id
  availability_zone = data.aws_availability_zones.one.names[0]
  cidr_block        = cidrsubnet(aws_vpc.main.cidr_block, 8, 1)
  ipv6_cidr_block   = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
}
resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = 1
}
resource "terraform_data" "list" {
  lifecycle {
    precondition {
      condition     = startswith(aws_ec2_managed_prefix_list.offices.id, "pl-")
      error_message = "The ID of a prefix list begins with pl-."
    }
  }
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
    "older/main.tf": `terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.40" }
  }
}
provider "aws" { region = "eu-west-1" }
variable "actions" { type = list(string) }
data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "states", key = "network", region = "eu-west-1" }
}
resource "aws_security_group" "g" {
  name   = "g-\${data.terraform_remote_state.network.outputs.subnet_ids[0]}"
  vpc_id = data.terraform_remote_state.network.outputs.vpc_id
}
resource "aws_iam_role" "r" {
  name                 = "r"
  permissions_boundary = ""
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })
}`,
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
      ["infra", "kept", "wrong", "deployed", "older"].map((name) => ({
        name,
        ...(name === "deployed" ? { callerRole: "team/deployer" } : {}),
        needs: readFolderNeeds(join(folder, name)),
        variableFiles: [{ kind: "text", syntax: "hcl", text: 'actions = ["s3:GetObjekt"]' }],
      })),
      {
        terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
        packageRoot: packageRoot(__dirname),
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
    const [infra, kept, wrong, deployed, older] = reports;

    expect(infra).toMatchObject({ verdict: "passed", resources: 7 });
    expect(infra?.steps.map(({ name }) => name)).toEqual("init validate plan show apply again destroy".split(" "));
    expect(deployed).toMatchObject({ verdict: "passed", resources: 1 });
    expect(older).toMatchObject({
      verdict: "passed",
      notes: [
        expect.stringMatching(/^hashicorp\/aws ~> 5\.40 does not admit 6\.\d+\.\d+, the version that is rehearsed/),
        expect.stringMatching(
          /^data\.terraform_remote_state\.network: answered with example values \(subnet_ids, vpc_id\)/,
        ),
        expect.stringMatching(
          /^aws_iam_role_policy: policy: the service has no such action, got "s3:GetObjekt"; .*AWS accepts it/,
        ),
      ],
    });
    expect([...(infra?.notes ?? [])].sort()).toEqual([
      expect.stringMatching(/^data\.aws_ami: answered with example values/),
      expect.stringMatching(/^hashicorp\/aws ~> 5\.0 does not admit/),
    ]);
    expect(kept).toMatchObject({
      verdict: "passed",
      notes: [expect.stringMatching(/prevent_destroy; nothing was destroyed/)],
    });
    expect(wrong).toMatchObject({ verdict: "failed", fault: expect.stringMatching(/"needed" is not set/) });
    expect(digest()).toBe(before);
  }, 120_000);
});
