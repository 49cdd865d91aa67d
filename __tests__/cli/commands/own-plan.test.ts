import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { buildProgram } from "../../fixtures/built-program";
import { describeWithTerraform } from "../../rehearsal/fixtures/terraform-suites";
import { runCli } from "../fixtures/cli-run";

const project = resolve(__dirname, "..", "..", "..");
const select = ["--posture", "isolated", "--claims", "no-public-address"];

/** Values are in YAML, which the reader of folders does not read. */
const hosts = `
provider "aws" { region = "eu-west-1" }
data "aws_caller_identity" "me" {}
resource "aws_instance" "public" {
  count                       = length(yamldecode("[a, b]"))
  ami                         = "ami-0123456789abcdef0"
  instance_type               = "t3.micro"
  subnet_id                   = "subnet-0123456789abcdef0"
  associate_public_ip_address = yamldecode("true")
}
`;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-own-plan-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

test.each([
  [
    "a machine without Terraform",
    { "main.tf": hosts },
    "found neither terraform nor tofu on the PATH; install Terraform or OpenTofu 1.10 or newer, or set TERRAFORM_BINARY_NAME",
  ],
  [
    "variables without a value, of one of which there is no example",
    { "main.tf": 'variable "a" {}\nvariable "b" { type = tuple([string]) }\nresource "terraform_data" "t" {}' },
    "no value for var.a, var.b; pass --var-file FILE or --var NAME=VALUE",
  ],
  [
    "modules that are not installed",
    {
      "main.tf": 'module "own" { source = "./own" }',
      "own/main.tf": 'module "vpc" { source = "terraform-aws-modules/vpc/aws" }',
    },
    "module.own.module.vpc not installed; run terraform init in the folder",
  ],
  [
    "a module whose folder is not there",
    { "main.tf": 'module "vpc" { source = "./modules/vcp" }', "modules/vpc/main.tf": "" },
    "module.vpc: no folder with Terraform files, got source ./modules/vcp; correct it",
  ],
])(
  "A folder is judged without a plan for %s, and the exit code is that of the folder.",
  async (_why, files, reason) => {
    write(files);
    const [planned, alone] = [
      await runCli(["verify", folder, ...select]),
      await runCli(["verify", folder, ...select, "--no-plan"]),
    ];

    expect(planned.err).toBe(`${folder}: read without a plan: ${reason}\n`);
    expect(alone.err).toBe("");
    expect(planned.code).toBe(alone.code);
    const withoutTime = (text: string): string => text.replace(/\d+\.\d+ s\b/g, "");
    expect(withoutTime(planned.out)).toBe(withoutTime(alone.out));
  },
);

