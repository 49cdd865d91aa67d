import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../../fixtures/built-program";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";

const project = resolve(__dirname, "..", "..", "..");

const network = `
provider "aws" { region = "eu-west-1" }
data "aws_availability_zones" "all" {}
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "main" {
  count             = length(data.aws_availability_zones.all.names)
  vpc_id            = aws_vpc.main.id
  cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
  availability_zone = data.aws_availability_zones.all.names[count.index]
}
`;

function instance(name: string, setting: string): string {
  return `
resource "aws_instance" "${name}" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.main[0].id
  ${setting}
}
`;
}

/** One that has a public address, and one that has none, by the same condition. */
function both(name: string, condition: string): string {
  return (
    instance(`holds_${name}`, `associate_public_ip_address = ${condition}`) +
    instance(`fails_${name}`, `associate_public_ip_address = !(${condition})`)
  );
}

describeWithTerraform("a folder whose plan needs more than the folder", (binary) => {
  let folder = "";
  beforeAll(buildProgram);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "studio-perimeter-account-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, [join(project, "cli", "studio-perimeter.js"), "verify", ...args], {
      encoding: "utf8",
      env: { ...process.env, TERRAFORM_BINARY_NAME: binary, ...environment },
    });

  function judge(text: string, policy = "") {
    writeFileSync(join(folder, "main.tf"), text);
    writeFileSync(join(folder, "studio-perimeter.yaml"), `posture: isolated\nlog_retention_days: 30\n${policy}`);
    const { stdout, stderr } = run([folder, "--claims", "no-public-address", "--format", "json", "--all"]);
    expect(stderr).toContain(": planned with ");
    const { verdict, evidence } = JSON.parse(stdout).stacks[0].claims[0];
    return { verdict, text: JSON.stringify(evidence), line: stderr };
  }

  test("The zones that a policy file declares are those of the account; of a zone it says the name alone, and of other Regions nothing.", () => {
    const third = instance("third", "associate_public_ip_address = length(data.aws_availability_zones.all.names) == 3");
    const declared = "availability_zones: [eu-west-1a, eu-west-1b, eu-west-1c]\n";

    expect(judge(network + third)).toMatchObject({ verdict: "undecided" });
    expect(judge(network + third, declared)).toMatchObject({ verdict: "violated" });
    expect(judge(network + third, declared.replace(", eu-west-1c", ""))).toMatchObject({ verdict: "proved" });
    expect(judge(network + third, declared.replaceAll("eu-west-1", "eu-west-2"))).toMatchObject({
      verdict: "undecided",
    });
    expect(judge(network + both("id", 'data.aws_availability_zones.all.zone_ids[0] == "euw1-az1"'), declared)).toEqual(
      expect.objectContaining({ verdict: "undecided" }),
    );
  }, 120_000);

  test("A first policy file has the zones that AWS publishes for a Region whose zones are looked up.", () => {
    writeFileSync(join(folder, "main.tf"), network);
    run(["--init", folder]);

    expect(readFileSync(join(folder, "studio-perimeter.yaml"), "utf8")).toContain(
      "\navailability_zones: [eu-west-1a, eu-west-1b, eu-west-1c]\n",
    );
  }, 60_000);

  const declaredZones = "availability_zones: [eu-west-1a, eu-west-1b, eu-west-1c]\n";

  test("A variable without a value, an argument that no schema has and a provider that no stand-in knows stop no plan, and decide nothing.", () => {
    const more = `
variable "open" {}
variable "sizes" { type = map(object({ size = number, kind = optional(string) })) }
terraform {
  required_providers {
    thing = { source = "example/thing" }
  }
}
provider "thing" { token = var.open }
resource "aws_sns_topic" "old" { old = tobool(var.open == "example") }
resource "thing_box" "box" {
  name = basename("b/a")
  part { size = 1 }
}
data "thing_lookup" "one" { name = "a" }
`;
    const conditions = [
      'var.open == "example"',
      "length(var.sizes) == 1",
      "aws_sns_topic.old.old == true",
      'thing_box.box.name == "a" && thing_box.box.size == null',
      'thing_box.box.color == "b"',
      "data.thing_lookup.one.found == null",
    ];
    const closed = judge(network + more + instance("closed", "associate_public_ip_address = false"), declaredZones);
    const open = judge(
      network + more + conditions.map((condition, index) => both(String(index), condition)).join(""),
      declaredZones,
    );
    const names = conditions.flatMap((_, index) => [`holds_${index}`, `fails_${index}`]);

    expect(closed.line).toContain("var.open, var.sizes");
    expect(open.verdict).toBe("undecided");
    expect(names.filter((name) => !open.text.includes(`aws_instance.${name}`))).toEqual([]);
  }, 120_000);

  test("How many instances a variable without a value makes is not known, so that none may be missing.", () => {
    const counted = instance("open", "count = var.open ? 0 : 1\n  associate_public_ip_address = false");

    expect(judge(`${network}variable "open" { type = bool }\n${counted}`, declaredZones)).toMatchObject({
      verdict: "undecided",
    });
  }, 60_000);
});
