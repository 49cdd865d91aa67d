import type { ModuleLoader } from "../../../../verify/terraform/read/modules/expanded-module";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../../verify/terraform/terraform-configuration";

describe("synthesized JSON", () => {
  test("synthesized JSON is read as managed resources and data sources by address, without the metadata of cdktf", () => {
    const configuration = readConfiguration(
      {
        "//": { metadata: {} },
        provider: { aws: [{ region: "eu-west-1" }, { alias: "us", region: "us-east-1" }] },
        resource: { aws_vpc: { network_vpc: { "//": { metadata: {} }, cidr_block: "10.0.0.0/16" } } },
        data: { aws_region: { account_region: {} } },
        output: { vpc_id: { value: "${aws_vpc.network_vpc.id}" } },
      },
      "dev",
    );

    expect(configuration).toEqual({
      source: "dev",
      form: "synthesized",
      region: "eu-west-1",
      credentials: "[]",
      resources: [
        {
          address: "aws_vpc.network_vpc",
          mode: "managed",
          type: "aws_vpc",
          name: "network_vpc",
          values: { cidr_block: "10.0.0.0/16" },
        },
        {
          address: "data.aws_region.account_region",
          mode: "data",
          type: "aws_region",
          name: "account_region",
          values: {},
        },
      ],
      outputs: { vpc_id: "${aws_vpc.network_vpc.id}" },
    });
  });

  test("a block can be a list, as in hand-written Terraform JSON", () => {
    const configuration = readConfiguration(
      { resource: [{ aws_vpc: [{ a: [{ cidr_block: "10.0.0.0/16" }] }] }, { aws_eip: { b: {} } }] },
      "x",
    );

    expect(configuration.resources.map((resource) => resource.address)).toEqual(["aws_vpc.a", "aws_eip.b"]);
  });

  test("the value of a sensitive output appears nowhere", () => {
    const configuration = readConfiguration({ output: { token: { value: "s3cr3t", sensitive: true } } }, "x");

    expect(JSON.stringify(configuration)).not.toContain("s3cr3t");
  });

  test("nothing is decided by the value of a sensitive output of a module, because it is not read", () => {
    const called = (sensitive: Json) => ({
      json: { output: { mode: { value: "open", sensitive } } },
      load: () => undefined,
    });
    const cidrWith = (sensitive: Json) =>
      readConfiguration(
        {
          module: { m: { source: "./m" } },
          resource: { aws_vpc: { v: { cidr_block: '${module.m.mode == "open" ? "0.0.0.0/0" : "10.0.0.0/8"}' } } },
        },
        "x",
        { load: () => called(sensitive) },
      ).resources[0]?.values.cidr_block;

    expect(["true", true].map(cidrWith)).toEqual([expect.stringContaining("${"), expect.stringContaining("${")]);
    expect([false, "false", null].map(cidrWith)).toEqual(["0.0.0.0/0", "0.0.0.0/0", "0.0.0.0/0"]);
  });

  test.each([
    [null, "x: not a Terraform JSON object, got null; "],
    [[1], "x: not a Terraform JSON object, got a list; "],
    [{ foo: 1 }, "x: not Terraform JSON: no resource, planned_values or values key, only foo; "],
    [
      { format_version: "1.0", valid: true },
      "x: not Terraform JSON: no resource, planned_values or values key, only format_version, valid; ",
    ],
    [
      { format_version: "1.0", provider_schemas: {} },
      "x: not Terraform JSON: no resource, planned_values or values key, only format_version, provider_schemas; ",
    ],
  ])("the value %j is rejected in one line, because it is not Terraform JSON", (json, message) => {
    expect(() => readConfiguration(json, "x")).toThrow(message);
  });
});

