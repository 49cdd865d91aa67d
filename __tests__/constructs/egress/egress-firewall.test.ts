import { EgressFirewall } from "../../../constructs/egress/egress-firewall";
import { synthesizeInBareStack } from "../fixtures/bare-stack";
import { argumentsByName, type ResourceArguments, resourceAt } from "../fixtures/resource-lookup";
import { sampleContext } from "../fixtures/sample-context";
import { synthesizeEgress } from "../fixtures/sample-egress";
import { addNetwork, plannedSubnets, zoneNames } from "../fixtures/sample-network";

const FIREWALL = "aws_networkfirewall_firewall.egress_firewall_firewall";
const firewallFirst = synthesizeEgress();
const natFirst = synthesizeEgress({ order: "nat-first" });
const ORDERS = ["firewall-first", "nat-first"] as const;

/** The expression that the rest of the project expects, letter by letter. */
function endpointIn(zone: string): string {
  return `\${{for state in tolist(${FIREWALL}.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["${zone}"]}`;
}

/** Every route as table, destination and target, in the words of AWS's own route tables. */
function routes(json: ReturnType<typeof synthesizeEgress>): readonly string[] {
  return Object.values(argumentsByName(json, "aws_route"))
    .map((route) => {
      const target = route.vpc_endpoint_id ?? route.nat_gateway_id ?? route.gateway_id;
      return `${route.route_table_id} ${route.destination_cidr_block} -> ${target}`
        .replaceAll(/\$\{aws_route_table\.(?:network|egress_firewall)_(\w+?)(?:_routes)?\.id\}/g, "$1")
        .replaceAll(/\$\{aws_subnet\.network_(\w+)\.cidr_block\}/g, "$1")
        .replaceAll(/\$\{aws_(?:nat|internet)_gateway\.egress_firewall_(\w+)\.id\}/g, "$1")
        .replace(/\$\{\{for .*\}\["eu-west-1(.)"\]\}/, "endpoint_$1");
    })
    .sort();
}

test("firewall first: out by the firewall, NAT and the internet gateway, and answers back by the same firewall endpoint", () => {
  expect(routes(firewallFirst)).toEqual([
    "firewall_a 0.0.0.0/0 -> nat_a",
    "firewall_b 0.0.0.0/0 -> nat_b",
    "nat_a 0.0.0.0/0 -> internet",
    "nat_a studio_a -> endpoint_a",
    "nat_b 0.0.0.0/0 -> internet",
    "nat_b studio_b -> endpoint_b",
    "studio_a 0.0.0.0/0 -> endpoint_a",
    "studio_b 0.0.0.0/0 -> endpoint_b",
  ]);
});

test("NAT first: out by NAT, the firewall and the internet gateway, and answers back by the gateway's own table", () => {
  expect(routes(natFirst)).toEqual([
    "edge nat_a -> endpoint_a",
    "edge nat_b -> endpoint_b",
    "firewall_a 0.0.0.0/0 -> internet",
    "firewall_b 0.0.0.0/0 -> internet",
    "nat_a 0.0.0.0/0 -> endpoint_a",
    "nat_b 0.0.0.0/0 -> endpoint_b",
    "studio_a 0.0.0.0/0 -> nat_a",
    "studio_b 0.0.0.0/0 -> nat_b",
  ]);
  expect(resourceAt(natFirst, "aws_route_table_association.egress_firewall_edge_association")).toEqual({
    gateway_id: "${aws_internet_gateway.egress_firewall_internet.id}",
    route_table_id: "${aws_route_table.egress_firewall_edge.id}",
  });
});

test("firewall first needs no table at the internet gateway", () => {
  const associations = Object.values(argumentsByName(firewallFirst, "aws_route_table_association"));

  expect(associations.filter((association) => "gateway_id" in association)).toEqual([]);
});

