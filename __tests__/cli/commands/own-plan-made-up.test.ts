import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../../fixtures/built-program";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";

const project = resolve(__dirname, "..", "..", "..");

/** What only the providers know, and the answers that the stand-ins give. */
const declarations = `
provider "aws" {
  region = "eu-west-1"
  default_tags { tags = { origin = local.size == 1 ? "a" : "b" } }
}
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "main" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
}
data "archive_file" "code" {
  type        = "zip"
  output_path = "code.zip"
  source_file = "main.tf"
}
data "local_file" "main" { filename = "main.tf" }
data "tls_certificate" "issuer" { content = "pem" }
data "template_file" "text" { template = "open" }
data "cloudinit_config" "boot" {
  part { content = "open" }
}
resource "random_id" "id" { byte_length = 2 }
resource "random_integer" "number" {
  min = 1
  max = 2
}
resource "random_pet" "pet" {}
resource "random_shuffle" "order" { input = ["true", "false"] }
resource "tls_private_key" "key" { algorithm = "RSA" }
resource "time_static" "now" {}
locals {
  size    = data.archive_file.code.output_size
  tenancy = one(aws_vpc.main[*].instance_tenancy)
}
module "copy" {
  source = "./copy"
  value  = data.local_file.main.content
}
`;

const copy = 'resource "null_resource" "copy" { triggers = { content = data.local_file.main.content } }\n';

/** A lookup in a Region that nobody knows leaves every claim undecided. */
const second = `
provider "aws" {
  alias  = "second"
  region = local.size == 1 ? "eu-west-1" : "eu-west-2"
}
data "aws_region" "second" { provider = aws.second }
`;

/** Conditions that hold for what the stand-ins answer, or that would hold for what they would answer after an apply. */
const conditions: readonly string[] = [
  "data.archive_file.code.output_size == 1",
  "local.size == 1",
  'data.local_file.main.content == "{}"',
  'module.copy.value == "{}"',
  'null_resource.copy.triggers.content == "{}"',
  "length(data.tls_certificate.issuer.certificates) == 1",
  'data.template_file.text.rendered == "{}"',
  "length(data.cloudinit_config.boot.rendered) == 40",
  "length(random_id.id.hex) == 4",
  "random_integer.number.result == 1",
  "random_pet.pet.length == null",
  "tobool(random_shuffle.order.result[0])",
  'startswith(tls_private_key.key.public_key_openssh, "ssh-rsa ")',
  "time_static.now.year == 2026",
  'aws_vpc.main.tags_all.origin == "a"',
  'data.aws_region.second.region == "eu-west-1"',
  // Defaults of the provider, which its schema does not say.
  "aws_vpc.main.enable_dns_support == null",
  "local.tenancy == null",
];

function instance(name: string, setting: string): string {
  return `
resource "aws_instance" "${name}" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.main.id
  ${setting}
}
`;
}

describeWithTerraform("what a stand-in makes up", (binary) => {
  let folder = "";
  beforeAll(() => {
    buildProgram();
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-made-up-"));
    mkdirSync(join(folder, "copy"));
    writeFileSync(join(folder, "copy", "main.tf"), 'variable "value" {}\noutput "value" { value = var.value }\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function judge(text: string, claim = "no-public-address") {
    writeFileSync(join(folder, "main.tf"), `${declarations}${text}`);
    const args = ["verify", folder, "--posture", "isolated", "--claims", claim, "--format", "json", "--all"];
    const { stdout, stderr } = spawnSync(process.execPath, [join(project, "cli", "studio-perimeter.js"), ...args], {
      encoding: "utf8",
      env: { ...process.env, TERRAFORM_BINARY_NAME: binary },
    });
    expect(stderr).toMatch(/: planned with .* and stand-ins for AWS, hashicorp\/archive, /);
    return JSON.parse(stdout).stacks[0].claims[0];
  }

  test("A condition on it neither opens nor closes anything, whether it holds or not, and the report names each resource.", () => {
    const names = conditions.flatMap((_, index) => [`holds_${index}`, `fails_${index}`]);
    const instances = conditions.flatMap((condition, index) => [
      instance(`holds_${index}`, `associate_public_ip_address = ${condition}`),
      instance(`fails_${index}`, `associate_public_ip_address = !(${condition})`),
    ]);
    const { verdict, evidence } = judge(`${copy}${second}${instances.join("")}`);
    const text = JSON.stringify(evidence);

    expect(verdict).toBe("undecided");
    expect(names.filter((name) => !text.includes(`aws_instance.${name}`))).toEqual([]);
  }, 60_000);

  test("A number of instances that rests on it is not known, so that none may be missing.", () => {
    const open = "associate_public_ip_address = true";
    const none = 'count = data.local_file.main.content == "{}" ? 0 : 1';

    expect(judge(instance("open", `${none}\n  ${open}`))).toMatchObject({ verdict: "undecided" });
  }, 60_000);

  test("Without a use of it, the claim is decided, also next to a random name and a key.", () => {
    const bucket = 'resource "aws_s3_bucket" "b" { bucket = "data-${random_id.id.hex}" }';

    expect(judge(`${bucket}${instance("closed", "associate_public_ip_address = false")}`)).toMatchObject({
      verdict: "proved",
    });
  }, 60_000);

  test("A provisioner of a resource that a stand-in plays leaves every claim undecided, as it does without a plan.", () => {
    const provisioner = 'resource "null_resource" "run" {\n  provisioner "local-exec" { command = "true" }\n}\n';

    expect(judge(`${provisioner}${instance("closed", "associate_public_ip_address = false")}`)).toMatchObject({
      verdict: "undecided",
      evidence: [{ text: expect.stringContaining("null_resource.run has a provisioner") }],
    });
  }, 60_000);
});
