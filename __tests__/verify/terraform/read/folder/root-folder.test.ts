import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../../../cli/shared/inputs/read-terraform";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "root-folder-"));
});
afterAll(() => rmSync(root, { recursive: true }));

type Files = Readonly<Record<string, unknown>>;

/** Reads `cdk.tf.json` of a new folder with these files; texts are written as they are. */
function read(files: Files, name = "cdk.tf.json"): TerraformConfiguration {
  const folder = mkdtempSync(join(root, "f-"));
  mkdirSync(join(folder, "folder.tf.json"));
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { json, surroundings } = readTerraform(join(folder, name));
  return readConfiguration(json, name, surroundings);
}

const table = { resource: { aws_route_table: { t: { vpc_id: "vpc-1", route: [{ cidr_block: "10.0.0.0/8" }] } } } };

function valuesIn({ resources }: TerraformConfiguration): Readonly<Record<string, unknown>> {
  return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
}

test("a stack without other files has no unread part", () => {
  const harmless = {
    "README.md": "#",
    ".hidden.tf": "{",
    "main.tf~": "{",
    "#main.tf#": "{",
    "cdk.tf.json.bak": "{",
    "notes.tf": "# nothing\n/* resource */\n",
    "plan.json": "{}",
    "terraform.tfvars": 'unused = "x"',
  };

  expect(read({ "cdk.tf.json": table, ...harmless }).unreadParts).toBeUndefined();
});

test("other Terraform JSON files of the folder are part of the stack", () => {
  const configuration = read({
    "cdk.tf.json": table,
    "more.tf.json": [{ resource: { aws_eip: { e: {} } } }, { locals: { n: "x" } }],
    "a.tf.json": { data: { aws_region: { r: {} } } },
  });

  expect(Object.keys(valuesIn(configuration)).sort()).toEqual(["aws_eip.e", "aws_route_table.t", "data.aws_region.r"]);
});

test.each([
  [
    "an HCL file with a comment in an interpolation",
    { "x.tf": 'locals {\n  a = "${"x" /* } */}"\n}\nresource "aws_eip" "e" {}' },
    "x.tf",
  ],
  ["an OpenTofu file", { "cdk.tofu": 'resource "aws_eip" "e" {}' }, "cdk.tofu"],
  ["an OpenTofu JSON file", { "cdk.tofu.json": table }, "cdk.tofu.json"],
  ["an OpenTofu override file", { "x_override.tofu.json": "{}" }, "x_override.tofu.json"],
  [
    "HCL values of variables that are no literals",
    { "v.tf.json": { variable: { v: {} } }, "a.auto.tfvars": "v = upper(1)" },
    "a.auto.tfvars",
  ],
])("a stack next to %s has an unread part", (_, files: Files, address) => {
  expect(read({ "cdk.tf.json": table, ...files }).unreadParts?.map((part) => part.address)).toEqual([address]);
});

test.each([
  ["a block without a closing brace", { "more.tf": '\nresource "aws_eip" "e" {' }, "more.tf:2: a block that"],
  ["a second } ", { "more.tf": "locals {}\n}" }, "more.tf:2: a } closes nothing, got }"],
  [
    "a string without a closing quote",
    { "more.tf": 'locals {\na = "b\n}' },
    "more.tf:2: a string has no closing quote",
  ],
  ["two equals signs", { "more.tf": "locals {\na = = 1\n}" }, "more.tf:2: not an expression, got = 1"],
  ["two arguments in a line", { "more.tf": "locals {\na = 1 b = 2\n}" }, "more.tf:2: not an expression"],
  ["an operator without its right side", { "more.tf": "locals {\na = 1 +\n}" }, "more.tf:2: not an expression"],
  ["two arguments of a name", { "override.tf": "locals {\na = 1\na = 2\n}" }, "override.tf:3: a is there twice"],
  ["a resource without a name", { "more.tf": 'resource "aws_eip" {}' }, "more.tf:1: resource has 1 labels"],
  ["a block in a file of values", { "a.auto.tfvars": "v {}" }, "a.auto.tfvars:1: v is a block"],
])("a stack next to a file with %s is refused with the line, as Terraform refuses it", (_, files: Files, fault) => {
  expect(() => read({ "cdk.tf.json": table, ...files })).toThrow(fault);
});

