import fc from "fast-check";
import { argumentTypesOf, parseArgumentTypes } from "../../../../verify/terraform/argument-types/argument-type";
import {
  type ConvertedArguments,
  convertArguments,
} from "../../../../verify/terraform/argument-types/convert-argument";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";
import { modelGapsInDevWith } from "../../fixtures/dev-model-gaps";

/** An example with every kind of type. */
const types = parseArgumentTypes(
  "name on:bool port:number ids:set ports:list(number) tags:map rule:blocks{self:bool inner:blocks{action}} " +
    "route:set(object{cidr to}) free:any",
);

function convert(values: JsonObject): ConvertedArguments {
  return convertArguments(values, types, (text) => (text === "${local.known}" ? [{ cidr: "10.0.0.0/8" }] : undefined));
}

test.each<[form: string, written: JsonObject, expected: JsonObject]>([
  ["a boolean as text", { on: "true" }, { on: true }],
  ["a boolean as digit", { on: "0" }, { on: false }],
  ["a number as text", { port: "443" }, { port: 443 }],
  ["numbers as text in a list", { ports: ["1", 2] }, { ports: [1, 2] }],
  ["a number where the schema wants a text", { name: 443 }, { name: "443" }],
  ["a boolean where the schema wants a text", { name: true, ids: [false, "b"] }, { name: "true", ids: ["false", "b"] }],
  ["null as an absent argument", { name: null, ids: null, rule: null, tags: { a: null, b: 1 } }, { tags: { b: "1" } }],
  ["one block as an object", { rule: { self: "1" } }, { rule: [{ self: true }] }],
  ["blocks as a list", { rule: [{ inner: { action: 1 } }] }, { rule: [{ inner: [{ action: "1" }] }] }],
  ["a comment in a block", { rule: { "//": "why", self: false } }, { rule: [{ self: false }] }],
  ["null in an object", { route: [{ cidr: "::/0", to: null }] }, { route: [{ cidr: "::/0" }] }],
  ["an expression for a list of objects", { route: "${local.known}" }, { route: [{ cidr: "10.0.0.0/8" }] }],
  ["an expression in a text", { name: "${aws_vpc.a.id}" }, { name: "${aws_vpc.a.id}" }],
  ["an unknown list of texts", { ids: "${var.ids}" }, { ids: ["${var.ids}"] }],
  ["anything for a dynamic type", { free: [1, { a: "true" }] }, { free: [1, { a: "true" }] }],
  [
    "an argument without a type",
    { lifecycle: { prevent_destroy: "true" } },
    { lifecycle: { prevent_destroy: "true" } },
  ],
])("%s is converted as Terraform converts it", (_, written, expected) => {
  expect(convert(written)).toEqual({ values: expected, faults: [] });
});

test.each<[form: string, written: JsonObject, path: string]>([
  ["a word for a boolean", { on: "yes" }, "on"],
  ["a boolean in capitals", { on: "TRUE" }, "on"],
  ["an empty text for a boolean", { on: "" }, "on"],
  ["a number for a boolean", { on: 1 }, "on"],
  ["a list for a boolean", { on: [true] }, "on"],
  ["an unknown boolean", { on: "${var.on}" }, "on"],
  ["a directive for a boolean", { on: "%{ if true }true%{ endif }" }, "on"],
  ["a word for a number", { port: "https" }, "port"],
  ["a hexadecimal number", { port: "0x10" }, "port"],
  ["an empty text for a number", { port: "" }, "port"],
  ["a boolean for a number", { port: true }, "port"],
  ["an unknown number", { port: "${var.port}" }, "port"],
  ["a list for a text", { name: ["a"] }, "name"],
  ["an object for a text", { name: { a: 1 } }, "name"],
  ["a number with an exponent for a text", { name: 1e30 }, "name"],
  ["a text for a list", { ids: "sg-1" }, "ids"],
  ["null in a list", { ids: ["a", null] }, "ids[1]"],
  ["a list in a list of texts", { ids: [["a"]] }, "ids[0]"],
  ["a list for a map", { tags: [{ a: "b" }] }, "tags"],
  ["an expression as a key", { tags: { "${var.key}": "a" } }, 'tags["${var.key}"]'],
  ["an unknown expression for blocks", { rule: "${var.rules}" }, "rule"],
  ["a text for a block", { rule: "none" }, "rule"],
  ["a text among blocks", { rule: [{ self: true }, "more"] }, "rule[1]"],
  ["null among blocks", { rule: [{ self: true }, null] }, "rule[1]"],
  ["a list among blocks", { rule: [[{ self: true }]] }, "rule"],
  ["a text in an inner block", { rule: { inner: "x" } }, "rule.inner"],
  ["an unknown expression for a list of objects", { route: "${var.routes}" }, "route"],
  ["a text in a list of objects", { route: ["10.0.0.0/8"] }, "route[0]"],
])("%s is not read", (_, written, path) => {
  expect(convert(written).faults.map((fault) => fault.path)).toEqual([path]);
});

