import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../../../cli/fixtures/cli-run";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "module-calls-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const groups = `variable "cidr" {}
variable "note" {}
resource "aws_security_group" "this" {
  name        = "group"
  description = var.note
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [var.cidr]
  }
}
`;

/** A root module of two calls and two blocks of locals, in a folder of its own. */
function root(name: string, cidr: string, source = "./modules/groups"): string {
  const path = join(folder, name);
  mkdirSync(join(path, "modules", "groups"), { recursive: true });
  mkdirSync(join(path, "modules", "more"), { recursive: true });
  const call = (label: string, from: string, range: string) =>
    `module "${label}" {\n  source = "${from}"\n  cidr   = ${range}\n  note   = local.note\n}\n`;
  const locals = 'locals {\n  note = "n"\n}\nlocals {\n  unused = "u"\n}\n';
  writeFileSync(
    join(path, "main.tf"),
    `${locals}${call("a", source, `"${cidr}"`)}${call("b", source, '"10.0.0.0/8"')}`,
  );
  for (const module of ["groups", "more"]) {
    writeFileSync(join(path, "modules", module, "main.tf"), groups);
  }
  return path;
}

async function review(before: string, after: string): Promise<string> {
  const { out, err } = await runCli(["review", after, "--before", before, "--posture", "isolated", "--no-plan"]);
  expect(err).toBe("");
  return out;
}

test("A changed input of a module shows in what the module creates, and not as a change of the call.", async () => {
  const out = await review(root("closed", "10.1.0.0/16"), root("open", "0.0.0.0/0"));

  expect(out).toContain("module.a.aws_security_group.this now allows inbound tcp 443 from 0.0.0.0/0");
  expect(out).not.toMatch(/module changes from|module\.a\.cidr|module\.b|What runs/);
});

test("A module that comes from elsewhere changes what runs.", async () => {
  const out = await review(root("here", "10.0.0.0/8"), root("there", "10.0.0.0/8", "./modules/more"));

  expect(out).toMatch(/module\.a\.source changes from \.\/modules\/groups to \.\/modules\/more/);
});

test("An input of a module that is not read changes what runs.", async () => {
  const missing = "registry.example/groups/aws";
  const out = await review(root("unread", "10.1.0.0/16", missing), root("unread-open", "0.0.0.0/0", missing));

  expect(out).toMatch(/module\.a\.cidr changes from 10\.1\.0\.0\/16 to 0\.0\.0\.0\/0/);
});

/** A root module whose call gives a module of its own an input that it uses as it says. */
function rootOf(name: string, value: string, use: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, "module"), { recursive: true });
  writeFileSync(join(path, "main.tf"), `module "a" {\n  source = "./module"\n  input  = "${value}"\n}\n`);
  writeFileSync(join(path, "module", "main.tf"), `variable "input" {}\n${use}`);
  return path;
}

const queueWith = (block: string) => `resource "aws_sqs_queue" "this" {\n  name = "queue"\n  ${block}\n}\n`;

test.each([
  ["a command that Terraform runs", queueWith('provisioner "local-exec" {\n    command = var.input\n  }')],
  ["a host that a provisioner connects to", queueWith("connection {\n    host = var.input\n  }")],
  [
    "a condition that Terraform checks",
    queueWith(
      'lifecycle {\n    precondition {\n      condition = var.input == "one"\n      error_message = "no"\n    }\n  }',
    ),
  ],
  ["an address that Terraform reads", `${queueWith("")}data "http" "this" {\n  url = "https://\${var.input}/"\n}\n`],
  [
    "a VPC that Terraform looks up",
    `data "aws_vpc" "this" {\n  id = var.input\n}\nresource "aws_security_group" "this" {\n  vpc_id = data.aws_vpc.this.id\n}\n`,
  ],
])(
  "An input of a module that is %s changes what runs, although the resources of the module are read.",
  async (what, use) => {
    const name = what.replaceAll(" ", "-");
    const out = await review(rootOf(`${name}-one`, "one", use), rootOf(`${name}-other`, "other", use));

    expect(out).toMatch(/module\.a\.input changes from one to other/);
  },
);

test("An input of a module that only a policy document has shows in the policy.", async () => {
  const use = `data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [var.input]
  }
}
resource "aws_iam_policy" "this" {
  name   = "policy"
  policy = data.aws_iam_policy_document.this.json
}
`;
  const out = await review(rootOf("statement-one", "one", use), rootOf("statement-other", "other", use));

  expect(out).not.toMatch(/module\.a\.input/);
});