test("every file of a folder that Terraform refuses is named at once", () => {
  const files = { "a.tf": "locals {", "b.tf": "}", "c.tf": "locals {}" };

  expect(() => read({ "cdk.tf.json": table, ...files })).toThrow(/a\.tf:1: .*\n.*b\.tf:1: /);
});

test("HCL that Terraform accepts is not refused: splats, conditions, heredocs, comments and names in other scripts", () => {
  const text = `locals {
  all   = aws_eip.e.*.id
  each  = aws_eip.e[*].id
  same  = 1 == 2 ? "a" : "b" /* x */
  sum   = (1 +
    2)
  map   = { for k, v in { a = 1 } : k => v if v >= 1 }
  \u00fcber = <<-EOT
    a = = "b
  EOT
  url   = "https://example.com/\${local.sum}#x"
}`;

  expect(() => read({ "cdk.tf.json": table, "more.tf": text })).not.toThrow();
});

test("HCL files of the folder are part of the stack, with the values that HCL files give to variables", () => {
  const configuration = read({
    "cdk.tf.json": table,
    "more.tf": 'variable "v" {default="${"}"}"}\n',
    "vars.tf": 'variable "size" {}\nresource "aws_eip" "e" { count = var.size }',
    "terraform.tfvars": "size = 2",
  });

  expect(configuration.unreadParts?.map(({ address }) => address)).toEqual(["more.tf"]);
  expect(Object.keys(valuesIn(configuration)).sort()).toEqual(["aws_eip.e[0]", "aws_eip.e[1]", "aws_route_table.t"]);
});

test("override files are merged last, argument by argument, and blocks of a name replace each other", () => {
  const base = {
    locals: { a: "1", b: "2" },
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } }, backend: { local: {} } },
    resource: {
      aws_route_table: {
        t: {
          vpc_id: "vpc-1",
          tags: { a: "${local.a}", b: "${local.b}" },
          route: [{ cidr_block: "10.0.0.0/8" }],
          lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] },
        },
      },
    },
  };
  const first = { resource: { aws_route_table: { t: { vpc_id: "vpc-2", route: [] } } }, locals: [{ b: "3" }] };
  const last = {
    resource: {
      aws_route_table: { t: { route: [{ cidr_block: "0.0.0.0/0" }], lifecycle: { prevent_destroy: false } } },
    },
    terraform: { backend: { s3: { bucket: "b" } } },
    provider: { aws: { region: "eu-west-1" } },
  };

  const configuration = read({ "cdk.tf.json": base, "b_override.tf.json": last, "a_override.tf.json": first });

  expect(configuration.unreadParts).toBeUndefined();
  expect(configuration.region).toBe("eu-west-1");
  expect(valuesIn(configuration)).toEqual({
    "aws_route_table.t": {
      vpc_id: "vpc-2",
      tags: { a: "1", b: "3" },
      route: [{ cidr_block: "0.0.0.0/0" }],
      lifecycle: { prevent_destroy: false, ignore_changes: ["tags"] },
    },
  });
});

test("an override of the AWS provider, its source or the backend is read", () => {
  const parts = (override: object): readonly string[] =>
    (
      read({ "cdk.tf.json": { ...table, provider: { aws: { region: "eu-west-1" } } }, "override.tf.json": override })
        .unreadParts ?? []
    ).map(({ address }) => address);

  expect(parts({ provider: { aws: { endpoints: { s3: "https://s3.example" } } } })).toEqual(["provider.aws"]);
  expect(parts({ terraform: { required_providers: { aws: { source: "corp/aws" } } } })).toEqual([
    "terraform.required_providers.aws",
  ]);
  expect(parts({ terraform: { backend: { http: {} } } })).toEqual(["terraform"]);
});

