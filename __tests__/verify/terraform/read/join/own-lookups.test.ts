import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";

const VPC = { vpc_id: "${aws_vpc.main.id}" };
const filter = (name: string, value: string): JsonObject => ({ name, values: [value] });
const MAIN = filter("association.main", "true");

/** What a route says of its table and its gateway in a root module with a VPC and its parts. */
function routeWith(type: string, asked: JsonObject, more: JsonObject = {}) {
  const { resources } = readConfiguration(
    {
      provider: { aws: { region: "eu-west-1" } },
      data: { [type]: { found: asked } },
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" }, other: { cidr_block: "10.1.0.0/16" } },
        aws_subnet: { a: { ...VPC, cidr_block: "10.0.0.0/24" } },
        aws_internet_gateway: { main: VPC },
        aws_nat_gateway: { a: { subnet_id: "${aws_subnet.a.id}" } },
        aws_vpc_endpoint: { s3: { ...VPC, service_name: "com.amazonaws.eu-west-1.s3" } },
        aws_security_group: { studio: { ...VPC, name: "studio" } },
        aws_route: { r: { route_table_id: `\${data.${type}.found.id}` } },
        ...more,
      },
    },
    "cdk.tf.json",
  );
  return resources.find(({ address }) => address === "aws_route.r")?.values.route_table_id;
}

test.each<[what: string, type: string, asked: JsonObject, found: string]>([
  ["the main route table", "aws_route_table", { ...VPC, filter: [MAIN] }, "${aws_vpc.main.main_route_table_id}"],
  [
    "the main route table by filters",
    "aws_route_table",
    { filter: [filter("vpc-id", "${aws_vpc.main.id}"), MAIN] },
    "${aws_vpc.main.main_route_table_id}",
  ],
  [
    "the internet gateway",
    "aws_internet_gateway",
    { filter: [filter("attachment.vpc-id", "${aws_vpc.main.id}")] },
    "${aws_internet_gateway.main.id}",
  ],
  [
    "the NAT gateway of a subnet",
    "aws_nat_gateway",
    { subnet_id: "${aws_subnet.a.id}", state: "available" },
    "${aws_nat_gateway.a.id}",
  ],
  [
    "an endpoint by its service",
    "aws_vpc_endpoint",
    { ...VPC, service_name: "com.amazonaws.eu-west-1.s3" },
    "${aws_vpc_endpoint.s3.id}",
  ],
  ["a subnet by its addresses", "aws_subnet", { ...VPC, cidr_block: "10.0.0.0/24" }, "${aws_subnet.a.id}"],
  ["a security group by its name", "aws_security_group", { ...VPC, name: "studio" }, "${aws_security_group.studio.id}"],
])("A lookup of %s in a VPC of its own root module leads to what the root module has.", (_, type, asked, found) => {
  expect(routeWith(type, asked)).toBe(found);
});

test.each<[what: string, type: string, asked: JsonObject, more?: JsonObject]>([
  ["a route table that is not certainly the main one", "aws_route_table", VPC],
  ["the main route table of a VPC that is not known", "aws_route_table", { vpc_id: "vpc-1", filter: [MAIN] }],
  ["the main route table with a tag", "aws_route_table", { ...VPC, filter: [MAIN, filter("tag:Name", "x")] }],
  [
    "a route table that is not the main one",
    "aws_route_table",
    { ...VPC, filter: [filter("association.main", "false")] },
  ],
  [
    "the main route table where an association makes another one the main table",
    "aws_route_table",
    { ...VPC, filter: [MAIN] },
    { aws_main_route_table_association: { m: { ...VPC, route_table_id: "${aws_route_table.x.id}" } } },
  ],
  [
    "the internet gateway of a VPC that has none here",
    "aws_internet_gateway",
    { filter: [filter("attachment.vpc-id", "${aws_vpc.other.id}")] },
  ],
  ["a subnet by its addresses alone, which another VPC may have", "aws_subnet", { cidr_block: "10.0.0.0/24" }],
  ["a subnet of another Region", "aws_subnet", { ...VPC, cidr_block: "10.0.0.0/24", region: "us-east-1" }],
  [
    "one of two NAT gateways",
    "aws_nat_gateway",
    { subnet_id: "${aws_subnet.a.id}" },
    { aws_nat_gateway: { a: { subnet_id: "${aws_subnet.a.id}" }, b: { subnet_id: "${aws_subnet.a.id}" } } },
  ],
])("A lookup of %s stays open.", (...[, type, asked, more]) => {
  expect(routeWith(type, asked, more)).toBe(`\${data.${type}.found.id}`);
});
