import { returnPathSymmetric } from "../../../../verify/claims/network/return-path-symmetric";
import { survivesZoneLoss } from "../../../../verify/claims/network/survives-zone-loss";
import { firewallEndpointExpression } from "../../fixtures/egress-path";
import {
  changeArguments,
  combineEdits,
  dropResource,
  networkPerimeter,
  type ResourceEdit,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const threeZones = networkPerimeter({ zones: ["a", "b", "c"] });

describe("survives-zone-loss", () => {
  it.each(["firewall-first", "nat-first"] as const)("survives-zone-loss is proved zone by zone, %s", (order) => {
    const verdict = verdictOnPerimeter(
      survivesZoneLoss,
      "inspected-multi-az",
      networkPerimeter({ zones: ["a", "b", "c"], order }),
    );

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence.map(({ text }) => text)).toContain(
      "without eu-west-1b, aws_subnet.studio_a, aws_subnet.studio_c keep internet paths and endpoints",
    );
  });

  it.each<[string, ResourceEdit]>([
    [
      "one NAT gateway for two zones",
      changeArguments("aws_route", "firewall_b", { nat_gateway_id: "${aws_nat_gateway.a.id}" }),
    ],
    [
      "a firewall endpoint of another zone",
      changeArguments("aws_route", "studio_b", { vpc_endpoint_id: firewallEndpointExpression("a") }),
    ],
    [
      "an answer through another zone",
      changeArguments("aws_route", "back_b", { vpc_endpoint_id: firewallEndpointExpression("a") }),
    ],
    [
      "an endpoint in only one zone",
      changeArguments("aws_vpc_endpoint", "sts", { subnet_ids: ["${aws_subnet.endpoint_a.id}"] }),
    ],
    ["a zone that never had an internet route", dropResource("aws_route", "studio_c")],
    [
      "an endpoint that goes by position",
      changeArguments("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
      }),
    ],
  ])("survives-zone-loss is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(survivesZoneLoss, "inspected-multi-az", threeZones, edit).kind).toBe("violated");
  });

  it("survives-zone-loss names the domain whose subnets cannot be resolved, and does not say that nothing sets them", () => {
    const edit = changeArguments("aws_sagemaker_domain", "studio", { subnet_ids: ["${local.unknown[0]}"] });
    const { kind, evidence } = verdictOnPerimeter(survivesZoneLoss, "inspected-multi-az", threeZones, edit);

    expect(kind).toBe("undecided");
    expect(evidence.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^aws_sagemaker_domain\.studio: its subnets cannot be resolved, got .*; verify a plan, or join the state that has them$/,
      ),
    ]);
  });

  it("survives-zone-loss is violated by sharing the NAT gateway of one zone, although the return path is symmetric", () => {
    const edit = combineEdits(
      changeArguments("aws_route", "firewall_b", { nat_gateway_id: "${aws_nat_gateway.a.id}" }),
      changeArguments("aws_route", "back_b", { route_table_id: "${aws_route_table.nat_a.id}" }),
    );

    expect(verdictOnPerimeter(returnPathSymmetric, "inspected-multi-az", threeZones, edit).kind).toBe("proved");
    expect(verdictOnPerimeter(survivesZoneLoss, "inspected-multi-az", threeZones, edit).kind).toBe("violated");
  });

  it("survives-zone-loss is violated by running in one zone", () => {
    expect(verdictOnPerimeter(survivesZoneLoss, "inspected-multi-az", networkPerimeter()).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a firewall subnet whose zone AWS chooses",
      changeArguments("aws_subnet", "firewall_b", { availability_zone: null }),
    ],
    [
      "a NAT subnet in a zone of a variable",
      changeArguments("aws_subnet", "nat_b", { availability_zone: "${var.zone}" }),
    ],
    [
      "an endpoint subnet that names its zone by id, where Studio names it by name",
      changeArguments("aws_subnet", "endpoint_b", { availability_zone: null, availability_zone_id: "euw1-az1" }),
    ],
    [
      "Studio subnets in zones of two data sources, which may be one zone",
      combineEdits(
        changeArguments("aws_subnet", "studio_a", { availability_zone: "${data.aws_availability_zone.one.name}" }),
        changeArguments("aws_subnet", "studio_b", { availability_zone: "${data.aws_availability_zone.other.name}" }),
      ),
    ],
    ["a zone that is not written out", changeArguments("aws_subnet", "studio_a", { availability_zone: null })],
    [
      "a route that is not understood",
      changeArguments("aws_route", "studio_a", { vpc_endpoint_id: "${local.endpoint}" }),
    ],
  ])("survives-zone-loss is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(survivesZoneLoss, "inspected-multi-az", threeZones, edit).kind).toBe("undecided");
  });
});
