import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../../../cli/shared/inputs/read-terraform";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../../verify/unmodeled/model-gaps";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dynamic-blocks-"));
  mkdirSync(join(folder, "modules", "inner"), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(root: string, called: string) {
  writeFileSync(join(folder, "main.tf"), root);
  writeFileSync(join(folder, "modules", "inner", "main.tf"), called);
  const { json, surroundings } = readTerraform(folder);
  const { resources, unreadParts } = readConfiguration(json, folder, surroundings);
  return { values: Object.fromEntries(resources.map(({ address, values }) => [address, values])), unreadParts };
}

const passed = `resource "aws_subnet" "a" {}
module "inner" {
  source  = "./modules/inner"
  subnets = [aws_subnet.a.id]
}
module "outer" {
  source  = "./modules/inner"
  subnets = [module.inner.subnet, "subnet-1"]
}
`;

test("A dynamic block of a called module has the references that the caller passes, also to names that the module has itself.", () => {
  const { values, unreadParts } = read(
    passed,
    `variable "subnets" {}
resource "aws_subnet" "a" {}
output "subnet" {
  value = aws_subnet.a.id
}
resource "aws_networkfirewall_firewall" "this" {
  dynamic "subnet_mapping" {
    for_each = var.subnets
    content {
      subnet_id = subnet_mapping.value
    }
  }
  subnet_mapping {
    subnet_id = aws_subnet.a.id
  }
}
`,
  );

  expect(unreadParts).toBeUndefined();
  expect(values["module.inner.aws_networkfirewall_firewall.this"]).toEqual({
    subnet_mapping: [{ subnet_id: "${module.inner.aws_subnet.a.id}" }, { subnet_id: "${aws_subnet.a.id}" }],
  });
  expect(values["module.outer.aws_networkfirewall_firewall.this"]).toEqual({
    subnet_mapping: [
      { subnet_id: "${module.outer.aws_subnet.a.id}" },
      { subnet_id: "${module.inner.aws_subnet.a.id}" },
      { subnet_id: "subnet-1" },
    ],
  });
});

test("A dynamic block inside a dynamic block of a called module has the references that the caller passes.", () => {
  const { values } = read(
    passed,
    `variable "subnets" {}
output "subnet" {
  value = "subnet-0"
}
resource "aws_x" "this" {
  outer {
    name = "written"
    dynamic "inner" {
      for_each = var.subnets
      content {
        subnet = inner.value
      }
    }
  }
  dynamic "outer" {
    for_each = { k = var.subnets }
    content {
      name = outer.key
      dynamic "inner" {
        for_each = outer.value
        content {
          subnet = "\${outer.key}-\${inner.value}"
        }
      }
    }
  }
}
`,
  );

  expect(values["module.inner.aws_x.this"]).toEqual({
    outer: [
      { name: "written", inner: [{ subnet: "${aws_subnet.a.id}" }] },
      { name: "k", inner: [{ subnet: "k-${aws_subnet.a.id}" }] },
    ],
  });
});

test("Blocks of an unknown number can affect what their type can affect, and no other topic.", () => {
  const { unreadParts = [] } = read(
    passed,
    `variable "subnets" {}
output "subnet" {
  value = "subnet-0"
}
data "aws_availability_zones" "all" {}
resource "aws_vpc_endpoint" "this" {
  dynamic "subnet_configuration" {
    for_each = data.aws_availability_zones.all.names
    content {
      subnet_id = subnet_configuration.value
    }
  }
}
`,
  );

  expect(unreadParts.map(({ address, type }) => [address, type])).toEqual([
    ["module.inner.aws_vpc_endpoint.this", "aws_vpc_endpoint"],
    ["module.outer.aws_vpc_endpoint.this", "aws_vpc_endpoint"],
  ]);
});

test("What jsonencode gets of an input that is not known has no quotes, because it may be a list.", () => {
  const { values } = read(
    'module "inner" {\n  source  = "./modules/inner"\n  actions = yamldecode(file("none.yaml"))\n}\n',
    `variable "actions" {}
resource "aws_s3_bucket_policy" "b" {
  policy = jsonencode({ Action = var.actions, Sid = "x-\${var.actions}" })
}
`,
  );

  expect(values["module.inner.aws_s3_bucket_policy.b"]?.policy).toBe(
    '{"Action":${jsonencode(yamldecode(file("none.yaml")))},"Sid":"x-${yamldecode(file("none.yaml"))}"}',
  );
});

/** Gaps of a configuration with a resource that has blocks of an unknown number. */
function gapsOfOpenBlocks(type: string, block: string, content: JsonObject, others: JsonObject = {}) {
  const dynamic = { [block]: { for_each: "${var.open}", content } };
  const json = { variable: { open: {} }, resource: { [type]: { a: { ...others, dynamic } } } };
  return modelGaps(readConfiguration(json, "main.tf.json")).map(({ topics, evidence }) => ({
    topics: topics.toSorted(),
    text: evidence.text,
  }));
}

test.each([
  ["aws_s3_bucket_metric", "filter", { prefix: "${filter.value.prefix}" }, { bucket: "own", name: "all" }],
  [
    "aws_s3_bucket_intelligent_tiering_configuration",
    "tiering",
    { access_tier: "ARCHIVE_ACCESS", days: "${tiering.value}" },
    { bucket: "own", name: "all" },
  ],
  ["aws_db_parameter_group", "parameter", { name: "${parameter.key}", value: "${parameter.value}" }, {}],
  [
    "aws_s3_bucket_cors_configuration",
    "cors_rule",
    { allowed_origins: "${cors_rule.value}", allowed_methods: ["GET"] },
    { bucket: "own" },
  ],
  ["aws_ec2_transit_gateway", "timeouts", { create: "${timeouts.value.create}" }, {}],
])(
  "An unknown number of blocks of %s that no model reads, named %s, leaves nothing open.",
  (type, block, content, others) => {
    expect(gapsOfOpenBlocks(type, block, content, others)).toEqual([]);
  },
);

test("What an unknown number of neutral blocks contains is judged as in a block that is written out: a foreign party is a gap.", () => {
  const foreign = { name: "auth", value: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:auth" };

  expect(gapsOfOpenBlocks("aws_db_parameter_group", "parameter", foreign)).toMatchObject([
    { text: expect.stringContaining("which is not known to belong to this stack") },
  ]);
});

test.each([
  ["aws_s3_bucket_inventory", "destination", ["data", "identities", "operations"]],
  ["aws_s3_bucket_acl", "access_control_policy", ["data", "identities", "operations"]],
  ["aws_s3_bucket_lifecycle_configuration", "rule", ["data", "identities", "operations"]],
  ["aws_security_group", "ingress", ["identities", "network"]],
])(
  "An unknown number of blocks of %s that matter, named %s, leaves open what the type can affect.",
  (type, block, topics) => {
    const gaps = gapsOfOpenBlocks(type, block, {});

    expect(gaps).toContainEqual({
      topics,
      text: expect.stringContaining("the number of its dynamic blocks is not known"),
    });
  },
);

test("A neutral block does not hide that the number of other blocks of the resource is not known.", () => {
  const open = { for_each: "${var.open}", content: {} };
  const numbersWith = (dynamic: JsonObject): readonly string[] => {
    const lifecycle = { a: { bucket: "own", dynamic } };
    const json = { variable: { open: {} }, resource: { aws_s3_bucket_lifecycle_configuration: lifecycle } };
    const texts = modelGaps(readConfiguration(json, "main.tf.json")).map(({ evidence }) => evidence.text);
    return texts.filter((text) => text.includes("the number of its dynamic blocks is not known"));
  };

  expect(numbersWith({ timeouts: open })).toEqual([]);
  expect(numbersWith({ timeouts: open, rule: open })).toHaveLength(1);
});