test("JSON files of variable values set the variables in Terraform's order, converted to their types", () => {
  const configuration = read({
    "cdk.tf.json": {
      variable: {
        cidr: { type: "string", default: "10.0.0.0/8" },
        n: { type: "number" },
        k: { sensitive: true },
        d: { default: "x" },
      },
      resource: {
        aws_eip: { e: { count: "${var.n}", tags: { c: "${var.cidr}", k: "${var.k}", d: "${var.d}" } } },
      },
    },
    "terraform.tfvars.json": { cidr: "10.2.0.0/16", n: "1" },
    "a.auto.tfvars.json": { cidr: "10.1.0.0/16" },
    "z.auto.tfvars.json": { cidr: "${x}", k: "secret" },
  });

  expect(valuesIn(configuration)).toEqual({
    "aws_eip.e[0]": { tags: { c: "$${x}", k: "${var.k}", d: "${var.d}" } },
  });
});

test("a hidden file gives variables their values, as Terraform takes them, and no blocks", () => {
  const table = { variable: { n: { default: 0 } }, resource: { aws_eip: { e: { count: "${var.n}" } } } };
  const files = { "cdk.tf.json": table, ".hidden.tf.json": { resource: { aws_eip: { hidden: {} } } } };

  expect(valuesIn(read({ ...files, ".hidden.auto.tfvars": "n = 1" }))).toEqual({ "aws_eip.e[0]": {} });
  expect(valuesIn(read({ ...files, ".hidden.auto.tfvars.json": { n: 1 } }))).toEqual({ "aws_eip.e[0]": {} });
});

test("a null for a variable that is not nullable is unknown, because Terraform takes the default", () => {
  const configuration = read({
    "cdk.tf.json": {
      variable: { a: { default: "x", nullable: false }, b: { default: "x" } },
      resource: { aws_eip: { e: { tags: { a: "${var.a}", b: "${var.b == null}" } } } },
    },
    "terraform.tfvars.json": { a: null, b: null },
  });

  expect(valuesIn(configuration)).toEqual({ "aws_eip.e": { tags: { a: "${var.a}", b: "true" } } });
});

test("block names that are there twice are merged, as Terraform does", () => {
  const text = `{
    "resource": {"aws_eip": {"a": {}}, "aws_eip": {"b": {}}},
    "resource": {"aws_vpc": {"v": {}}}
  }`;
  const configuration = read({ "cdk.tf.json": text });

  expect(Object.keys(valuesIn(configuration))).toEqual(["aws_eip.a", "aws_eip.b", "aws_vpc.v"]);
  expect(configuration.unreadParts).toBeUndefined();
});

test("an argument or block in a resource that is there twice is an unread part with its line", () => {
  const text =
    '{"resource": {"aws_route_table": {"t": {\n"route": {"cidr_block": "10.0.0.0/8"},\n"route": {"cidr_block": "0.0.0.0/0"}}}}}';

  expect(read({ "cdk.tf.json": text }).unreadParts?.map(({ text: reason }) => reason)).toEqual([
    expect.stringMatching(
      /cdk\.tf\.json:3: the key resource\.aws_route_table\.t\.route is also in line 2; Terraform merges blocks of one name, so write the key once$/,
    ),
  ]);
});

