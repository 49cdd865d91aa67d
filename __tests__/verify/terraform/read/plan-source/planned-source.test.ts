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
])("A source with %s is refused, because it is not what was planned.", (_, edit, problem) => {
  expect(() => read(edit(source))).toThrow(
    `plan.json with --source infrastructure: the source is not what was planned: ${problem}; pass the folder in which terraform plan ran`,
  );
});
