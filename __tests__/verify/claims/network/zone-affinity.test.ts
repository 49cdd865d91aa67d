import { zoneAffinity } from "../../../../verify/claims/network/zone-affinity";
import { firewallEndpointExpression } from "../../fixtures/egress-path";
import {
  changeArguments,
  combineEdits,
  networkPerimeter,
  type ResourceEdit,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const inspected = networkPerimeter({ zones: ["a", "b"] });

describe("zone-affinity", () => {
  it("zone-affinity is proved for every outbound and return path", () => {
    const verdict = verdictOnPerimeter(zoneAffinity, "inspected", inspected);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(6);
  });

  it.each<[string, ResourceEdit]>([
    [
      "default routes swapped between the zones",
      combineEdits(
        changeArguments("aws_route", "studio_a", { vpc_endpoint_id: firewallEndpointExpression("b") }),
        changeArguments("aws_route", "studio_b", { vpc_endpoint_id: firewallEndpointExpression("a") }),
      ),
    ],
    [
      "a NAT gateway of the other zone",
      changeArguments("aws_route", "firewall_a", { nat_gateway_id: "${aws_nat_gateway.b.id}" }),
    ],
    ["one NAT gateway for all zones", changeArguments("aws_nat_gateway", "b", { subnet_id: "${aws_subnet.nat_a.id}" })],
    [
      "a firewall subnet that lies in the other zone",
      combineEdits(
        changeArguments("aws_subnet", "firewall_a", { availability_zone: "eu-west-1c" }),
        changeArguments("aws_route", "studio_a", { vpc_endpoint_id: firewallEndpointExpression("c") }),
      ),
    ],
    [
      "an endpoint that goes by position",
      changeArguments("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
      }),
    ],
    [
      "an endpoint taken by element()",
      changeArguments("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${element(tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states), 0).attachment[0].endpoint_id}",
      }),
    ],
    [
      "an endpoint from a splat",
      changeArguments("aws_route", "studio_a", {
        vpc_endpoint_id:
          "${flatten(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states[*].attachment[*].endpoint_id)[0]}",
      }),
    ],
    [
      "an answer that crosses zones",
      changeArguments("aws_route", "back_a", { vpc_endpoint_id: firewallEndpointExpression("b") }),
    ],
    [
      "associations swapped between the zones",
      combineEdits(
        changeArguments("aws_route_table_association", "studio_a", {
          route_table_id: "${aws_route_table.studio_b.id}",
        }),
        changeArguments("aws_route_table_association", "studio_b", {
          route_table_id: "${aws_route_table.studio_a.id}",
        }),
      ),
    ],
  ])("zone-affinity is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(zoneAffinity, "inspected", inspected, edit).kind).toBe("violated");
  });

  it("zone-affinity is proved for an endpoint by list position if the firewall has only one", () => {
    const edit = changeArguments("aws_route", "studio_a", {
      vpc_endpoint_id:
        "${tolist(aws_networkfirewall_firewall.egress.firewall_status[0].sync_states)[0].attachment[0].endpoint_id}",
    });

    expect(verdictOnPerimeter(zoneAffinity, "inspected", networkPerimeter(), edit).kind).toBe("proved");
  });

  it("zone-affinity resolves zones through references", () => {
    const zone = "${data.aws_availability_zones.here.names[0]}";
    const subnets = ["studio_a", "firewall_a", "nat_a"].map((name) =>
      changeArguments("aws_subnet", name, { availability_zone: zone }),
    );
    const endpoint = firewallEndpointExpression("a").replace(
      '"eu-west-1a"',
      "data.aws_availability_zones.here.names[0]",
    );
    const routes = ["studio_a", "back_a"].map((name) =>
      changeArguments("aws_route", name, { vpc_endpoint_id: endpoint }),
    );

    expect(
      verdictOnPerimeter(zoneAffinity, "inspected", networkPerimeter(), combineEdits(...subnets, ...routes)).kind,
    ).toBe("proved");
  });

  it("zone-affinity is undecided where a zone is a value of a data source and another one a name", () => {
    const edit = changeArguments("aws_subnet", "firewall_a", {
      availability_zone: "${data.aws_availability_zone.x.name}",
    });
    expect(verdictOnPerimeter(zoneAffinity, "inspected", inspected, edit).kind).toBe("undecided");
  });

  it("zone-affinity is undecided for a subnet without a zone", () => {
    const edit = changeArguments("aws_subnet", "nat_a", { availability_zone: null });

    expect(verdictOnPerimeter(zoneAffinity, "inspected", inspected, edit).kind).toBe("undecided");
  });
});
