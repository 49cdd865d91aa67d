import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readTerraform } from "../../../../../cli/shared/inputs/read-terraform";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";

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
