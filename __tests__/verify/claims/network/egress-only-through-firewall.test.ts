import { egressOnlyThroughFirewall } from "../../../../verify/claims/network/egress-only-through-firewall";
import {
  changeArguments,
  combineEdits,
  dropResource,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const inspected = networkPerimeter({ zones: ["a", "b"] });
const states = "tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)";

/** The default route of Studio in zone a, by another expression. */
function defaultBy(expression: string): ResourceEdit {
  return changeArguments("aws_route", "studio_a", { vpc_endpoint_id: `\${${expression}}` });
}

function defaultTo(target: Record<string, string>): ResourceEdit {
  return combineEdits(
    dropResource("aws_route", "studio_a"),
    setResource("aws_route", "studio_a", {
      route_table_id: "${aws_route_table.studio_a.id}",
      destination_cidr_block: "0.0.0.0/0",
      ...target,
    }),
  );
}

describe("egress-only-through-firewall", () => {
  it.each(["firewall-first", "nat-first"] as const)(
    "egress-only-through-firewall is proved with the whole path, %s",
    (order) => {
      const verdict = verdictOnPerimeter(egressOnlyThroughFirewall, "inspected", networkPerimeter({ order }));

      const middle =
        order === "firewall-first"
          ? [
              "aws_networkfirewall_firewall.egress",
              "aws_subnet.firewall_a",
              "aws_route.firewall_a",
              "aws_nat_gateway.a",
              "aws_subnet.nat_a",
              "aws_route.nat_a",
            ]
          : [
              "aws_nat_gateway.a",
              "aws_subnet.nat_a",
              "aws_route.nat_a",
              "aws_networkfirewall_firewall.egress",
              "aws_subnet.firewall_a",
              "aws_route.firewall_a",
            ];
      expect(verdict.kind).toBe("proved");
      expect(verdict.evidence.map(({ addresses }) => addresses)).toEqual([
        ["aws_subnet.studio_a", "aws_route.studio_a", ...middle, "aws_internet_gateway.internet"],
      ]);
    },
  );

  it.each<[string, string]>([
    [
      "lookup by zone",
      `lookup({for s in ${states} : s.availability_zone => s.attachment[0].endpoint_id}, "eu-west-1a")`,
    ],
    [
      "one() over a filter",
      `one([for s in ${states} : s.attachment[0].endpoint_id if s.availability_zone == "eu-west-1a"])`,
    ],
    [
      "the first of a filter",
      `[for s in ${states} : s.attachment[0].endpoint_id if s.availability_zone == aws_subnet.studio_a.availability_zone][0]`,
    ],
    [
      "the subnet as the key",
      `{for s in ${states} : s.attachment[0].subnet_id => s.attachment[0].endpoint_id}[aws_subnet.firewall_a.id]`,
    ],
    [
      "the set itself without tolist",
      `{for s in aws_networkfirewall_firewall.egress.firewall_status[0].sync_states : s.availability_zone => one(s.attachment).endpoint_id}["eu-west-1a"]`,
    ],
  ])("egress-only-through-firewall reads %s", (_, expression) => {
    expect(verdictOnPerimeter(egressOnlyThroughFirewall, "inspected", inspected, defaultBy(expression)).kind).toBe(
      "proved",
    );
  });

  it.each<[string, ResourceEdit]>([
    [
      "a default route straight to the internet gateway",
      defaultTo({ gateway_id: "${aws_internet_gateway.internet.id}" }),
    ],
    ["a default route straight to the NAT gateway", defaultTo({ nat_gateway_id: "${aws_nat_gateway.a.id}" })],
    [
      "a second route that is more specific",
      setResource("aws_route", "hole", {
        route_table_id: "${aws_route_table.studio_b.id}",
        destination_cidr_block: "140.82.112.0/20",
        nat_gateway_id: "${aws_nat_gateway.b.id}",
      }),
    ],
    [
      "an endpoint subnet with a way of its own",
      setResource("aws_route", "hole", {
        route_table_id: "${aws_route_table.endpoint_a.id}",
        destination_cidr_block: "0.0.0.0/0",
        nat_gateway_id: "${aws_nat_gateway.a.id}",
      }),
    ],
    [
      "two firewalls on the way",
      combineEdits(
        setResource("aws_subnet", "second", {
          vpc_id: "${aws_vpc.main.id}",
          cidr_block: "10.0.200.0/24",
          availability_zone: "eu-west-1a",
        }),
        setResource("aws_route_table_association", "second", {
          subnet_id: "${aws_subnet.second.id}",
          route_table_id: "${aws_route_table.firewall_a.id}",
        }),
        setResource("aws_networkfirewall_firewall", "second", {
          vpc_id: "${aws_vpc.main.id}",
          subnet_mapping: [{ subnet_id: "${aws_subnet.second.id}" }],
        }),
        changeArguments("aws_route", "firewall_a", {
          nat_gateway_id: "",
          vpc_endpoint_id:
            "${tolist(aws_networkfirewall_firewall.second.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
        }),
        setResource("aws_route_table", "second", {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.a.id}" }],
        }),
        changeArguments("aws_route_table_association", "second", { route_table_id: "${aws_route_table.second.id}" }),
      ),
    ],
    ["a Studio subnet without an internet route", dropResource("aws_route", "studio_b")],
    [
      "a Studio subnet in the NAT gateway's table",
      changeArguments("aws_route_table_association", "studio_a", { route_table_id: "${aws_route_table.nat_a.id}" }),
    ],
    [
      "a machine in the NAT gateway's subnet",
      setResource("aws_instance", "jump", { subnet_id: "${aws_subnet.nat_a.id}" }),
    ],
    [
      "the NAT gateway in the Studio subnet with its table open",
      combineEdits(
        changeArguments("aws_nat_gateway", "a", { subnet_id: "${aws_subnet.studio_a.id}" }),
        defaultTo({ gateway_id: "${aws_internet_gateway.internet.id}" }),
      ),
    ],
    [
      "an IPv6 route to an egress-only gateway",
      combineEdits(
        setResource("aws_egress_only_internet_gateway", "e", { vpc_id: "${aws_vpc.main.id}" }),
        setResource("aws_route", "six", {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_ipv6_cidr_block: "::/0",
          egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}",
        }),
      ),
    ],
    [
      "Studio's own internet interface",
      changeArguments("aws_sagemaker_domain", "studio", { app_network_access_type: "PublicInternetOnly" }),
    ],
    [
      "a gateway load balancer's endpoint instead of the firewall",
      combineEdits(
        setResource("aws_vpc_endpoint", "glb", {
          vpc_endpoint_type: "GatewayLoadBalancer",
          service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
          subnet_ids: ["${aws_subnet.firewall_a.id}"],
        }),
        changeArguments("aws_route", "studio_a", { vpc_endpoint_id: "${aws_vpc_endpoint.glb.id}" }),
      ),
    ],
  ])("egress-only-through-firewall is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(egressOnlyThroughFirewall, "inspected", inspected, edit).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    ["an endpoint by an expression that is not understood", defaultBy("local.endpoint")],
    [
      "an endpoint in a zone that the firewall has none in",
      defaultBy(`{for s in ${states} : s.availability_zone => s.attachment[0].endpoint_id}["eu-west-1z"]`),
    ],
    ["a peering connection", setResource("aws_vpc_peering_connection", "p", { vpc_id: "${aws_vpc.main.id}" })],
  ])("egress-only-through-firewall is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(egressOnlyThroughFirewall, "inspected", inspected, edit).kind).toBe("undecided");
  });

  it("egress-only-through-firewall is proved for an endpoint by list position, because every endpoint inspects traffic", () => {
    const edit = defaultBy(`${states}[0].attachment[0].endpoint_id`);

    expect(verdictOnPerimeter(egressOnlyThroughFirewall, "inspected", inspected, edit).kind).toBe("proved");
  });
});