/** Letters of the zones that a piece of Terraform names. */
function zonesIn(text: string): readonly string[] {
  const letters = [...text.matchAll(/_([a-f])(?=[._}"]|$)|eu-west-1([a-f])/g)].map(
    ([, name, zone]) => name ?? zone ?? "",
  );
  return [...new Set(letters)];
}

const COLUMNS = ORDERS.flatMap((order) =>
  [1, 2, 3, 4, 5, 6].map((count) => ({ order, count, json: synthesizeEgress({ order }, count) })),
);

test.each(COLUMNS)("$order over $count zones: everything of a zone refers to that zone only", ({ count, json }) => {
  expect(Object.keys(argumentsByName(json, "aws_eip"))).toHaveLength(count);
  for (const [type, perZone] of Object.entries({ aws_route: 4, aws_nat_gateway: 1 })) {
    const found = Object.entries(argumentsByName(json, type));
    expect(found).toHaveLength(perZone * count);
    expect(found.map(([, values]) => zonesIn(JSON.stringify(values)))).toEqual(found.map(([name]) => zonesIn(name)));
  }
});

test.each(COLUMNS)(
  "$order over $count zones: an endpoint is chosen by its zone, never by a number",
  ({ count, json }) => {
    const endpoints = Object.values(argumentsByName(json, "aws_route")).flatMap((route) => route.vpc_endpoint_id ?? []);
    expect(endpoints.sort()).toEqual(
      zoneNames(count)
        .flatMap((zone) => [endpointIn(zone), endpointIn(zone)])
        .sort(),
    );
  },
);

test("the firewall has an endpoint in the firewall subnet of each zone, over IPv4", () => {
  expect(resourceAt(synthesizeEgress({}, 3), FIREWALL)).toMatchObject({
    vpc_id: "${aws_vpc.network_vpc.id}",
    subnet_mapping: ["a", "b", "c"].map((zone) => ({
      subnet_id: `\${aws_subnet.network_firewall_${zone}.id}`,
      ip_address_type: "IPV4",
    })),
  });
});

test.each([true, false])("all three protections are written out as %s", (protections) => {
  expect(resourceAt(synthesizeEgress({}, 2, { protections }), FIREWALL)).toMatchObject({
    delete_protection: protections,
    subnet_change_protection: protections,
    firewall_policy_change_protection: protections,
  });
});

test("deleting the firewall may take an hour", () => {
  expect(resourceAt(firewallFirst, FIREWALL).timeouts).toEqual({ delete: "60m" });
});

test("each zone has a NAT gateway with an address of its own, in its NAT subnet", () => {
  expect(resourceAt(firewallFirst, "aws_nat_gateway.egress_firewall_nat_b")).toMatchObject({
    connectivity_type: "public",
    subnet_id: "${aws_subnet.network_nat_b.id}",
    allocation_id: "${aws_eip.egress_firewall_address_b.id}",
  });
});

test("addresses and NAT gateways wait for the internet gateway, and go before it", () => {
  const json = synthesizeEgress();

  const waiting = [
    ...Object.values(argumentsByName(json, "aws_eip")),
    ...Object.values(argumentsByName(json, "aws_nat_gateway")),
  ];
  expect(waiting.map((values) => values.depends_on)).toEqual(
    waiting.map(() => ["aws_internet_gateway.egress_firewall_internet"]),
  );
});

test.each([
  ["firewall-first", ["firewall_a_default", "nat_a_default", "nat_a_return"]],
  ["nat-first", ["nat_a_default", "firewall_a_default", "edge_a_return"]],
] as const)("%s: Studio is let out last, once its answers find back and the firewall logs", (order, beyond) => {
  const entrance = resourceAt(synthesizeEgress({ order }), "aws_route.egress_firewall_studio_a_default");

  expect(entrance.depends_on).toEqual([
    ...beyond.map((id) => `aws_route.egress_firewall_${id}`),
    "aws_networkfirewall_logging_configuration.egress_firewall_logs_delivery",
  ]);
});

test("firewall first: no route of Studio or endpoints targets a gateway", () => {
  const studioTables = /aws_route_table\.network_(?:studio|endpoint)_/;

  const targets = Object.values(argumentsByName(firewallFirst, "aws_route"))
    .filter((route) => studioTables.test(String(route.route_table_id)))
    .map((route: ResourceArguments) => Object.keys(route).filter((key) => /gateway|endpoint/.test(key)));

  expect(targets).toEqual([["vpc_endpoint_id"], ["vpc_endpoint_id"]]);
});

test("a network without subnets for the firewall is refused", () => {
  const build = () =>
    synthesizeInBareStack((stack) => {
      const context = sampleContext(stack);
      new EgressFirewall(stack, "egress_firewall", {
        context,
        network: addNetwork(stack, { context, subnets: plannedSubnets(1, ["studio", "endpoint"]) }),
        allowList: [{ name: "github.com", match: "exact" }],
      });
    });

  expect(build).toThrow("test/network: no nat subnet in eu-west-1a");
});
