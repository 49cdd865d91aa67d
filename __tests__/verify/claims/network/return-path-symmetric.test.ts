import { returnPathSymmetric } from "../../../../verify/claims/network/return-path-symmetric";
import { firewallEndpointExpression } from "../../fixtures/egress-path";
import { verdictOfInspection } from "../../fixtures/inspection-alone";
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
const natFirst = networkPerimeter({ zones: ["a", "b"], order: "nat-first" });

describe("return-path-symmetric", () => {
  it("return-path-symmetric is proved by tracing responses back, segment by segment", () => {
    const verdict = verdictOnPerimeter(returnPathSymmetric, "inspected", networkPerimeter());

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toEqual([
      ["aws_nat_gateway.a", "aws_route.back_a", "aws_networkfirewall_firewall.egress", "aws_subnet.firewall_a"],
      ["aws_internet_gateway.internet"],
    ]);
  });

  it("return-path-symmetric is proved through the gateway's edge table when the NAT gateway comes first", () => {
    const verdict = verdictOnPerimeter(returnPathSymmetric, "inspected", networkPerimeter({ order: "nat-first" }));

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toContainEqual([
      "aws_internet_gateway.internet",
      "aws_route.back_a",
      "aws_networkfirewall_firewall.egress",
      "aws_subnet.firewall_a",
    ]);
  });

  describe("endpoints that expressions select by position from the set of a firewall", () => {
    const states = "aws_networkfirewall_firewall.egress.firewall_status[0].sync_states";
    const at = (position: number) => `\${(${states}[*].attachment[0].endpoint_id)[${position}]}`;
    const selecting = (positions: Readonly<Record<string, number>>) =>
      combineEdits(
        ...Object.entries(positions).map(([name, position]) =>
          changeArguments("aws_route", name, { vpc_endpoint_id: at(position) }),
        ),
      );

    it("return-path-symmetric is proved where a route and its return route select the same position, whichever endpoint that is", () => {
      const same = selecting({ nat_a: 0, back_a: 0, nat_b: 1, back_b: 1 });

      expect(verdictOnPerimeter(returnPathSymmetric, "inspected", natFirst, same).kind).toBe("proved");
    });

    it("return-path-symmetric is violated where a route and its return route select different positions", () => {
      const different = selecting({ nat_a: 0, back_a: 1 });

      expect(verdictOnPerimeter(returnPathSymmetric, "inspected", natFirst, different).kind).toBe("violated");
    });
  });

  it.each<[string, typeof inspected, ResourceEdit]>([
    ["a missing return route", inspected, dropResource("aws_route", "back_a")],
    [
      "a return route for another zone's subnet",
      inspected,
      changeArguments("aws_route", "back_a", { destination_cidr_block: "${aws_subnet.studio_b.cidr_block}" }),
    ],
    [
      "a return route over half of the subnet",
      inspected,
      changeArguments("aws_route", "back_a", { destination_cidr_block: "10.0.0.0/25" }),
    ],
    [
      "a return route through another zone's endpoint",
      inspected,
      changeArguments("aws_route", "back_a", { vpc_endpoint_id: firewallEndpointExpression("b") }),
    ],
    [
      "return endpoints swapped between the zones",
      inspected,
      combineEdits(
        changeArguments("aws_route", "back_a", { vpc_endpoint_id: firewallEndpointExpression("b") }),
        changeArguments("aws_route", "back_b", { vpc_endpoint_id: firewallEndpointExpression("a") }),
      ),
    ],
    [
      "a default route whose endpoint goes by position",
      inspected,
      changeArguments("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
      }),
    ],
    [
      "a NAT gateway of the other zone",
      inspected,
      changeArguments("aws_route", "firewall_a", { nat_gateway_id: "${aws_nat_gateway.b.id}" }),
    ],
    ["no edge table at the gateway", natFirst, dropResource("aws_route_table_association", "edge")],
    ["an edge table that forgets a zone", natFirst, dropResource("aws_route", "back_b")],
    [
      "an edge table that crosses zones",
      natFirst,
      changeArguments("aws_route", "back_b", { vpc_endpoint_id: firewallEndpointExpression("a") }),
    ],
    [
      "an edge table that answers a firewall nobody asked",
      inspected,
      combineEdits(
        setResource("aws_route_table", "edge", {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "10.0.3.0/24", vpc_endpoint_id: firewallEndpointExpression("a") }],
        }),
        setResource("aws_route_table_association", "edge", {
          gateway_id: "${aws_internet_gateway.internet.id}",
          route_table_id: "${aws_route_table.edge.id}",
        }),
      ),
    ],
  ])("return-path-symmetric is violated by %s", (_, sketch, edit) => {
    expect(verdictOnPerimeter(returnPathSymmetric, "inspected", sketch, edit).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a return route whose destination is not written out",
      changeArguments("aws_route", "back_a", { destination_cidr_block: "${var.block}" }),
    ],
    [
      "a Studio subnet whose block is not written out",
      changeArguments("aws_subnet", "studio_a", { cidr_block: "${var.block}" }),
    ],
    [
      "a return route by an expression that is not understood",
      changeArguments("aws_route", "back_a", { vpc_endpoint_id: "${local.endpoint}" }),
    ],
    [
      "a return route by a prefix list that is declared elsewhere",
      combineEdits(
        dropResource("aws_route", "back_a"),
        setResource("aws_route", "back_a", {
          route_table_id: "${aws_route_table.nat_a.id}",
          destination_prefix_list_id: "pl-0123",
          vpc_endpoint_id: firewallEndpointExpression("a"),
        }),
      ),
    ],
  ])("return-path-symmetric is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(returnPathSymmetric, "inspected", inspected, edit).kind).toBe("undecided");
  });

  it("return-path-symmetric is undecided if only an expression cannot be evaluated", () => {
    const edit = changeArguments("aws_route", "back_a", { vpc_endpoint_id: "${local.endpoint}" });

    const verdict = verdictOnPerimeter(returnPathSymmetric, "inspected", inspected, edit);

    expect(verdict).toMatchObject({
      kind: "undecided",
      evidence: expect.arrayContaining([
        expect.objectContaining({
          text: expect.stringContaining("local.endpoint"),
          addresses: ["aws_nat_gateway.a", "aws_route.back_a"],
        }),
      ]),
    });
  });

  it("return-path-symmetric traces responses through two firewalls in a row", () => {
    const second =
      "${tolist(aws_networkfirewall_firewall.second.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}";
    const inARow = (back: ResourceEdit): ResourceEdit =>
      combineEdits(
        setResource("aws_subnet", "second", {
          vpc_id: "${aws_vpc.main.id}",
          cidr_block: "10.0.200.0/24",
          availability_zone: "eu-west-1a",
        }),
        setResource("aws_networkfirewall_firewall", "second", {
          subnet_mapping: [{ subnet_id: "${aws_subnet.second.id}" }],
        }),
        setResource("aws_route_table", "second", {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.a.id}" }],
        }),
        setResource("aws_route_table_association", "second", {
          subnet_id: "${aws_subnet.second.id}",
          route_table_id: "${aws_route_table.second.id}",
        }),
        changeArguments("aws_route", "firewall_a", { nat_gateway_id: null, vpc_endpoint_id: second }),
        back,
      );
    const studio = { destination_cidr_block: "${aws_subnet.studio_a.cidr_block}" };
    const backwards = combineEdits(
      changeArguments("aws_route", "back_a", { vpc_endpoint_id: second }),
      setResource("aws_route", "back_second", {
        route_table_id: "${aws_route_table.second.id}",
        vpc_endpoint_id: firewallEndpointExpression("a"),
        ...studio,
      }),
    );
    const forwards = setResource("aws_route", "back_first", {
      route_table_id: "${aws_route_table.firewall_a.id}",
      vpc_endpoint_id: second,
      ...studio,
    });

    expect(verdictOnPerimeter(returnPathSymmetric, "inspected", networkPerimeter(), inARow(backwards)).kind).toBe(
      "proved",
    );
    expect(verdictOnPerimeter(returnPathSymmetric, "inspected", networkPerimeter(), inARow(forwards)).kind).toBe(
      "violated",
    );
  });

  it("return-path-symmetric is violated by responses that never arrive", () => {
    const edit = setResource("aws_network_acl", "x", {
      subnet_ids: ["${aws_subnet.nat_a.id}"],
      ingress: [{ rule_no: 1, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" }],
      egress: [
        { rule_no: 1, action: "deny", protocol: "-1", cidr_block: "10.0.0.0/24" },
        { rule_no: 2, action: "allow", protocol: "-1", cidr_block: "0.0.0.0/0" },
      ],
    });

    expect(
      verdictOnPerimeter(returnPathSymmetric, "inspected", networkPerimeter({ order: "nat-first" }), edit).kind,
    ).toBe("violated");
  });

  it("return-path-symmetric reads a return route written through a managed prefix list", () => {
    const edit = combineEdits(
      dropResource("aws_route", "back_a"),
      setResource("aws_ec2_managed_prefix_list", "studio", { entry: [{ cidr: "${aws_subnet.studio_a.cidr_block}" }] }),
      setResource("aws_route", "back_a", {
        route_table_id: "${aws_route_table.nat_a.id}",
        destination_prefix_list_id: "${aws_ec2_managed_prefix_list.studio.id}",
        vpc_endpoint_id: firewallEndpointExpression("a"),
      }),
    );

    expect(verdictOnPerimeter(returnPathSymmetric, "inspected", inspected, edit).kind).toBe("proved");
  });
});

test("an inspection VPC alone leaves open where the responses to its attachment go", () => {
  expect(verdictOfInspection(returnPathSymmetric)).toBe("undecided");
});

test("no packet enters an inspection VPC to whose gateway nothing else is attached", () => {
  expect(verdictOfInspection(returnPathSymmetric, (json) => json, [])).toBe("proved");
  const opened = (json: string) =>
    json.replaceAll('"default_route_table_association":"disable"', '"default_route_table_association":"enable"');
  expect(verdictOfInspection(returnPathSymmetric, (json) => opened(JSON.stringify(JSON.parse(json))), [])).toBe(
    "undecided",
  );
});