describe("synthesized JSON with more than plain resources", () => {
  const values = (json: unknown, load?: ModuleLoader): Readonly<Record<string, JsonObject>> =>
    Object.fromEntries(
      readConfiguration(json, "x", load && { load }).resources.map((resource) => [resource.address, resource.values]),
    );

  test("locals are resolved in any order of their dependencies", () => {
    const json = {
      locals: { name: "${local.prefix}-vpc", prefix: "p${1 + 1}", vpc: "${aws_vpc.v}" },
      resource: { aws_subnet: { s: { vpc_id: "${local.vpc.id}", tags: { Name: "${local.name}" } } } },
    };

    expect(values(json)).toEqual({ "aws_subnet.s": { vpc_id: "${aws_vpc.v.id}", tags: { Name: "p2-vpc" } } });
  });

  test("each instance is a resource with the instance key in its address", () => {
    const json = {
      resource: {
        aws_subnet: {
          z: { for_each: '${toset(["a", "b"])}', availability_zone: "eu-west-1${each.key}" },
          n: { count: 2, cidr_block: '${cidrsubnet("10.0.0.0/16", 8, count.index)}' },
        },
        aws_instance: { i: { subnets: "${[for s in aws_subnet.z : s.id]}", first: "${aws_subnet.n[*].id}" } },
      },
    };

    expect(values(json)).toEqual({
      'aws_subnet.z["a"]': { availability_zone: "eu-west-1a" },
      'aws_subnet.z["b"]': { availability_zone: "eu-west-1b" },
      "aws_subnet.n[0]": { cidr_block: "10.0.0.0/24" },
      "aws_subnet.n[1]": { cidr_block: "10.0.1.0/24" },
      "aws_instance.i": {
        subnets: ['${aws_subnet.z["a"].id}', '${aws_subnet.z["b"].id}'],
        first: ["${aws_subnet.n[0].id}", "${aws_subnet.n[1].id}"],
      },
    });
  });

  test.each([
    { for_each: "${var.routes}" },
    { count: "${var.number}" },
    { dynamic: { route: { for_each: "${var.routes}", content: {} } } },
  ])("a resource with an unknown number of instances or blocks is an unread part: %j", (repetition) => {
    const configuration = readConfiguration({ resource: { aws_route: { r: repetition } } }, "x");

    expect(configuration.resources.map(({ address }) => address)).toEqual(["aws_route.r"]);
    expect(configuration.unreadParts).toEqual([
      expect.objectContaining({
        address: "aws_route.r",
        text: expect.stringMatching(
          /^aws_route\.r: the number of its (instances|dynamic blocks) is not known; verify a/,
        ),
      }),
    ]);
  });

  test("an iterator that looks like a resource is replaced, and the key of a list item is its index", () => {
    const content = { subnet_id: "${subnet_mapping.value}", tag: "${subnet_mapping.key}" };
    const configuration = readConfiguration(
      {
        resource: {
          aws_networkfirewall_firewall: {
            f: { dynamic: { subnet_mapping: { for_each: ["${aws_subnet.a.id}"], content } } },
          },
        },
      },
      "x",
    );

    expect(configuration.unreadParts ?? []).toEqual([]);
    expect(configuration.resources[0]?.values.subnet_mapping).toEqual([{ subnet_id: "${aws_subnet.a.id}", tag: "0" }]);
  });

  test("dynamic blocks are expanded", () => {
    const json = {
      resource: {
        aws_security_group: {
          g: { dynamic: { ingress: { for_each: [443, 80], content: { from_port: "${ingress.value}" } } } },
        },
      },
    };

    expect(values(json)).toEqual({ "aws_security_group.g": { ingress: [{ from_port: 443 }, { from_port: 80 }] } });
  });

  test("dynamic blocks inside other blocks are expanded, and their iterators may depend on each other", () => {
    const rule = {
      for_each: ["a"],
      content: [{ dynamic: { to: { for_each: ["x", "y"], content: { name: "${rule.value}${to.value}" } } } }],
    };
    const json = { resource: { aws_thing: { t: { dynamic: { rule }, outer: [{ dynamic: { rule } }] } } } };
    const rules = [{ to: [{ name: "ax" }, { name: "ay" }] }];

    expect(values(json)).toEqual({ "aws_thing.t": { rule: rules, outer: [{ rule: rules }] } });
  });

  test.each([
    { rule: { content: {} } },
    { rule: { for_each: [1] } },
    { rule: { for_each: [1], content: [{}, {}] } },
    { rule: "${local.x}" },
  ])("a dynamic block that Terraform refuses is an unread part: %j", (dynamic) => {
    const json = { resource: { aws_thing: { t: { outer: { dynamic } } } } };

    expect(readConfiguration(json, "x").unreadParts?.map(({ address }) => address)).toContain("aws_thing.t");
  });

  test("keys of maps are evaluated, and a map with a key that is not known is not read", () => {
    const json = {
      locals: { k: "a" },
      resource: {
        aws_thing: { t: { known: { "${local.k}": 1, "$${x}": 2 }, unknown: { "${var.k}": 1 }, dynamic: "text" } },
      },
    };

    expect(values(json)["aws_thing.t"]).toEqual({
      known: { a: 1, "${x}": 2 },
      unknown: expect.stringMatching(/^\$\{unread/),
      dynamic: "text",
    });
  });

  const module = {
    variable: { cidr: {}, zone: { default: "a" } },
    resource: {
      aws_vpc: { v: { cidr_block: "${var.cidr}" } },
      aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", zone: "${var.zone}" } },
    },
    output: { vpc_id: { value: "${aws_vpc.v.id}" }, perimeter_posture: { value: { posture: "isolated" } } },
  };
  const load: ModuleLoader = (source) => (source === "./net" ? { json: module, load: () => undefined } : undefined);

  test("a called module is read with its inputs, its defaults and its outputs", () => {
    const json = {
      module: { net: { source: "./net", cidr: "10.0.0.0/16" } },
      resource: { aws_route_table: { t: { vpc_id: "${module.net.vpc_id}" } } },
    };

    expect(values(json, load)).toEqual({
      "aws_route_table.t": { vpc_id: "${module.net.aws_vpc.v.id}" },
      "module.net.aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "module.net.aws_subnet.s": { vpc_id: "${module.net.aws_vpc.v.id}", zone: "a" },
    });
    expect(readConfiguration(json, "x", { load }).outputs).toMatchObject({
      "module.net.perimeter_posture": { posture: "isolated" },
    });
  });

  test("an unresolved expression of a module never refers to a resource of the root module", () => {
    const json = { module: { net: { source: "./net", cidr: "${var.unknown}" } } };

    expect(values(json, load)["module.net.aws_vpc.v"]).toEqual({ cidr_block: "${var.unknown}" });
    expect(values({ module: { net: { source: "./net" } } }, load)["module.net.aws_vpc.v"]).toEqual({
      cidr_block: '${unread("$${var.cidr}")}',
    });
  });

  test("a module without its files is an unread part", () => {
    const configuration = readConfiguration({ module: { far: { source: "app.terraform.io/x/y/aws" } } }, "x", { load });

    expect(configuration.unreadParts?.map(({ address }) => address)).toEqual(["module.far"]);
  });
});
