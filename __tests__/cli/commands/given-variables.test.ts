import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli } from "../fixtures/cli-run";

let folder = "";
const openByVariable = `variable "sources" {
  type = list(string)
}
variable "name" {
  default = "jump"
}
resource "aws_security_group" "jump" {
  name = var.name
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.sources
  }
}
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "given-variables-"));
  writeFileSync(join(folder, "main.tf"), openByVariable);
  writeFileSync(join(folder, "open.tfvars"), 'sources = ["0.0.0.0/0"]\n');
  writeFileSync(join(folder, "closed.tfvars.json"), '{"sources": ["10.0.0.0/8"]}\n');
  writeFileSync(join(folder, "plan.json"), "{}");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The verdict of the claim that the variable decides. */
async function verdict(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const select = ["--claims", "no-open-security-group", "--posture", "isolated", "--format", "json"];
  const { out, err } = await runCli(["verify", folder, "--no-plan", ...select, ...args], environment);
  return err === "" ? JSON.parse(out).stacks[0].claims[0].verdict : err;
}

const file = (name: string): string => join(folder, name);

test.each([
  ["no value", [], {}, "undecided"],
  ["--var", ["--var", 'sources=["0.0.0.0/0"]'], {}, "violated"],
  ["--var-file", () => ["--var-file", file("open.tfvars")], {}, "violated"],
  ["TF_VAR_", [], { TF_VAR_sources: '["0.0.0.0/0"]' }, "violated"],
  [
    "a file after --var",
    () => ["--var", 'sources=["0.0.0.0/0"]', "--var-file", file("closed.tfvars.json")],
    {},
    "proved",
  ],
  [
    "--var after a file",
    () => ["--var-file", file("closed.tfvars.json"), "--var", 'sources=["0.0.0.0/0"]'],
    {},
    "violated",
  ],
  [
    "a file, which is above TF_VAR_",
    () => ["--var-file", file("closed.tfvars.json")],
    { TF_VAR_sources: '["0.0.0.0/0"]' },
    "proved",
  ],
])("verify DIR reads a variable with the value that Terraform takes: %s", async (_, args, environment, expected) => {
  const found = await verdict(typeof args === "function" ? args() : args, environment as Record<string, string>);

  expect(found).toBe(expected);
});

test.each([
  ["names a required variable without a value", [], {}, true],
  ["does not ask for a variable that the command line gives", ["--var", 'sources=["10.0.0.0/8"]'], {}, false],
  ["does not ask for a variable that the environment gives", [], { TF_VAR_sources: '["10.0.0.0/8"]' }, false],
])("the report of an undecided folder %s", async (_, args, environment, expected) => {
  const { out } = await runCli(["verify", folder, "--no-plan", "--posture", "isolated", ...args], environment);

  expect(out).toContain("undecided");
  expect(
    out.includes(
      `${folder}: to decide what is undecided: pass a value for each variable that has none, or a --var-file with them: --var sources=...\n`,
    ),
  ).toBe(expected);
});

test("a report in which no claim is undecided asks for no variable", async () => {
  const { out } = await runCli(["verify", folder, "--posture", "isolated", "--claims", "private-dns-on"]);

  expect(out).not.toContain("--var");
});

test("verify DIR says of a variable without a value that it is not known here, and not that the apply will tell", async () => {
  const flags = mkdtempSync(join(tmpdir(), "given-variables-"));
  writeFileSync(
    join(flags, "main.tf"),
    'variable "public" {}\nresource "aws_subnet" "a" {\n  map_public_ip_on_launch = var.public\n}\n',
  );
  const select = ["--claims", "no-internet-path", "--posture", "isolated"];
  const [without, given] = [
    await runCli(["verify", flags, ...select]),
    await runCli(["verify", flags, ...select, "--var", "public=true"]),
  ];
  rmSync(flags, { recursive: true });

  expect(without.out).toContain(
    "aws_subnet.a: map_public_ip_on_launch is the expression ${var.public}, whose value is not known here",
  );
  expect(given.out).not.toContain("is the expression");
});

test.each([
  [["--var", "sources"], /^--var: not NAME=VALUE, got sources; write --var region=eu-west-1\n$/],
  [
    ["--var", "source=1"],
    /^--var: the root module declares no such variable, got source; it declares name, sources\n$/,
  ],
  [["--var", "sources=[1"], /^--var sources: not a value of its type, got \[1; write one value in HCL\n$/],
  [["--var", 'sources=["a"]\nname="b"'], /^--var sources: not a value of its type, got /],
  [
    ["--var-file", "none.tfvars"],
    /^--var-file: no such file, got none\.tfvars; pass a file with values of variables\n$/,
  ],
])("verify %j exits with 2, and one line says why", async (args, message) => {
  const { code, out, err } = await runCli(["verify", folder, ...args]);

  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(message);
});

test.each([
  ["verify", () => ["verify", "--plan", file("plan.json"), "--var", "name=x"]],
  ["ask", () => ["ask", file("plan.json"), "--var", "name=x"]],
  ["review", () => ["review", file("plan.json"), "--var", "name=x"]],
])("%s refuses --var for a plan, which has its values", async (_, args) => {
  const { code, err } = await runCli(args());

  expect(code).toBe(2);
  expect(err).toMatch(
    /^--var: belongs to the folder of a root module, got none; pass a folder, or leave the option out/,
  );
});

test("ask and review read folders with the values of the command line", async () => {
  const given = ["--var-file", file("open.tfvars")];
  const asked = await runCli(["ask", folder, "--no-plan", ...given]);
  const reviewed = await runCli(["review", folder, "--no-plan", "--before", folder, "--posture", "isolated", ...given]);

  expect(asked).toMatchObject({ code: 0, err: "" });
  expect(reviewed.out).toContain("no-open-security-group");
});
