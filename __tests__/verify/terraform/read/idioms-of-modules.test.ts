import { hclToJson } from "../../../../verify/terraform/hcl/hcl-to-json";
import { sectionLabels } from "../../../../verify/terraform/read/folder/module-blocks";
import { assignedVariables } from "../../../../verify/terraform/read/folder/variable-values";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";
import {
  constantExpression,
  type PlannedResource,
  planJson,
  providerEntry,
  referenceExpression,
} from "../../fixtures/terraform-plan";
import { shownResource, stateJson } from "../../fixtures/terraform-state";

/** A folder in HCL whose variables have their defaults. */
function readFolder(text: string): TerraformConfiguration {
  const { json } = hclToJson(text, sectionLabels);
  const variables = assignedVariables(json.variable, {}, { defaults: true });
  return readConfiguration(json, "main.tf", { isModule: true, variables });
}

function readPlan(
  text: string,
  resources: readonly PlannedResource[],
  lookups: readonly PlannedResource[] = [],
): TerraformConfiguration {
  const { json } = hclToJson(text, sectionLabels);
  const prior = lookups.map(({ address, values }) => shownResource(address, values));
  const plan = planJson(resources, { prior_state: stateJson(...prior) });
  const planned = plan.configuration as JsonObject;
  const root = planned.root_module as { readonly resources: readonly JsonObject[] };
  const looking = lookups.map(({ address, expressions = {} }) => {
    const [, type = "", name = ""] = address.split(".");
    return { address, mode: "data", type, name, provider_config_key: "aws", expressions };
  });
  const configuration = { ...planned, root_module: { ...root, resources: [...root.resources, ...looking] } };
  return readConfiguration({ ...plan, configuration }, "plan.json", {
    plannedSource: { name: "infrastructure", json, load: () => undefined },
  });
}

function valuesOf(configuration: TerraformConfiguration, address: string): JsonObject | undefined {
  return configuration.resources.find((resource) => resource.address === address)?.values;
}

function gapTexts(configuration: TerraformConfiguration): readonly string[] {
  return modelGaps(configuration).map(({ evidence }) => evidence.text);
}

test("try skips an instance that a count of 0 does not make, as a module does for an optional second block of its VPC.", () => {
  const configuration = readFolder(`
    locals { vpc_id = try(aws_vpc_ipv4_cidr_block_association.more[0].vpc_id, aws_vpc.main[0].id, "") }
    resource "aws_vpc" "main" {
      count      = 1
      cidr_block = "10.0.0.0/16"
    }
    resource "aws_vpc_ipv4_cidr_block_association" "more" {
      count      = 0
      vpc_id     = aws_vpc.main[0].id
      cidr_block = "10.1.0.0/16"
    }
    resource "aws_subnet" "one" {
      vpc_id     = local.vpc_id
      cidr_block = "10.0.0.0/24"
    }`);

  expect(valuesOf(configuration, "aws_subnet.one")?.vpc_id).toBe("${aws_vpc.main[0].id}");
});

test("An instance that exists is not skipped, and of a count that is not known nobody can tell.", () => {
  const folder = (count: string): unknown =>
    valuesOf(
      readFolder(`
        variable "unset" { type = number }
        resource "aws_eip" "nat" { count = ${count} }
        resource "aws_nat_gateway" "one" { allocation_id = try(aws_eip.nat[0].id, "none") }`),
      "aws_nat_gateway.one",
    )?.allocation_id;

  expect(folder("1")).toBe("${aws_eip.nat[0].id}");
  expect(folder("var.unset")).not.toBe("none");
});

test("The first zones of a list that only AWS knows are distinguished by their position.", () => {
  const configuration = readFolder(`
    data "aws_availability_zones" "all" { state = "available" }
    locals { zones = slice(data.aws_availability_zones.all.names, 1, 3) }
    resource "aws_subnet" "private" {
      count             = length(local.zones)
      availability_zone = local.zones[count.index]
      cidr_block        = cidrsubnet("10.0.0.0/16", 8, count.index)
    }`);

  expect(valuesOf(configuration, "aws_subnet.private[0]")?.availability_zone).toBe(
    "${data.aws_availability_zones.all.names[1]}",
  );
  expect(valuesOf(configuration, "aws_subnet.private[1]")?.availability_zone).toBe(
    "${data.aws_availability_zones.all.names[2]}",
  );
});

test("The Region of a folder may be a variable with a default, or a local.", () => {
  const folder = (region: string): string | undefined =>
    readFolder(`
      variable "region" { default = "eu-west-1" }
      locals { place = "us-east-1" }
      provider "aws" { region = ${region} }
      resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }`).region;

  expect(folder("var.region")).toBe("eu-west-1");
  expect(folder("local.place")).toBe("us-east-1");
  expect(folder("data.aws_region.here.name")).toBeUndefined();
});