it("the text of a fault shows an expression as reports do, without the mark of the readers", () => {
  const mark = '${unread("an expression that refers to aws_subnet.a (pass --source to read it)")}';

  expect(convert({ ids: [[mark]] }).faults.map(({ text }) => text)).toEqual([
    'must be a string, got ["⟨an expression that refers to aws_subnet.a (pass --source to read it)⟩"]',
  ]);
});

const unreadable = fc.constantFrom("${var.x}", "nonsense", -1.5, true, null, [["x"]], [{}], { odd: ["x"] });

it("what is converted once is converted again to the same values, and only expressions are faults again", () => {
  const anyArguments = fc.dictionary(fc.constantFrom(...types.keys()), unreadable);

  fc.assert(
    fc.property(anyArguments, (written) => {
      const { values } = convert(written as JsonObject);
      const again = convert(values);
      expect(again.values).toEqual(values);
      expect(again.faults.filter(({ text }) => !text.includes("is the expression"))).toEqual([]);
    }),
  );
});

it("a value is read, absent, or a fault, but never dropped in silence", () => {
  fc.assert(
    fc.property(fc.constantFrom(...types.keys()), unreadable, (name, value) => {
      const { values, faults } = convert({ [name]: value } as JsonObject);
      expect(values[name] !== undefined || faults.length > 0 || value === null).toBe(true);
    }),
  );
});

it("data sources have types of their own", () => {
  expect(argumentTypesOf("data.aws_ec2_managed_prefix_list")?.get("entries")?.kind).toBe("set");
  expect(argumentTypesOf("data.aws_vpc")).not.toBe(argumentTypesOf("aws_vpc"));
});

const VPC = "aws_vpc.network_vpc";
const TABLE = "aws_route_table.network_studio_a_routes";
const GROUP = "aws_security_group.security_groups_studio";

test.each<[edit: string, address: string, values: object]>([
  ["routes that a file contains", TABLE, { route: '${jsondecode(file("routes.json"))}' }],
  ["routes that a variable contains", TABLE, { route: "${var.routes}" }],
  ["a route that is a text", TABLE, { route: ["0.0.0.0/0"] }],
  ["a route in an inner list", TABLE, { route: [[{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }]] }],
  ["rules that an expression yields", GROUP, { ingress: "${[for port in var.ports : { from_port = port }]}" }],
  ["a rule with a port that is a word", GROUP, { ingress: [{ from_port: "ssh", to_port: 22, protocol: "tcp" }] }],
  ["DNS support that is a word", VPC, { enable_dns_support: "no" }],
  ["DNS support that is not known", VPC, { enable_dns_support: "${var.dns}" }],
  ["a block where a text belongs", VPC, { ipv6_cidr_block: { cidr: "2001:db8::/56" } }],
  [
    "a generated subnet prefix that is not known",
    "aws_subnet.network_studio_a",
    { ipv6_native: '${terraform.workspace == "prod"}' },
  ],
  [
    "an endpoint with private DNS that is not known",
    "aws_vpc_endpoint.endpoints_sts",
    { private_dns_enabled: "${var.x}" },
  ],
  ["a zone association by expression", "aws_route53_zone.more", { name: "example.com", vpc: "${local.vpcs}" }],
  ["user settings by expression", "aws_sagemaker_domain.studio_domain", { default_user_settings: "${var.settings}" }],
])("%s leaves the claims of dev undecided", (_, address, values) => {
  const { topics, texts } = modelGapsInDevWith({ [address]: values });

  expect(texts.join("\n")).toContain(address);
  expect(topics).toEqual(expect.arrayContaining(["data", "firewall", "identities", "names", "network", "operations"]));
});

test("Deletion of data that is not known leaves open what a bucket can affect, and no claim about the network.", () => {
  const values = { force_destroy: '${timestamp() != ""}' };
  const { topics, texts } = modelGapsInDevWith({ "aws_s3_bucket.locked_buckets_data": values });

  expect(texts.join("\n")).toContain("force_destroy");
  expect([...topics].sort()).toEqual(["data", "identities", "operations"]);
});
