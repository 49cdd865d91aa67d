import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readFolderNeeds } from "../../../rehearsal/folder/read-folder";
import { type FolderPlan, planFolder } from "../../../rehearsal/plan/plan-folder";
import { findTerraform } from "../../../rehearsal/run/terraform-cli";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

const zones = `
provider "aws" { region = "eu-west-1" }
data "aws_availability_zones" "all" {}
`;

/** The names of zones are only looked up, so that neither they nor their number decides anything. */
const slices = `${zones}
data "aws_caller_identity" "me" {}
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  for_each          = { for index, zone in slice(data.aws_availability_zones.all.names, 0, 3) : zone => index }
  vpc_id            = aws_vpc.v.id
  availability_zone = each.key
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, each.value)
}
resource "aws_sns_topic" "t" { name = "t-\${data.aws_caller_identity.me.account_id}-\${basename(path.cwd)}" }
`;

const each = `${zones}
resource "aws_sns_topic" "t" { count = length(data.aws_availability_zones.all.names) }
`;

const fourth = `${zones}
resource "aws_sns_topic" "t" { name = data.aws_availability_zones.all.names[3] }
`;

const nowhere = `
data "aws_region" "here" {}
resource "aws_sns_topic" "t" { name = "t" }
`;

const policies = (name: string, attribute: string): string => `
provider "aws" { region = "eu-west-1" }
data "aws_iam_policy" "p" { name = "${name}" }
resource "aws_sns_topic" "t" { name = "t-\${length(tostring(data.aws_iam_policy.p.${attribute}))}" }
`;

/** The catalog has the documents of the partition aws, and not those of China. */
const inChina = policies("AmazonSageMakerFullAccess", "policy").replace("eu-west-1", "cn-north-1");

/** Terraform takes comments and lines between the words of a name. */
const commented = `
provider "aws" { region = "eu-west-1" }
data "aws_region" "here" {}
resource "aws_sns_topic" "t" {
  name         = "t-\${length(data/* a comment */.aws_region.here.description)}"
  display_name = "\${basename(path/**/.cwd)} \${terraform /* one *//* two */ . workspace}"
}
`;

/** What the stand-in makes up, or what another machine or another day answers in another way. */
const surroundings = `
provider "aws" { region = "eu-west-1" }
data "aws_region" "here" {}
resource "aws_sns_topic" "t" {
  name         = startswith(data.aws_region.here.description, "rehearsal") ? "rehearsal" : "real"
  display_name = "\${pathexpand("~")} \${plantimestamp()}"
}
`;

describeWithTerraform("a plan of a folder without an account", (binary) => {
  let project = "";

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "studio-perimeter-plan-folder-"));
  });
  afterAll(() => rmSync(project, { recursive: true }));

  /** The folder is open in Emacs, which locks a file with a link to nothing. */
  async function planOf(name: string, text: string): Promise<FolderPlan> {
    const folder = join(project, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "main.tf"), text);
    symlinkSync("somebody@machine.1", join(folder, ".#main.tf"));
    const plan = await planFolder(
      { name, needs: readFolderNeeds(folder), variableFiles: [] },
      {
        terraform: await findTerraform({ ...process.env, TERRAFORM_BINARY_NAME: binary }),
        packageRoot: packageRoot(__dirname),
        variables: process.env,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
    expect(readdirSync(folder)).toEqual([".#main.tf", "main.tf"]);
    return plan;
  }

  test.each([
    ["slices", slices, ["aws_caller_identity", "path.cwd"]],
    ["each", each, ["aws_availability_zones"]],
    ["fourth", fourth, ["aws_availability_zones"]],
    ["nowhere", nowhere, ["aws_region"]],
    ["policy-of-aws", policies("AmazonSageMakerFullAccess", "policy"), []],
    ["policy-of-aws-in-use", policies("AmazonSageMakerFullAccess", "attachment_count"), ["aws_iam_policy"]],
    ["own-policy", policies("team", "arn"), ["aws_iam_policy"]],
    ["policy-in-china", inChina, ["aws_iam_policy"]],
    ["commented", commented, ["aws_region", "path.cwd", "terraform.workspace"]],
    ["surroundings", surroundings, ["aws_region", "pathexpand", "plantimestamp"]],
  ])(
    "The plan of %s, which an editor has open, says what of it only an account knows, and the folder stays as it is.",
    async (name, text, unknown) => {
      const made = await planOf(name, text);

      expect(made).toMatchObject({ kind: "planned", plan: { rehearsal_examples: unknown } });
    },
    60_000,
  );

  test("A principal, an action and a value of an argument that are not on the lists of this day stop no plan.", async () => {
    const made = await planOf(
      "newer",
      `
      provider "aws" { region = "eu-west-1" }
      resource "aws_kms_key" "k" {
        policy = jsonencode({
          Version = "2012-10-17"
          Statement = [{
            Effect = "Allow", Action = "kms:ActionOfNextYear", Resource = "*",
            Principal = { Service = "service-of-next-year.amazonaws.com" }
          }]
        })
      }
      resource "aws_networkfirewall_rule_group" "g" {
        name     = "g"
        capacity = 10
        type     = "STATEFUL"
        rule_group {
          rules_source {
            rules_string = "alert tcp any any -> any any (threshold: type limit, track by_src, count 1, seconds 60; sid: 1;)"
          }
        }
      }
      resource "aws_sagemaker_domain" "d" {
        domain_name             = "d"
        auth_mode               = "MODE_OF_NEXT_YEAR"
        vpc_id                  = "vpc-0123456789abcdef0"
        subnet_ids              = ["subnet-0123456789abcdef0"]
        default_user_settings { execution_role = "arn:aws:iam::123456789012:role/r" }
      }`,
    );

    expect(made).toMatchObject({ kind: "planned" });
  }, 60_000);

  test("A plan reads no file by a computed path, and nothing in it tells whether there is one.", async () => {
    const made = await planOf(
      "computed",
      `
      locals { secret = join("", ["/etc/", "host", "name"]) }
      provider "aws" { region = "eu-west-1" }
      resource "aws_sns_topic" "read" { name = file(local.secret) }
      resource "aws_sns_topic" "tried" { name = try(filemd5(local.secret), "none") }
      resource "aws_sns_topic" "asked" { name = fileexists(local.secret) == null ? "none" : "t\${length(fileset(local.secret, "*"))}" }
      resource "aws_sns_topic" "rendered" { name = templatefile(local.secret, { a = "b" }) != null ? "x\${templatefile(local.secret, {})}" : "y" }
      resource "aws_sns_topic" "text" {
        name = "file(local.secret)"
      }`,
    );

    const changes = (made.kind === "planned" ? made.plan.resource_changes : []) as readonly {
      readonly name: string;
      readonly change: { readonly after: { readonly name?: string }; readonly after_unknown: { readonly name?: true } };
    }[];
    const names = changes.map(({ name, change: { after, after_unknown: unknown } }) => [
      name,
      after.name ?? unknown.name,
    ]);
    expect(names).toEqual([
      ["asked", true],
      ["read", true],
      ["rendered", true],
      ["text", "file(local.secret)"],
      ["tried", true],
    ]);
  }, 60_000);

  test("A folder that Terraform refuses is not planned, and the reason names the place.", async () => {
    const made = await planOf("refused", 'resource "aws_vpc" "v" { cidr_block = var.missing }\n');

    expect(made).toEqual({
      kind: "refused",
      reason: expect.stringMatching(
        /^terraform \w+ refuses it: Reference to undeclared input variable \(main\.tf line 1\): An input variable with the name "missing" has not been declared$/,
      ),
    });
  }, 60_000);
});
