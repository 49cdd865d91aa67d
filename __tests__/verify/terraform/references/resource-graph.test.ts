import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { resolveText } from "../../../../verify/terraform/references/resolve-text";
import { type ReferenceTarget, resourceGraphOf } from "../../../../verify/terraform/references/resource-graph";
import type { Json } from "../../../../verify/terraform/terraform-configuration";

const configuration = readConfiguration(
  {
    provider: { aws: [{ region: "cn-north-1" }] },
    data: { aws_region: { here: {} }, aws_partition: { here: {} } },
    resource: {
      aws_vpc: { v: { cidr_block: "10.20.0.0/16" } },
      aws_subnet: {
        a: {
          vpc_id: "${aws_vpc.v.id}",
          cidr_block: "${cidrsubnet(aws_vpc.v.cidr_block, 8, 1)}",
          availability_zone: "a",
        },
        b: { vpc_id: "${aws_vpc.v.id}", cidr_block: "10.20.2.0/24", availability_zone: "b" },
      },
      aws_networkfirewall_firewall: {
        f: { subnet_mapping: [{ subnet_id: "${aws_subnet.a.id}" }, { subnet_id: "${aws_subnet.b.id}" }] },
      },
      aws_route: {
        loop: {
          route_table_id: "${aws_route.loop.destination_cidr_block}",
          destination_cidr_block: "${aws_route.loop.route_table_id}",
        },
      },
    },
  },
  "x",
);
const graph = resourceGraphOf(configuration);

function summary(target: ReferenceTarget): string {
  return target.kind === "resource"
    ? `${target.resource.address} ${target.attribute}`
    : target.kind === "absent"
      ? "absent"
      : `${target.kind} ${target.text}`;
}

test.each<[Json, string]>([
  ["${aws_vpc.v.id}", "aws_vpc.v id"],
  ["${aws_subnet.a.vpc_id}", "aws_vpc.v id"],
  ["${aws_vpc.v.cidr_block}", "literal 10.20.0.0/16"],
  ["${aws_vpc.none.id}", "unknown ${aws_vpc.none.id}"],
  ["vpc-1", "literal vpc-1"],
  ["", "absent"],
  [null, "absent"],
])("the argument %j refers to %s", (value, expected) => {
  expect(summary(graph.target(value))).toBe(expected);
});

// The reader evaluates expressions before the arguments of other resources are known, so these need a second evaluation.
test("an expression over arguments of other resources is evaluated, although the reader kept its text", () => {
  const cidr = graph.find("aws_subnet.a")?.values.cidr_block;

  expect(cidr).toBe("${cidrsubnet(aws_vpc.v.cidr_block, 8, 1)}");
  expect(summary(graph.target(cidr))).toBe("literal 10.20.1.0/24");
});

test("an expression selects the endpoint of a firewall by its zone, and any endpoint by its position", () => {
  const states = "tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states)";
  const byZone = `\${{for s in ${states} : s.availability_zone => s.attachment[0].endpoint_id}["b"]}`;

  expect(graph.targets(byZone).map(summary)).toEqual(["aws_networkfirewall_firewall.f endpoint[1]"]);
  expect(graph.targets(`\${${states}[0].attachment[0].endpoint_id}`).map(summary)).toEqual([
    "aws_networkfirewall_firewall.f endpoint[0]",
    "aws_networkfirewall_firewall.f endpoint[1]",
  ]);
});

test("arguments that refer to each other are unknown", () => {
  expect(graph.target("${aws_route.loop.route_table_id}").kind).not.toBe("literal");
});

test.each<[string, string]>([
  ["com.amazonaws.${data.aws_region.here.region}.s3", "com.amazonaws.cn-north-1.s3"],
  ["s3.${data.aws_partition.here.dns_suffix}", "s3.amazonaws.com.cn"],
  ["net-${aws_vpc.v.cidr_block}", "net-10.20.0.0/16"],
])("the text %s resolves to %s", (text, expected) => {
  expect(resolveText(configuration, text)).toEqual({ kind: "literal", text: expected });
});

test("a text with the ID of a resource does not resolve, and names the reference", () => {
  expect(resolveText(configuration, "x-${aws_vpc.v.id}")).toEqual({
    kind: "unresolved",
    expression: "${aws_vpc.v.id}",
  });
});

test("an expression over all instances of a resource finds those whose keys contain brackets", () => {
  const values = { cidr_block: "10.20.0.0/24" };
  const instances = ["a[0]", "b]"].map((key) => ({
    address: `module.m["x[1]"].aws_subnet.s["${key}"]`,
    mode: "managed" as const,
    type: "aws_subnet",
    name: "s",
    values,
  }));
  const { listTargets } = resourceGraphOf({ source: "x", form: "plan", resources: instances, outputs: {} });

  expect(listTargets('${values(module.m["x[1]"].aws_subnet.s)[*].id}').map(summary)).toEqual(
    instances.map(({ address }) => `${address} id`),
  );
});