test("The Region of a plan is that of its resources where the provider has an expression.", () => {
  const subnet = (address: string, region: string): PlannedResource => ({ address, values: { region } });
  const planned = (...resources: readonly PlannedResource[]): string | undefined => {
    const plan = planJson(resources);
    const configuration = plan.configuration as JsonObject;
    const provider_config = { aws: providerEntry("aws", { region: referenceExpression("var.region") }) };
    return readConfiguration({ ...plan, configuration: { ...configuration, provider_config } }, "plan.json").region;
  };

  expect(planned(subnet("aws_subnet.a", "eu-west-1"), subnet("aws_subnet.b", "eu-west-1"))).toBe("eu-west-1");
  expect(planned(subnet("aws_subnet.a", "eu-west-1"), subnet("aws_subnet.b", "us-east-1"))).toBeUndefined();
});

test("What a plan read from AWS replaces the reference to a data source that no model knows.", () => {
  const text = `
    data "aws_vpc_endpoint_service" "s3" { service = "s3" }
    resource "aws_vpc_endpoint" "s3" {
      vpc_id       = aws_vpc.main.id
      service_name = try(null.none, data.aws_vpc_endpoint_service.s3.service_name)
    }`;
  const name = "com.amazonaws.eu-west-1.s3";
  const endpoint: PlannedResource = {
    address: "aws_vpc_endpoint.s3",
    values: { vpc_id: "vpc-0123456789abcdef0", service_name: name },
    expressions: {
      vpc_id: constantExpression("vpc-0123456789abcdef0"),
      service_name: referenceExpression("data.aws_vpc_endpoint_service.s3.service_name"),
    },
  };
  const lookup: PlannedResource = {
    address: "data.aws_vpc_endpoint_service.s3",
    mode: "data",
    values: { id: name, service: "s3", service_name: name },
    expressions: { service: constantExpression("s3") },
  };

  const configuration = readPlan(text, [endpoint], [lookup]);

  expect(valuesOf(configuration, "aws_vpc_endpoint.s3")?.service_name).toBe(name);
  expect(gapTexts(configuration).filter((gap) => gap.includes("service_name"))).toEqual([]);
});

describe("dynamic blocks whose number the source leaves open", () => {
  const text = `
    variable "rules" { default = [] }
    resource "aws_security_group" "studio" {
      dynamic "ingress" {
        for_each = data.aws_ip_ranges.all.cidr_blocks
        content {
          from_port   = 443
          to_port     = 443
          protocol    = "tcp"
          cidr_blocks = [ingress.value]
        }
      }
    }`;
  const group = (values: JsonObject, unknown: JsonObject): PlannedResource => ({
    address: "aws_security_group.studio",
    values,
    unknown: { id: true, ...unknown },
  });
  const rule = { from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["198.51.100.0/24"] };
  const openGaps = (resource: PlannedResource): readonly string[] =>
    gapTexts(readPlan(text, [resource])).filter((gap) => gap.includes("dynamic blocks"));

  test("are those that the plan shows.", () => {
    expect(openGaps(group({ ingress: [rule] }, { ingress: [{ cidr_blocks: [false] }] }))).toEqual([]);
  });

  test("stay open where their number is known after the apply.", () => {
    expect(openGaps(group({}, { ingress: true }))).toHaveLength(1);
  });

  test("stay open in a folder, with what decides them.", () => {
    expect(gapTexts(readFolder(text)).filter((gap) => gap.includes("dynamic"))).toEqual([
      "aws_security_group.studio: the number of its dynamic blocks is not known; verify a plan",
    ]);
  });
});

describe("A list whose objects have an argument that is known after the apply", () => {
  const endpoints = (settings: string) => `
    locals { endpoints = { ecs = { service = "ecs", settings = ${settings} } } }
    resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "studio" {
      count      = 2
      vpc_id     = aws_vpc.main.id
      cidr_block = cidrsubnet("10.0.0.0/16", 8, count.index)
    }
    resource "aws_vpc_endpoint" "this" {
      for_each     = local.endpoints
      vpc_id       = aws_vpc.main.id
      service_name = "com.amazonaws.eu-west-1.\${each.value.service}"
      dynamic "subnet_configuration" {
        for_each = try(each.value.settings, [])
        content {
          ipv4      = try(subnet_configuration.value.ipv4, null)
          subnet_id = subnet_configuration.value.subnet_id
        }
      }
    }`;
  const address = 'aws_vpc_endpoint.this["ecs"]';

  test("makes as many blocks as it has objects, each with what is known of it.", () => {
    const configuration = readFolder(
      endpoints("[for v in aws_subnet.studio : { ipv4 = cidrhost(v.cidr_block, 10), subnet_id = v.id }]"),
    );

    expect(gapTexts(configuration)).toEqual([]);
    expect(valuesOf(configuration, address)?.subnet_configuration).toMatchObject([
      { subnet_id: "${aws_subnet.studio[0].id}" },
      { subnet_id: "${aws_subnet.studio[1].id}" },
    ]);
  });

  test("leaves the number of its blocks open where a condition decides it.", () => {
    const kept = "[for v in aws_subnet.studio : { subnet_id = v.id } if v.ipv6_native]";

    expect(gapTexts(readFolder(endpoints(kept)))).toEqual([
      `${address}: the number of its dynamic blocks is not known; verify a plan`,
    ]);
  });
});

