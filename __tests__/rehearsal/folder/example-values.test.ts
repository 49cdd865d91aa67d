import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../cli/shared/inputs/read-terraform";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { rehearse } from "../../../rehearsal/run/rehearse";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { decideClaims } from "../../../verify/claims/decide-claims";
import { readPosture } from "../../../verify/posture/read-posture";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

/** What a stand-in makes up goes through locals, another data source, a module, an argument of a resource, a condition, and a count. */
const root = `
provider "aws" { region = "eu-west-1" }
data "aws_vpc" "shared" { tags = { Name = "shared" } }
data "aws_subnets" "studio" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.shared.id]
  }
}
data "aws_subnet" "each" {
  for_each = toset(data.aws_subnets.studio.ids)
  id       = each.value
}
data "aws_iam_policy_document" "read" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::\${data.aws_vpc.shared.id}/*"]
  }
}
locals {
  blocks = [for subnet in data.aws_subnet.each : subnet.cidr_block]
  table  = data.aws_vpc.shared.main_route_table_id
}
module "names" {
  source = "./names"
  vpc    = data.aws_vpc.shared.id
}
resource "aws_security_group" "studio" {
  name   = module.names.group
  vpc_id = data.aws_vpc.shared.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = local.blocks
  }
}
resource "aws_ec2_managed_prefix_list" "network" {
  name           = "network"
  address_family = "IPv4"
  max_entries    = 1
  entry { cidr = data.aws_vpc.shared.cidr_block }
}
resource "aws_route" "out" {
  count                  = data.aws_vpc.shared.enable_dns_support ? 0 : 1
  route_table_id         = local.table
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-0123456789abcdef0"
}
resource "aws_iam_policy" "read" {
  name   = "read"
  policy = data.aws_iam_policy_document.read.json
}
resource "aws_ssm_parameter" "copy" {
  name  = "/copy/\${aws_security_group.studio.name}"
  type  = "String"
  value = "plain"
}
`;

const names = `
variable "vpc" {}
output "group" { value = "studio-\${var.vpc}" }
`;

const posture = { posture: "isolated", protections: false, deployers: [], break_glass: [], log_retention_days: 30 };

function verdictsOf(configuration: TerraformConfiguration): readonly string[] {
  const outputs = { perimeter_posture: { ...posture, allowed_domains: [] } };
  const subject = { ...configuration, outputs };
  return decideClaims({ configuration: subject, posture: readPosture(subject) }).map(({ verdict }) => verdict.kind);
}

describeWithTerraform("plans and states that a rehearsal keeps", (binary) => {
  let folder = "";
  const kept = (file: string): string => join(folder, "kept", "root", file);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-examples-"));
    mkdirSync(join(folder, "root", "names"), { recursive: true });
    writeFileSync(join(folder, "root", "main.tf"), root);
    writeFileSync(join(folder, "root", "names", "main.tf"), names);
    const [report] = await rehearse(
      [{ name: "root", needs: readFolderNeeds(join(folder, "root")), variableFiles: [] }],
      {
        terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
        packageRoot: packageRoot(__dirname),
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
        keep: join(folder, "kept"),
      },
    );
    expect(report).toMatchObject({ verdict: "passed" });
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  const readPlan = (withSource: boolean): TerraformConfiguration => {
    const options = withSource ? { plannedFolder: join(folder, "root") } : {};
    const { json, surroundings } = readTerraform(kept("plan.json"), options);
    return readConfiguration(json, "plan.json", surroundings);
  };

  test("Each of them says which data sources were answered with examples.", () => {
    for (const file of ["plan.json", "state.json", "terraform.tfstate"]) {
      expect(JSON.parse(readFileSync(kept(file), "utf8")).rehearsal_examples).toEqual([
        "aws_subnet",
        "aws_subnets",
        "aws_vpc",
      ]);
    }
  });

  test("No example, and nothing that was made of one, is read from a plan with its source.", () => {
    const { values } = JSON.parse(readFileSync(kept("plan.json"), "utf8")).prior_state;
    const made = (JSON.stringify(values).match(/\b(?:vpc|subnet)-[0-9a-f]{17}|10\.0\.0\.0\/16/g) ?? []) as string[];
    const managed = readPlan(true).resources.filter(({ mode }) => mode === "managed");
    // A key of for_each stays in references: how many there are is not known, as another test says.
    const read = JSON.stringify(managed).replaceAll(/\[\\"[^"]*"\]/g, "");

    expect(new Set(made).size).toBeGreaterThan(3);
    expect(made.filter((value) => read.includes(value))).toEqual([]);
    expect(read).toContain("${data.aws_vpc.shared.id}");
  });

  test("The number of resources that an example decides is not known.", () => {
    expect((readPlan(true).unreadParts ?? []).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^aws_route\.out: the number of its instances is not known/),
    );
  });

  test("That a plan lists its examples leaves nothing open by itself.", () => {
    expect((readPlan(true).unreadParts ?? []).map(({ address }) => address)).not.toContain("rehearsal_examples");
  });

  test("A plan with examples has the verdicts of its folder, and no more.", () => {
    const { json, surroundings } = readTerraform(join(folder, "root"));

    expect(verdictsOf(readPlan(true))).toEqual(verdictsOf(readConfiguration(json, "root", surroundings)));
  });

  test.each(["plan.json", "state.json", "terraform.tfstate"])(
    "%s proves nothing without expressions that show what comes from an example.",
    (file) => {
      const { json, surroundings } = readTerraform(kept(file));

      expect(verdictsOf(readConfiguration(json, file, surroundings))).not.toContain("proved");
    },
  );
});