test.each<readonly [string, Files, RegExp]>([
  [
    "a resource that two files define",
    { "more.tf.json": table },
    /more\.tf\.json: resource\.aws_route_table\.t is defined also in .*cdk\.tf\.json, which Terraform refuses; remove or rename one of them$/,
  ],
  [
    "a local value that two files define",
    { "a.tf.json": { locals: { x: 1 } }, "b.tf.json": { locals: { x: 1 } } },
    /local\.x is defined also in/,
  ],
  [
    "a second default provider",
    { "a.tf.json": { provider: { aws: [{}, {}] } } },
    /provider\.aws is defined twice in this file/,
  ],
  [
    "a resource that is text",
    { "a.tf.json": { resource: { aws_eip: { e: "x" } } } },
    /a\.tf\.json: resource\.aws_eip\.e: not a block, got "x"; write an object/,
  ],
  [
    "a name with a dot",
    { "a.tf.json": { resource: { aws_eip: { "a.b": {} } } } },
    /not a valid name, got "a\.b"; use letters/,
  ],
  [
    "an override of nothing",
    { "override.tf.json": { resource: { aws_eip: { e: {} } } } },
    /override\.tf\.json: resource\.aws_eip\.e overrides nothing/,
  ],
  [
    "an override of a moved block",
    { "override.tf.json": { moved: { from: "a.b", to: "a.c" } } },
    /moved overrides nothing/,
  ],
  [
    "a file that is a list of numbers",
    { "a.tf.json": [1] },
    /a\.tf\.json: not Terraform JSON, got 1; write an object of blocks$/,
  ],
  ["a file that is not JSON", { "a.tf.json": "{" }, /a\.tf\.json: not JSON/],
  [
    "values of variables that are a list",
    { "terraform.tfvars.json": [1] },
    /not a file of variable values, got \[1\]; write an object$/,
  ],
  [
    "both count and for_each",
    { "a.tf.json": { resource: { aws_eip: { e: { count: 1, for_each: {} } } } } },
    /aws_eip\.e: has both count and for_each/,
  ],
])("a stack with %s is refused, as by Terraform", (_, files, message) => {
  expect(() => read({ "cdk.tf.json": table, ...files })).toThrow(message);
});

test("a plan or a state is one file, and a duplicate key in it is refused", () => {
  const state = { format_version: "1.0", values: { root_module: {} } };

  expect(read({ "state.json": state, "more.tf": "{" }, "state.json").unreadParts).toBeUndefined();
  expect(() => read({ "state.json": '{"format_version": "1.0",\n"values": {}, "values": {}}' }, "state.json")).toThrow(
    /state\.json:2: the key values is also in line 2, which Terraform never writes; run terraform show -json again$/,
  );
});

test.each<readonly [string, object]>([
  ...["resource", "data", "module", "output", "variable", "provider", "check", "ephemeral"].flatMap(
    (section): [string, object][] => [
      [`${section} = {}`, { [section]: {} }],
      [`${section} = [{}]`, { [section]: [{}] }],
    ],
  ),
  ["a type without resources", { resource: { aws_eip: {} } }],
  ["a type whose list has only an empty object", { resource: [{ aws_eip: { e: {} } }, { aws_vpc: [{}] }] }],
])("a file with an empty section is refused, as by Terraform: %s", (_, json) => {
  expect(() => read({ "cdk.tf.json": table, "a.tf.json": json })).toThrow(/a\.tf\.json: .*: no block with a name, got/);
});

test.each<readonly [string, object]>([
  ["resource", { resource: { "//": "a comment", aws_eip: { e: {} } } }],
  ["resource.aws_eip", { resource: { aws_eip: { "//": {}, e: {} } } }],
])("a file with a comment among the names of %s is refused, as by Terraform", (_, json) => {
  expect(() => read({ "cdk.tf.json": table, "a.tf.json": json })).toThrow(/not a valid name, got "\/\/"/);
});

test.each<readonly [string, object]>([
  ["locals", { locals: {} }],
  ["a list with an empty object next to a resource", { resource: [{}, { aws_eip: { e: {} } }] }],
  ["a name without blocks", { module: { m: [] }, resource: { aws_eip: { none: null } } }],
])("a file with %s is read, as by Terraform", (_, json) => {
  expect(read({ "cdk.tf.json": table, "a.tf.json": json }).unreadParts).toBeUndefined();
});

test("a value that only the provider sets is an unread part also in a called module and in HCL", () => {
  const files = {
    "cdk.tf.json": { ...table, module: { m: { source: "./folder.tf.json" } } },
    "more.tf":
      'variable "n" {\n  default = null\n}\nresource "aws_eip" "n" {\n  arn = var.n\n  public_ip = "10.0.0.1"\n}',
  };

  expect(read(files).unreadParts?.map(({ text }) => text)).toContainEqual(
    "aws_eip.n: public_ip is set by the provider alone, so Terraform refuses a value for it; remove the value",
  );
});
