import type { ModuleLoader } from "../../../../verify/terraform/read/modules/expanded-module";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../verify/terraform/terraform-configuration";

describe("synthesized JSON", () => {
  it("becomes resources by address, managed and data, without cdktf's metadata", () => {
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

  it("may write every block as a list, as hand-written Terraform JSON does", () => {
    const configuration = readConfiguration(
      { resource: [{ aws_vpc: [{ a: [{ cidr_block: "10.0.0.0/16" }] }] }, { aws_eip: { b: {} } }] },
      "x",
    );

    expect(configuration.resources.map((resource) => resource.address)).toEqual(["aws_vpc.a", "aws_eip.b"]);
  });

  it("never yields the value of a sensitive output", () => {
    const configuration = readConfiguration({ output: { token: { value: "s3cr3t", sensitive: true } } }, "x");

    expect(JSON.stringify(configuration)).not.toContain("s3cr3t");
  });

  it.each([
    [null, "x: is not a Terraform JSON object, got null; "],
    [[1], "x: is not a Terraform JSON object, got a list; "],
    [{ foo: 1 }, "x: is no Terraform JSON, got the keys foo; "],
    [{ format_version: "1.0", valid: true }, "x: is no Terraform JSON, got the keys format_version, valid; "],
    [
      { format_version: "1.0", provider_schemas: {} },
      "x: is no Terraform JSON, got the keys format_version, provider_schemas; ",
    ],
  ])("is told apart from %j in one line", (json, message) => {
    expect(() => readConfiguration(json, "x")).toThrow(message);
  });
});

describe("synthesized JSON with more than plain resources", () => {
  const values = (json: unknown, load?: ModuleLoader): Readonly<Record<string, JsonObject>> =>
    Object.fromEntries(
      readConfiguration(json, "x", load).resources.map((resource) => [resource.address, resource.values]),
    );

  it("puts in locals, in whatever order they need each other", () => {
    const json = {
      locals: { name: "${local.prefix}-vpc", prefix: "p${1 + 1}", vpc: "${aws_vpc.v}" },
      resource: { aws_subnet: { s: { vpc_id: "${local.vpc.id}", tags: { Name: "${local.name}" } } } },
    };

    expect(values(json)).toEqual({ "aws_subnet.s": { vpc_id: "${aws_vpc.v.id}", tags: { Name: "p2-vpc" } } });
  });

  it("makes one resource of each instance, with its key in the address", () => {
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

  it.each([
    { for_each: "${var.routes}" },
    { count: "${var.number}" },
    { dynamic: { route: { for_each: "${var.routes}", content: {} } } },
  ])("counts what it cannot count as not read: %j", (repetition) => {
    const configuration = readConfiguration({ resource: { aws_route: { r: repetition } } }, "x");

    expect(configuration.resources.map(({ address }) => address)).toEqual(["aws_route.r"]);
    expect(configuration.unreadParts).toEqual([
      { address: "aws_route.r", text: expect.stringMatching(/^aws_route\.r: the JSON does not say how many /) },
    ]);
  });

  it("writes out dynamic blocks", () => {
    const json = {
      resource: {
        aws_security_group: {
          g: { dynamic: { ingress: { for_each: [443, 80], content: { from_port: "${ingress.value}" } } } },
        },
      },
    };

    expect(values(json)).toEqual({ "aws_security_group.g": { ingress: [{ from_port: 443 }, { from_port: 80 }] } });
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

  it("reads a called module with its inputs, its defaults and its outputs", () => {
    const json = {
      module: { net: { source: "./net", cidr: "10.0.0.0/16" } },
      resource: { aws_route_table: { t: { vpc_id: "${module.net.vpc_id}" } } },
    };

    expect(values(json, load)).toEqual({
      "aws_route_table.t": { vpc_id: "${module.net.aws_vpc.v.id}" },
      "module.net.aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "module.net.aws_subnet.s": { vpc_id: "${module.net.aws_vpc.v.id}", zone: "a" },
    });
    expect(readConfiguration(json, "x", load).outputs).toMatchObject({
      "module.net.perimeter_posture": { posture: "isolated" },
    });
  });

  it("never lets an open expression of a module mean something of the root", () => {
    const json = { module: { net: { source: "./net", cidr: "${var.unknown}" } } };

    expect(values(json, load)["module.net.aws_vpc.v"]).toEqual({ cidr_block: "${var.unknown}" });
    expect(values({ module: { net: { source: "./net" } } }, load)["module.net.aws_vpc.v"]).toEqual({
      cidr_block: '${unread("$${var.cidr}")}',
    });
  });

  it("names a module whose text is not at hand", () => {
    const configuration = readConfiguration({ module: { far: { source: "app.terraform.io/x/y/aws" } } }, "x", load);

    expect(configuration.unreadParts?.map(({ address }) => address)).toEqual(["module.far"]);
  });
});
