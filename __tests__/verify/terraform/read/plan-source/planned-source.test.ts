import { decideClaims } from "../../../../../verify/claims/decide-claims";
import { readPosture } from "../../../../../verify/posture/read-posture";
import { hclToJson } from "../../../../../verify/terraform/hcl/hcl-to-json";
import { sectionLabels } from "../../../../../verify/terraform/read/folder/module-blocks";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../../../verify/terraform/terraform-configuration";
import {
  constantExpression,
  type PlannedResource,
  planJson,
  referenceExpression,
} from "../../../fixtures/terraform-plan";

const association: PlannedResource = {
  address: "aws_route_table_association.a",
  values: {},
  unknown: { id: true, subnet_id: true, route_table_id: true },
  expressions: {
    subnet_id: referenceExpression("aws_subnet.s.id", "aws_subnet.s"),
    route_table_id: referenceExpression("aws_route_table.closed.id", "aws_route_table.closed"),
  },
};
const resources: readonly PlannedResource[] = [
  {
    address: "aws_vpc.v",
    values: { cidr_block: "10.0.0.0/16" },
    expressions: { cidr_block: constantExpression("10.0.0.0/16") },
  },
  {
    address: "aws_subnet.s",
    values: { cidr_block: "10.0.0.0/24" },
    unknown: { id: true, vpc_id: true },
    expressions: { cidr_block: constantExpression("10.0.0.0/24"), vpc_id: referenceExpression("local.vpc_id") },
  },
  {
    address: "aws_route_table.closed",
    values: {},
    unknown: { id: true, vpc_id: true },
    expressions: { vpc_id: referenceExpression("aws_vpc.v.id", "aws_vpc.v") },
  },
  association,
];

const source = `
locals { vpc_id = try(aws_vpc.v.id, null) }
resource "aws_vpc" "v" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "s" {
  cidr_block = "10.0.0.0/24"
  vpc_id     = local.vpc_id
}
resource "aws_route_table" "closed" { vpc_id = aws_vpc.v.id }
resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.s.id
  route_table_id = aws_route_table.closed.id
}
`;

function read(text?: string): TerraformConfiguration {
  const plannedSource =
    text === undefined
      ? undefined
      : {
          name: "infrastructure",
          json: hclToJson(text, sectionLabels).json,
          load: () => undefined,
        };
  return readConfiguration(planJson(resources), "plan.json", plannedSource && { plannedSource });
}

function valuesOf(configuration: TerraformConfiguration, address: string): JsonObject | undefined {
  return configuration.resources.find((resource) => resource.address === address)?.values;
}

test("A plan of HCL lists what it guesses, and a guess neither proves nor violates a claim of the network.", () => {
  const configuration = read();

  expect(configuration.guesses?.map(({ address, argument }) => `${address}.${argument}`)).toEqual([
    "aws_subnet.s.vpc_id",
    "aws_route_table.closed.vpc_id",
    "aws_route_table_association.a.subnet_id",
    "aws_route_table_association.a.route_table_id",
  ]);
  const verdicts = decideClaims({ configuration, posture: readPosture(configuration, "isolated") })
    .filter(({ claim }) => claim.topic === "network")
    .map(({ verdict }) => verdict.kind);
  expect(new Set(verdicts)).toEqual(new Set(["undecided"]));
});

test("With its source, the expressions of a plan are read and nothing is guessed.", () => {
  const configuration = read(source);

  expect(configuration.guesses).toBeUndefined();
  expect(configuration.unreadParts).toBeUndefined();
  expect(valuesOf(configuration, "aws_subnet.s")).toEqual({ cidr_block: "10.0.0.0/24", vpc_id: "${aws_vpc.v.id}" });
  expect(valuesOf(configuration, "aws_route_table_association.a")).toMatchObject({
    route_table_id: "${aws_route_table.closed.id}",
  });
});

test("An ID that the source computes from another one is not taken for that one.", () => {
  const computed = source.replace(
    "aws_route_table.closed.id\n}",
    'replace(aws_route_table.closed.id, "/^.*$/", "rtb-0123456789abcdef0")\n}',
  );

  const { route_table_id: table } = valuesOf(read(computed), "aws_route_table_association.a") ?? {};

  expect(table).not.toBe("${aws_route_table.closed.id}");
  expect(table).toContain("replace(");
});

test.each([
  ["another resource", (text: string) => `${text}\nresource "aws_eip" "e" {}\n`, "aws_eip.e is not in the plan"],
  ["a resource less", (text: string) => text.replace('"closed"', '"open"'), "aws_route_table.open is not in the plan"],
  [
    "another literal value",
    (text: string) => text.replace("10.0.0.0/24", "10.0.9.0/24"),
    'aws_subnet.s.cidr_block is "10.0.9.0/24", and the plan says "10.0.0.0/24"',
  ],
  [
    "another reference",
    (text: string) => text.replace("aws_route_table.closed.id\n}", "aws_vpc.v.main_route_table_id\n}"),
    "aws_route_table_association.a.route_table_id does not refer to aws_route_table.closed.id, as the plan says",
  ],
  [
    "a local that is known before the apply",
    (text: string) => text.replace("try(aws_vpc.v.id, null)", '"vpc-1"'),
    'aws_subnet.s.vpc_id is "vpc-1", and the plan does not know it',
  ],
  [
    "an argument more",
    (text: string) =>
      text.replace('cidr_block = "10.0.0.0/16"', '\n cidr_block = "10.0.0.0/16"\n tags = jsonencode({})\n'),
    "aws_vpc.v.tags is not in the plan",
  ],
  [
    "an argument more that has the name of one of a module call",
    (text: string) =>
      text.replace('cidr_block = "10.0.0.0/16"', '\n cidr_block = "10.0.0.0/16"\n source = jsonencode({})\n'),
    "aws_vpc.v.source is not in the plan",
  ],
  ["a module more", (text: string) => `${text}\nmodule "m" { source = "./m" }\n`, "module.m is not in the plan"],
])("A source with %s is refused, because it is not what was planned.", (_, edit, problem) => {
  expect(() => read(edit(source))).toThrow(
    `plan.json with --source infrastructure: the source is not what was planned: ${problem}; pass the folder in which terraform plan ran`,
  );
});

