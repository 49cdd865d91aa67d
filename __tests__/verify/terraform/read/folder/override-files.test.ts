import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readTerraform } from "../../../../../cli/shared/inputs/read-terraform";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "override-files-"));
});
afterAll(() => rmSync(root, { recursive: true }));

/** Reads `main.tf.json` together with an override file, in JSON, or in HCL where it is a text. */
function overridden(main: object, override: object | string, others: Readonly<Record<string, object>> = {}) {
  const folder = mkdtempSync(join(root, "f-"));
  const name = typeof override === "string" ? "override.tf" : "override.tf.json";
  for (const [file, content] of Object.entries({ "main.tf.json": main, [name]: override, ...others })) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { json, surroundings } = readTerraform(folder);
  return readConfiguration(json, "main", surroundings);
}

const resource = (type: string, values: object): object => ({ resource: { [type]: { x: values } } });
const valuesOf = ({ resources }: TerraformConfiguration): object => resources[0]?.values ?? {};
const texts = ({ unreadParts = [] }: TerraformConfiguration): readonly string[] => unreadParts.map(({ text }) => text);

const openGroup = resource("aws_security_group", { ingress: [{ cidr_blocks: ["0.0.0.0/0"] }] });
const policyOf = (action: string): object =>
  resource("aws_networkfirewall_firewall_policy", { firewall_policy: [{ stateless_default_actions: [action] }] });

test.each([
  ["an empty list", []],
  ["null", null],
])("%s in an override file leaves blocks as they are", (_, empty) => {
  const override = resource("aws_networkfirewall_firewall_policy", { firewall_policy: empty });

  expect(valuesOf(overridden(policyOf("aws:pass"), override))).toEqual({
    firewall_policy: [{ stateless_default_actions: ["aws:pass"] }],
  });
});

test("an empty list in an override file empties an argument that blocks may stand for", () => {
  expect(valuesOf(overridden(openGroup, resource("aws_security_group", { ingress: [] })))).toEqual({ ingress: [] });
});

test("a block of HCL in an override file does not hide an argument of its name, because Terraform ignores the block", () => {
  const override = 'resource "aws_security_group" "x" {\n  ingress { cidr_blocks = ["10.0.0.0/8"] }\n}';

  expect(valuesOf(overridden(openGroup, override))).toEqual({ ingress: [{ cidr_blocks: ["0.0.0.0/0"] }] });
});

test("an argument of HCL in an override file does not hide blocks of its name, because Terraform ignores the argument", () => {
  const override = 'resource "aws_networkfirewall_firewall_policy" "x" {\n  firewall_policy = []\n}';

  expect(valuesOf(overridden(policyOf("aws:pass"), override))).toEqual({
    firewall_policy: [{ stateless_default_actions: ["aws:pass"] }],
  });
});

test("an override file without a provisioner leaves the provisioner of a resource in place", () => {
  const main = resource("aws_eip", { provisioner: [{ "local-exec": { command: "curl" } }] });

  expect(valuesOf(overridden(main, resource("aws_eip", { provisioner: { "local-exec": [] } })))).toHaveProperty(
    "provisioner",
  );
});

test("an empty block of a provider in an override file leaves the endpoints of the provider in place", () => {
  const main = { provider: { aws: { region: "eu-west-1", endpoints: [{ s3: "https://s3.example" }] } } };

  for (const override of [
    { provider: { aws: { endpoints: [] } } },
    { provider: { aws: { endpoints: null } } },
    'provider "aws" {\n  endpoints = []\n}',
  ]) {
    expect(texts(overridden(main, override))).toEqual([expect.stringContaining("endpoints")]);
  }
});

test("an empty map of providers in an override file leaves the providers of a module in place", () => {
  const main = {
    provider: { aws: [{ region: "eu-west-1" }, { alias: "other", profile: "other" }] },
    module: { m: { source: "./m", providers: { aws: "aws.other" } } },
  };
  const called = { "m/main.tf.json": resource("aws_eip", {}) };
  const parts = (override: object): readonly string[] => texts(overridden(main, override, called));

  expect(parts({ module: { m: { providers: {} } } })).toEqual([expect.stringContaining("aws.other")]);
  expect(parts({ module: { m: { providers: { aws: "aws" } } } })).toEqual([]);
});

