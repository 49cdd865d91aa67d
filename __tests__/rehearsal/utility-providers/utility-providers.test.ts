import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { planFolder } from "../../../rehearsal/plan/plan-folder";
import { rehearse } from "../../../rehearsal/run/rehearse";
import type { FolderInput } from "../../../rehearsal/run/run-context";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

/** Each provider, as public root modules use it. */
const root = `
terraform {
  required_providers {
    random = { source = "hashicorp/random", version = "~> 3.1" }
    tls    = { source = "registry.terraform.io/hashicorp/tls" }
  }
}
provider "aws" { region = "eu-west-1" }
provider "tls" {
  proxy { from_env = true }
}
resource "random_id" "suffix" { byte_length = 4 }
resource "random_string" "name" {
  length  = 6
  special = false
}
resource "random_password" "admin" { length = 20 }
resource "aws_s3_bucket" "data" { bucket = "data-\${random_id.suffix.hex}-\${random_string.name.result}" }
resource "tls_private_key" "host" { algorithm = "RSA" }
resource "aws_key_pair" "host" { public_key = tls_private_key.host.public_key_openssh }
resource "local_file" "key" {
  filename = "\${path.module}/key.pem"
  content  = tls_private_key.host.private_key_pem
}
data "archive_file" "code" {
  type        = "zip"
  output_path = "\${path.module}/code.zip"
  source {
    content  = "pass"
    filename = "main.py"
  }
}
data "tls_certificate" "issuer" { url = "https://issuer.example.com" }
resource "null_resource" "code" {
  triggers = { code = data.archive_file.code.output_base64sha256 }
  provisioner "local-exec" { command = "touch \${abspath(path.module)}/ran" }
}
resource "time_sleep" "wait" {
  create_duration = "600s"
  depends_on      = [null_resource.code]
}
resource "aws_sns_topic" "t" { name = data.tls_certificate.issuer.certificates[0].sha1_fingerprint }
output "admin" {
  value     = random_password.admin.result
  sensitive = true
}
`;

describeWithTerraform("utility providers without their binaries", (binary) => {
  let project = "";
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "studio-perimeter-utility-"));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  function folderOf(name: string, text: string): FolderInput {
    const folder = join(project, name);
    mkdirSync(folder);
    writeFileSync(join(folder, "main.tf"), text);
    return { name, needs: readFolderNeeds(folder), variableFiles: [] };
  }

  async function settings() {
    return {
      terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
      packageRoot: packageRoot(__dirname),
      nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
    };
  }

  test("A plan creates their resources with unknown values, and names the data sources whose answers are made up.", async () => {
    const input = folderOf("plan", root);
    const made = await planFolder(input, { ...(await settings()), variables: process.env });

    expect(made).toMatchObject({
      kind: "planned",
      plan: { rehearsal_examples: ["archive_file", "path.cwd", "tls_certificate"] },
    });
    const { resource_changes: changes } = (made.kind === "planned" ? made.plan : {}) as {
      resource_changes: readonly { address: string; change: { after: object; after_unknown: object } }[];
    };
    const change = (address: string) => changes.find((one) => one.address === address)?.change;
    expect(change("random_string.name")).toMatchObject({
      after: { length: 6, special: false },
      after_unknown: { result: true, upper: true },
    });
    expect(change("aws_s3_bucket.data")?.after_unknown).toMatchObject({ bucket: true });
    expect(change("aws_key_pair.host")?.after_unknown).toMatchObject({ public_key: true });
    expect(change("local_file.key")?.after_unknown).toMatchObject({ content: true });
    expect(existsSync(join(project, "plan", "ran"))).toBe(false);
  }, 60_000);

  test("A sensitive value in an output that is not sensitive is refused, as with the provider itself.", async () => {
    const input = folderOf("sensitive", root.replace("  sensitive = true\n", ""));
    const made = await planFolder(input, { ...(await settings()), variables: process.env });

    expect(made).toMatchObject({ kind: "refused", reason: expect.stringContaining("sensitive") });
  }, 60_000);

  test("A provider that is only required stops no plan, and one whose use is written in an unusual way does.", async () => {
    const required =
      'terraform {\n required_providers {\n awscc = { source = "hashicorp/awscc" }\n }\n}\nresource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }\n';
    const options = { ...(await settings()), variables: process.env };

    expect(await planFolder(folderOf("required", required), options)).toMatchObject({ kind: "planned" });
    expect(
      await planFolder(folderOf("used", `${required}resource awscc_logs_log_group g {}\n`), options),
    ).toMatchObject({ kind: "refused", reason: expect.stringContaining("awscc_logs_log_group") });
  }, 60_000);

  test("A rehearsal plays them from init to destroy without waiting or writing files, says so, and marks the state that it keeps.", async () => {
    const input = folderOf("rehearsed", root.replace(/ {2}provisioner .*\n/, ""));
    const keep = join(project, "kept");
    const [report] = await rehearse([input], { ...(await settings()), keep, progress: () => undefined });

    expect(report).toMatchObject({ verdict: "passed" });
    expect(report?.notes).toContain(
      "hashicorp/random: a stand-in plays it, because no mirror has it, and what it computes are examples",
    );
    const state = JSON.parse(readFileSync(join(keep, "rehearsed", "state.json"), "utf8"));
    expect(state.rehearsal_examples).toEqual(
      expect.arrayContaining(["hashicorp/random", "registry.terraform.io/hashicorp/tls"]),
    );
    expect(state.values.root_module.resources).toContainEqual(
      expect.objectContaining({
        address: "random_string.name",
        values: expect.objectContaining({ result: expect.stringMatching(/^[a-z]{6}$/) }),
      }),
    );
    expect(existsSync(join(project, "rehearsed", "key.pem"))).toBe(false);
  }, 60_000);
});
