import type { NetworkProps } from "../../../constructs/network/network";
import { synthesizeInBareStack, type TerraformJson } from "../fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../fixtures/resource-lookup";
import { addNetwork, plannedSubnets, TIERS } from "../fixtures/sample-network";

function synthesizeNetwork(changes: Partial<NetworkProps> = {}): TerraformJson {
  return synthesizeInBareStack((stack) => {
    addNetwork(stack, changes);
  });
}

const json = synthesizeNetwork();

test("both DNS flags are on, without which private names of endpoints do not resolve", () => {
  expect(resourceAt(json, "aws_vpc.network_vpc")).toMatchObject({
    cidr_block: "10.20.0.0/16",
    enable_dns_support: true,
    enable_dns_hostnames: true,
  });
});

test("a network by itself holds these types of resources and no gateway, address, route or peering", () => {
  expect(Object.keys(json.resource).sort()).toEqual([
    "aws_cloudwatch_log_group",
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_flow_log",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_route_table",
    "aws_route_table_association",
    "aws_subnet",
    "aws_vpc",
  ]);
});

test("no route table carries a route of its own", () => {
  const tables = Object.values(argumentsByName(json, "aws_route_table"));

  expect(tables).toHaveLength(8);
  expect(tables.filter((table) => "route" in table)).toEqual([]);
});

test("there is no IPv6: the VPC asks for no block and no subnet assigns an address", () => {
  const vpc = resourceAt(json, "aws_vpc.network_vpc");
  const subnets = Object.values(argumentsByName(json, "aws_subnet"));

  expect(Object.keys(vpc).filter((key) => key.includes("ipv6"))).toEqual(["assign_generated_ipv6_cidr_block"]);
  expect(vpc.assign_generated_ipv6_cidr_block).toBe(false);
  expect(subnets.map((subnet) => subnet.assign_ipv6_address_on_creation)).toEqual(subnets.map(() => false));
  expect(subnets.flatMap(Object.keys).filter((key) => key.startsWith("ipv6"))).toEqual([]);
});

test("no subnet gives out public addresses, and each says so", () => {
  const subnets = Object.values(argumentsByName(json, "aws_subnet"));

  expect(subnets).toHaveLength(8);
  expect(subnets.map((subnet) => subnet.map_public_ip_on_launch)).toEqual(subnets.map(() => false));
});

test("every subnet may take 20 minutes to go, because interfaces outlive what they served", () => {
  const subnets = Object.values(argumentsByName(json, "aws_subnet"));

  expect(subnets.map((subnet) => subnet.timeouts)).toEqual(subnets.map(() => ({ delete: "20m" })));
});

test.each([1, 2, 6])("in %i zones each tier and zone has one subnet and one table of its own", (count) => {
  const wide = synthesizeNetwork({ subnets: plannedSubnets(count) });

  const associations = Object.values(argumentsByName(wide, "aws_route_table_association"));
  const places = TIERS.flatMap((tier) =>
    ["a", "b", "c", "d", "e", "f"].slice(0, count).map((zone) => `${tier}_${zone}`),
  );

  expect(Object.keys(argumentsByName(wide, "aws_subnet")).sort()).toEqual(
    places.map((place) => `network_${place}`).sort(),
  );
  expect(associations).toHaveLength(places.length);
  expect(associations).toEqual(
    expect.arrayContaining(
      places.map((place) => ({
        subnet_id: `\${aws_subnet.network_${place}.id}`,
        route_table_id: `\${aws_route_table.network_${place}_routes.id}`,
      })),
    ),
  );
});

test("a subnet lies in the zone and block that the plan gives it", () => {
  expect(resourceAt(json, "aws_subnet.network_nat_b")).toMatchObject({
    availability_zone: "eu-west-1b",
    cidr_block: "10.20.49.0/24",
    vpc_id: "${aws_vpc.network_vpc.id}",
  });
});

test("two subnets for one tier and zone are refused", () => {
  const [first] = plannedSubnets(1);

  expect(() => synthesizeNetwork({ subnets: [...plannedSubnets(1), ...(first === undefined ? [] : [first])] })).toThrow(
    "studio_a",
  );
});

test("public access is not blocked for the whole account unless asked for", () => {
  expect(argumentsByName(json, "aws_vpc_block_public_access_options")).toEqual({});
});

test("public access is blocked in both directions when asked for", () => {
  const blocked = synthesizeNetwork({ blockPublicAccess: "bidirectional" });

  expect(resourceAt(blocked, "aws_vpc_block_public_access_options.network_public_access")).toEqual({
    internet_gateway_block_mode: "block-bidirectional",
  });
});

test("subnets and tables are found by tier and zone, in the order of the plan", () => {
  synthesizeInBareStack((stack) => {
    const network = addNetwork(stack);

    expect(network.availabilityZones).toEqual(["eu-west-1a", "eu-west-1b"]);
    expect(network.subnets("nat").map((subnet) => subnet.friendlyUniqueId)).toEqual(["network_nat_a", "network_nat_b"]);
    expect(network.subnet("studio", "eu-west-1b")).toBe(network.subnets("studio")[1]);
    expect(network.routeTable("studio", "eu-west-1b")).toBe(network.routeTables("studio")[1]);
  });
});

test("asking for a subnet that the plan lacks names the plan", () => {
  synthesizeInBareStack((stack) => {
    const network = addNetwork(stack, { subnets: plannedSubnets(1, ["studio", "endpoint"]) });

    expect(() => network.subnet("nat", "eu-west-1a")).toThrow(
      "test/network: no nat subnet in eu-west-1a, got studio in eu-west-1a, endpoint in eu-west-1a; add it to the subnet plan",
    );
  });
});