const moduleSource = `
module "m" {
  source = "./m"
  effect = "Allow"
}
output "vpc" { value = aws_vpc.v.id }
resource "aws_vpc" "v" {
  count      = length(["a"])
  cidr_block = "10.0.0.0/16"
}
resource "aws_vpc" "other" { cidr_block = "10.1.0.0/16" }
`;

/** A plan with an output, and a module call with one input. */
function readWithModule(text: string, instances: readonly number[] = [0]): TerraformConfiguration {
  const vpcs = instances.map(
    (index): PlannedResource => ({
      address: `aws_vpc.v[${index}]`,
      values: { cidr_block: "10.0.0.0/16" },
      expressions: { cidr_block: constantExpression("10.0.0.0/16") },
    }),
  );
  const other: PlannedResource = {
    address: "aws_vpc.other",
    values: { cidr_block: "10.1.0.0/16" },
    expressions: { cidr_block: constantExpression("10.1.0.0/16") },
  };
  const plan = planJson([...vpcs, other]);
  const { root_module: root, ...configuration } = plan.configuration as { readonly root_module: JsonObject };
  const declared = {
    address: "aws_vpc.v",
    mode: "managed",
    type: "aws_vpc",
    name: "v",
    provider_config_key: "aws",
    expressions: { cidr_block: constantExpression("10.0.0.0/16") },
    count_expression: {},
  };
  const [kept] = (root.resources as readonly JsonObject[]).filter(({ address }) => address === "aws_vpc.other");
  const whole = {
    ...plan,
    configuration: {
      ...configuration,
      root_module: {
        resources: [declared, kept ?? {}],
        module_calls: { m: { source: "./m", expressions: { effect: constantExpression("Allow") }, module: {} } },
        outputs: { vpc: { expression: referenceExpression("aws_vpc.v.id", "aws_vpc.v") } },
      },
    },
  };
  const { json } = hclToJson(text, sectionLabels);
  return readConfiguration(whole, "plan.json", {
    plannedSource: { name: "infrastructure", json, load: () => ({ json: {}, load: () => undefined }) },
  });
}

test("A source with the planned inputs of modules, outputs and instances is read.", () => {
  expect(readWithModule(moduleSource).resources.map(({ address }) => address)).toEqual([
    "aws_vpc.v[0]",
    "aws_vpc.other",
  ]);
});

test.each([
  ["another input of a module", "Allow", "Deny", 'module.m.effect is "Deny", and the plan says "Allow"'],
  ["an input of a module more", '"Allow"', '"Allow"\n  key = upper("a")', "module.m.key is not in the plan"],
  ["another output", "aws_vpc.v.id", '"vpc-1"', "output.vpc does not refer to aws_vpc.v.id, as the plan says"],
  ["more instances", '["a"]', '["a", "b"]', "aws_vpc.v[1] is not in the plan"],
])("A source that has %s than the plan says is refused.", (_, from, to, problem) => {
  expect(() => readWithModule(moduleSource.replace(from, to))).toThrow(
    `plan.json with --source infrastructure: the source is not what was planned: ${problem}; pass the folder in which terraform plan ran`,
  );
});

test("A plan that lacks an instance which the source certainly has is refused, because the source is another one.", () => {
  expect(() => readWithModule(moduleSource, [])).toThrow("aws_vpc.v[0] is not in the plan");
});

test("A known item of a list that is partly unknown stays, also if the source does not write it.", () => {
  const endpoint: PlannedResource = {
    address: "aws_vpc_endpoint.e",
    values: { security_group_ids: ["sg-0123456789abcdef0", null] },
    unknown: { security_group_ids: [false, true] },
    expressions: { security_group_ids: referenceExpression("aws_vpc.v.default_security_group_id", "aws_vpc.v") },
  };
  const written = 'security_group_ids = [aws_vpc.v.default_security_group_id, "sg-0123456789abcdef0"]';
  const readIds = (text: string) =>
    valuesOf(
      readConfiguration(planJson([endpoint]), "plan.json", {
        plannedSource: {
          name: "infrastructure",
          json: hclToJson(`resource "aws_vpc_endpoint" "e" { ${text} }`, sectionLabels).json,
          load: () => undefined,
        },
      }),
      "aws_vpc_endpoint.e",
    )?.security_group_ids;

  expect(readIds(written)).toEqual(["${aws_vpc.v.default_security_group_id}", "sg-0123456789abcdef0"]);
  expect(readIds(written.replace(', "sg-0123456789abcdef0"', ""))).toEqual([
    "sg-0123456789abcdef0",
    expect.stringContaining("known after the apply"),
  ]);
});