test.each([
  ["no name leaves the ignored changes", ["ingress"], [], ["ingress"]],
  ["other names replace them", ["ingress"], ["tags"], ["tags"]],
  ["no names replace all of them", "all", ["tags"], "all"],
])("%s in an override file", (_, base, override, expected) => {
  const group = (ignored: unknown): object =>
    resource("aws_security_group", { lifecycle: { ignore_changes: ignored } });

  expect(valuesOf(overridden(group(base), group(override)))).toEqual({ lifecycle: { ignore_changes: expected } });
});

test("a lifecycle or dynamic block that an override file writes as an argument is ignored, as by Terraform", () => {
  const lifecycle = 'resource "aws_security_group" "x" {\n  lifecycle = { ignore_changes = ["tags"] }\n}';
  const ignoring = resource("aws_security_group", { lifecycle: { ignore_changes: ["ingress"] } });
  const dynamic = 'resource "aws_networkfirewall_firewall_policy" "x" {\n  dynamic = { firewall_policy = {} }\n}';

  expect(valuesOf(overridden(ignoring, lifecycle))).toEqual({ lifecycle: { ignore_changes: ["ingress"] } });
  expect(valuesOf(overridden(policyOf("aws:pass"), dynamic))).toEqual(valuesOf(overridden(policyOf("aws:pass"), {})));
});

test("an override of one required provider leaves the others in place", () => {
  const required = (providers: object): object => ({ terraform: { required_providers: providers } });
  const main = required({ aws: { source: "hashicorp/aws" }, random: { source: "corp/random" } });

  expect(texts(overridden(main, required({ aws: { source: "hashicorp/aws", version: "~> 6.0" } })))).toEqual([
    expect.stringContaining("random"),
  ]);
  expect(texts(overridden(main, required({ random: { source: "hashicorp/random" } })))).toEqual([]);
});

test("a backend without a body in an override file leaves the backend in place", () => {
  const main = { terraform: { backend: { http: { address: "https://state.example" } } } };

  expect(texts(overridden(main, { terraform: { backend: { http: [] } } }))).toEqual([expect.stringContaining("http")]);
});

test.each<readonly [string, object, RegExp]>([
  ["a local value that no file defines", { locals: { a: 1 } }, /local\.a overrides nothing/],
  [
    "dependencies",
    resource("aws_security_group", { depends_on: ["aws_vpc.v"] }),
    /resource\.aws_security_group\.x overrides depends_on/,
  ],
  [
    "a dynamic block over an argument",
    resource("aws_security_group", { dynamic: { ingress: { for_each: [1], content: {} } } }),
    /aws_security_group\.x\.ingress is an argument and a dynamic block, which Terraform refuses; write it in one form$/,
  ],
])("an override file with %s is refused, as by Terraform", (_, override, message) => {
  expect(() => overridden(openGroup, override)).toThrow(message);
});

test("a module with required providers in two files is refused, as by Terraform", () => {
  const terraform = { terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } };

  expect(() => overridden(terraform, {}, { "more.tf.json": terraform })).toThrow(
    /terraform\.required_providers is defined also in .*main\.tf\.json, which Terraform refuses/,
  );
});

test.each([
  ["count over for_each", { for_each: { a: 1, b: 2, c: 3 } }, { count: 2 }],
  ["for_each over count", { count: 2 }, { for_each: { a: 1, b: 2, c: 3 } }],
  ["a for_each that cannot be evaluated over count", { count: 2 }, { for_each: "${local.nothing}" }],
])("in an override file, %s leaves count to decide, as for Terraform", (_, own, other) => {
  const configuration = overridden(resource("aws_eip", own), resource("aws_eip", other));

  expect(configuration.resources.map(({ address }) => address)).toEqual(["aws_eip.x[0]", "aws_eip.x[1]"]);
  expect(texts(configuration)).toEqual([]);
});

test("count and for_each in one override file are refused, as by Terraform", () => {
  expect(() => overridden(resource("aws_eip", {}), resource("aws_eip", { count: 2, for_each: {} }))).toThrow(
    /has both count and for_each/,
  );
});