test("A tag with the address of a web page, and a list of subnets for databases, leave nothing open.", () => {
  const configuration = readFolder(`
    resource "aws_ec2_tag" "source" {
      resource_id = "tgw-rtb-0123456789abcdef0"
      key         = "Repository"
      value       = "https://git.example.com/network"
    }
    resource "aws_db_subnet_group" "main" {
      name       = "main"
      subnet_ids = [aws_subnet.one.id]
    }
    resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
    resource "aws_subnet" "one" {
      vpc_id     = aws_vpc.main.id
      cidr_block = "10.0.0.0/24"
    }`);

  expect(gapTexts(configuration)).toEqual([]);
});

/** The routes of a transit gateway that a map of attachments describes, as in a public module. */
function routesOf(routes: string): TerraformConfiguration {
  return readFolder(`
    variable "elsewhere" {}
    locals {
      attachments = { one = { tgw_routes = ${routes} } }
      routes = chunklist(flatten([
        for k, v in local.attachments : setproduct([{ key = k }], v.tgw_routes) if can(v.tgw_routes)
      ]), 2)
    }
    resource "aws_ec2_transit_gateway_route" "this" {
      count                          = length(local.routes)
      destination_cidr_block         = local.routes[count.index][1].destination_cidr_block
      blackhole                      = try(local.routes[count.index][1].blackhole, null)
      transit_gateway_route_table_id = "tgw-rtb-0123456789abcdef0"
    }
  `);
}

test("Routes of a transit gateway that a module makes of pairs of an attachment and a route are known, with their black holes.", () => {
  const configuration = routesOf(`[
    { destination_cidr_block = "10.1.0.0/16" },
    { destination_cidr_block = "0.0.0.0/0", blackhole = true },
  ]`);

  expect(valuesOf(configuration, "aws_ec2_transit_gateway_route.this[0]")).toMatchObject({
    destination_cidr_block: "10.1.0.0/16",
  });
  expect(valuesOf(configuration, "aws_ec2_transit_gateway_route.this[0]")?.blackhole ?? null).toBeNull();
  expect(valuesOf(configuration, "aws_ec2_transit_gateway_route.this[1]")).toMatchObject({
    destination_cidr_block: "0.0.0.0/0",
    blackhole: true,
  });
  expect(gapTexts(configuration).filter((text) => /number|evaluated/.test(text))).toEqual([]);
});

test("Of routes of a transit gateway that only a variable knows, neither their number nor their black holes are known.", () => {
  const configuration = routesOf('[{ destination_cidr_block = "10.1.0.0/16" }, var.elsewhere]');

  expect(valuesOf(configuration, "aws_ec2_transit_gateway_route.this[1]")?.blackhole).not.toBe(true);
  expect(gapTexts(configuration).filter((text) => /number|evaluated|value/.test(text))).not.toEqual([]);
});

test("A variable that is a list or the JSON of a list is read either way, and of one without a value nothing is known.", () => {
  const accessOf = (grants: string): TerraformConfiguration =>
    readFolder(`
      variable "grant" { ${grants} }
      locals { grants = try(jsondecode(var.grant), var.grant) }
      resource "aws_s3_bucket_acl" "this" {
        bucket = "own"
        dynamic "access_control_policy" {
          for_each = length(local.grants) > 0 ? [true] : []
          content {}
        }
      }
    `);
  const blocks = (grants: string): unknown =>
    valuesOf(accessOf(grants), "aws_s3_bucket_acl.this")?.access_control_policy;

  expect(blocks("default = []")).toEqual([]);
  expect(blocks('default = "[]"')).toEqual([]);
  expect(blocks('default = [{ type = "Group" }]')).toEqual([{}]);
  expect(blocks('default = "[{}]"')).toEqual([{}]);
  expect(gapTexts(accessOf("")).join()).toContain("the number of its dynamic blocks is not known");
});