describeWithTerraform("folders that are planned without an account", () => {
  beforeAll(buildProgram);

  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(project, "cli", "studio-perimeter.js"), ...args], { encoding: "utf8" });

  test("verify DIR decides what only Terraform evaluates, says so, and writes nothing into the folder.", () => {
    write({ "main.tf": hosts });
    const alone = run("verify", folder, ...select, "--no-plan", "--format", "json");
    const planned = run("verify", folder, ...select, "--format", "json");

    expect(JSON.parse(alone.stdout).stacks[0].claims).toMatchObject([{ verdict: "undecided" }]);
    expect(JSON.parse(planned.stdout).stacks[0]).toMatchObject({ file: folder, claims: [{ verdict: "violated" }] });
    expect([alone.status, planned.status]).toEqual([1, 1]);
    expect(planned.stderr).toMatch(
      /: planned with (?:Terraform|OpenTofu) [\d.]+ and a stand-in for AWS in [\d.]+ s, without an account; not known without one: data\.aws_caller_identity\n$/,
    );
    expect(readdirSync(folder)).toEqual(["main.tf"]);
  }, 60_000);

  test("A Region that the folder leaves to the environment is not known, unless the policy file declares it.", () => {
    const answer = 'data.aws_region.here.region == "eu-west-1"';
    const text = hosts.replace('{ region = "eu-west-1" }', "{}").replace('yamldecode("true")', answer);
    write({ "main.tf": `${text}data "aws_region" "here" {}\n` });
    const open = run("verify", folder, ...select, "--format", "json");
    write({ "studio-perimeter.yaml": "region: eu-west-1\n" });
    const declared = run("verify", folder, ...select, "--format", "json");

    expect(JSON.parse(open.stdout).stacks[0].claims).toMatchObject([{ verdict: "undecided" }]);
    expect(open.stderr).toContain("leaves its Region to the environment, which is not read: write region: REGION into");
    expect(JSON.parse(declared.stdout).stacks[0].claims).toMatchObject([{ verdict: "violated" }]);
    expect(declared.stderr).not.toContain("environment, which is not read");
  }, 60_000);

  test("A plan that Terraform refuses is named with every error, and a fault of a question or of the policy file before any plan.", () => {
    write({ "main.tf": `${hosts}locals {\n  a = aws_vpc.one.id\n  b = aws_vpc.two.id\n}\n` });
    const refused = run("verify", folder, ...select);
    expect(refused.stderr).toContain('"aws_vpc" "one" has not been declared');
    expect(refused.stderr).toContain('"aws_vpc" "two" has not been declared');

    const asked = run("ask", folder, "packet form a to b");
    expect(asked.stderr).toMatch(/^ask: packet: /);
    write({ "studio-perimeter.yaml": "regions: eu-west-1\n" });
    expect(run("verify", folder, ...select).stderr).toMatch(/^\S+studio-perimeter\.yaml:1: /);
    expect(run("review", folder, "--before", folder, ...select.slice(0, 2)).stderr).toMatch(
      /^\S+studio-perimeter\.yaml:1: /,
    );
  }, 60_000);

  test("verify without a path in a folder of HCL suggests the path of the folder.", () => {
    write({ "main.tf": hosts });
    const { status, stderr } = spawnSync(process.execPath, [join(project, "cli", "studio-perimeter.js"), "verify"], {
      encoding: "utf8",
      cwd: folder,
    });

    expect(status).toBe(2);
    expect(stderr).toMatch(/no synthesized stack; .*; for the Terraform of this folder, pass \. as its path\n$/);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "verify DIR that %s ends leaves no file, and ends by the signal.",
    async (signal) => {
      write({ "root/main.tf": hosts, "temporary/.keep": "" });
      const temporary = join(folder, "temporary");
      const child = spawn(
        process.execPath,
        [join(project, "cli", "studio-perimeter.js"), "verify", join(folder, "root"), ...select],
        { env: { ...process.env, TMPDIR: temporary }, stdio: "ignore" },
      );
      while (
        child.exitCode === null &&
        !readdirSync(temporary, { recursive: true }).some((path) => String(path).endsWith("copy/main.tf"))
      ) {
        await setTimeout(20);
      }
      child.kill(signal);

      expect(await once(child, "exit")).toEqual([null, signal]);
      expect(readdirSync(temporary)).toEqual([".keep"]);
    },
    60_000,
  );

  test("review DIR --before DIR compares two plans, or no plan at all.", () => {
    write({ "before/main.tf": hosts.replace("true", "false"), "after/main.tf": hosts });
    const [before, after] = [join(folder, "before"), join(folder, "after")];
    const both = run("review", after, "--before", before, "--posture", "isolated");
    expect(both.stderr.match(/: planned with/g)).toHaveLength(2);
    expect(both.stdout).toContain("aws_instance.public[1]");

    write({ "before/main.tf": `variable "x" { type = tuple([string]) }\n${hosts}` });
    const one = run("review", after, "--before", before, "--posture", "isolated");
    expect(one.stderr).toContain(
      `${after}: read without its plan, because the folder that it is compared with has none\n`,
    );
    expect(one.stdout).not.toContain("aws_instance.public[1]");
  }, 60_000);
});
